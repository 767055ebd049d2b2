-- What an exchange says of its book between two snapshots: a price level, and how much stands there
-- now. The rows are many and alike, so there is no further index; partitions are daily.

CREATE TABLE book_changes (
  exchange_id integer NOT NULL,
  market_id bigint,
  symbol text NOT NULL,
  is_snapshot boolean NOT NULL,
  side text NOT NULL,
  price numeric NOT NULL,
  size numeric NOT NULL,
  ts timestamptz NOT NULL,
  received_at timestamptz,
  n integer NOT NULL DEFAULT 1,
  load_id bigint,
  PRIMARY KEY (exchange_id, symbol, ts, side, price, n)
) PARTITION BY RANGE (ts);
COMMENT ON TABLE book_changes IS 'Order books change by change: a level, and its size from then on';
COMMENT ON COLUMN book_changes.size IS 'What stands at the price; 0 where the level is gone';
COMMENT ON COLUMN book_changes.n IS 'The ordinal among changes of one level at one moment';
