-- Coins as PulseGuard follows them: the last price of each minute, hour, day, week and month, and how
-- the collecting went. Partitions are monthly and made by the loads that need them.
--
-- The price that closes a bucket is the last one seen in it. The volume is that of the 24 hours before,
-- so that volumes of buckets must never be added up.

CREATE TABLE coin_priorities (
  coin_id text PRIMARY KEY CHECK (coin_id <> ''),
  market_cap_rank integer CHECK (market_cap_rank > 0),
  market_cap_usd numeric CHECK (market_cap_usd >= 0),
  symbol text,
  name text,
  image_url text,
  last_updated timestamptz DEFAULT now(),
  created_at timestamptz DEFAULT now(),
  load_id bigint
);
COMMENT ON COLUMN coin_priorities.market_cap_rank IS
  'NULL for a coin of which only history is known: it left the ranking';

CREATE TABLE minute_close (
  coin_id text NOT NULL,
  minute_ts timestamptz NOT NULL,
  price_usd numeric NOT NULL CHECK (price_usd > 0),
  market_cap_usd numeric,
  volume_24h_usd numeric,
  coin_rank integer,
  created_at timestamptz DEFAULT now(),
  load_id bigint,
  PRIMARY KEY (coin_id, minute_ts)
) PARTITION BY RANGE (minute_ts);

CREATE TABLE hourly_close (
  coin_id text NOT NULL,
  hour_ts timestamptz NOT NULL,
  price_usd numeric NOT NULL CHECK (price_usd > 0),
  market_cap_usd numeric,
  volume_24h_usd numeric,
  coin_rank integer,
  created_at timestamptz DEFAULT now(),
  load_id bigint,
  PRIMARY KEY (coin_id, hour_ts)
) PARTITION BY RANGE (hour_ts);

CREATE TABLE daily_close (
  coin_id text NOT NULL,
  day_ts timestamptz NOT NULL,
  price_usd numeric NOT NULL CHECK (price_usd > 0),
  market_cap_usd numeric,
  volume_24h_usd numeric,
  coin_rank integer,
  created_at timestamptz DEFAULT now(),
  load_id bigint,
  PRIMARY KEY (coin_id, day_ts)
) PARTITION BY RANGE (day_ts);

CREATE TABLE weekly_close (
  coin_id text NOT NULL,
  week_ts timestamptz NOT NULL,
  price_usd numeric NOT NULL CHECK (price_usd > 0),
  market_cap_usd numeric,
  volume_24h_usd numeric,
  coin_rank integer,
  created_at timestamptz DEFAULT now(),
  load_id bigint,
  PRIMARY KEY (coin_id, week_ts)
) PARTITION BY RANGE (week_ts);

CREATE TABLE monthly_close (
  coin_id text NOT NULL,
  month_ts timestamptz NOT NULL,
  price_usd numeric NOT NULL CHECK (price_usd > 0),
  market_cap_usd numeric,
  volume_24h_usd numeric,
  coin_rank integer,
  created_at timestamptz DEFAULT now(),
  load_id bigint,
  PRIMARY KEY (coin_id, month_ts)
) PARTITION BY RANGE (month_ts);

CREATE TABLE collection_status (
  collection_type text NOT NULL
    CHECK (collection_type IN ('complete', 'continuous', 'priority_refresh', 'manual')),
  start_time timestamptz NOT NULL,
  end_time timestamptz,
  coins_processed integer DEFAULT 0,
  coins_failed integer DEFAULT 0,
  api_calls_made integer DEFAULT 0,
  status text DEFAULT 'running' CHECK (status IN ('running', 'completed', 'failed', 'cancelled')),
  error_message text,
  batch_details jsonb,
  created_at timestamptz DEFAULT now(),
  load_id bigint,
  PRIMARY KEY (collection_type, start_time)
);

CREATE TABLE api_usage_stats (
  date date PRIMARY KEY,
  total_calls integer DEFAULT 0,
  successful_calls integer DEFAULT 0,
  failed_calls integer DEFAULT 0,
  rate_limited_calls integer DEFAULT 0,
  average_response_time integer,
  peak_calls_per_minute integer,
  created_at timestamptz DEFAULT now(),
  updated_at timestamptz DEFAULT now(),
  load_id bigint
);
COMMENT ON COLUMN api_usage_stats.average_response_time IS 'In milliseconds';
