-- What an ETL tool fetched: answers of APIs, the items in them, messages of streams. These tables only
-- grow, so that they have monthly partitions, made by the loads that need them.
--
-- n is the ordinal among rows that are otherwise of one key, counted in the order of the file: two
-- messages of one moment are two.

CREATE TABLE api_connectors (
  connector_id text PRIMARY KEY CHECK (connector_id <> ''),
  connector_name text,
  source_id text,
  created_at timestamptz DEFAULT now(),
  updated_at timestamptz DEFAULT now(),
  load_id bigint
);
COMMENT ON COLUMN api_connectors.source_id IS 'Whose API it is, as the tool calls it: no id of sources';

CREATE TABLE api_connector_data (
  connector_id text NOT NULL,
  "timestamp" timestamptz NOT NULL,
  n integer NOT NULL DEFAULT 1,
  source_id text,
  exchange text,
  instrument text,
  price numeric,
  data jsonb,
  raw_response text,
  message_type text,
  status_code integer,
  response_time_ms numeric,
  load_id bigint,
  PRIMARY KEY (connector_id, "timestamp", n)
) PARTITION BY RANGE ("timestamp");
COMMENT ON TABLE api_connector_data IS 'One row per answer';

CREATE TABLE api_connector_items (
  connector_id text NOT NULL,
  "timestamp" timestamptz NOT NULL,
  item_index integer NOT NULL,
  api_name text NOT NULL,
  exchange text,
  coin_name text,
  coin_symbol text,
  price numeric,
  market_cap numeric,
  volume_24h numeric,
  price_change_24h numeric,
  market_cap_rank integer,
  item_data jsonb NOT NULL,
  raw_item jsonb,
  response_time_ms numeric,
  source_id text,
  session_id text,
  load_id bigint,
  PRIMARY KEY (connector_id, "timestamp", item_index)
) PARTITION BY RANGE ("timestamp");
COMMENT ON TABLE api_connector_items IS 'One row per item of an answer';

-- The older of the tool's two tables of messages, and the one that took its place.
CREATE TABLE websocket_data (
  connector_id text NOT NULL DEFAULT '',
  "timestamp" timestamptz NOT NULL,
  n integer NOT NULL DEFAULT 1,
  exchange text,
  instrument text,
  price numeric,
  data jsonb NOT NULL,
  raw_response text,
  message_type text,
  source_id text,
  load_id bigint,
  PRIMARY KEY (connector_id, "timestamp", n)
) PARTITION BY RANGE ("timestamp");

CREATE TABLE websocket_messages (
  exchange text NOT NULL,
  "timestamp" timestamptz NOT NULL,
  n integer NOT NULL DEFAULT 1,
  instrument text,
  price numeric,
  data jsonb,
  message_type text DEFAULT 'trade',
  message_number bigint,
  latency_ms numeric,
  format text,
  extract_time numeric,
  transform_time numeric,
  load_time numeric,
  total_time numeric,
  load_id bigint,
  PRIMARY KEY (exchange, "timestamp", n)
) PARTITION BY RANGE ("timestamp");

CREATE TABLE websocket_batches (
  exchange text NOT NULL,
  "timestamp" timestamptz NOT NULL,
  n integer NOT NULL DEFAULT 1,
  total_messages bigint,
  messages_per_second numeric,
  instruments text[],
  messages jsonb,
  metrics jsonb,
  load_id bigint,
  PRIMARY KEY (exchange, "timestamp", n)
);

CREATE TABLE connector_status (
  connector_id text PRIMARY KEY,
  status text NOT NULL DEFAULT 'stopped',
  last_run timestamptz,
  last_error text,
  message_count bigint DEFAULT 0,
  error_count bigint DEFAULT 0,
  updated_at timestamptz DEFAULT now(),
  load_id bigint
);
COMMENT ON TABLE connector_status IS 'How each connector was when it was last asked';
