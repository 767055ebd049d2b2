-- Orders by which an exchange closed positions that had lost their margin. They look like trades and
-- are often among them as well, so that they have a table of their own. Partitions are daily.

CREATE TABLE liquidations (
  exchange_id integer NOT NULL,
  market_id bigint,
  symbol text NOT NULL,
  liquidation_id text NOT NULL DEFAULT '',
  price numeric NOT NULL,
  size numeric NOT NULL,
  side text,
  ts timestamptz NOT NULL,
  received_at timestamptz,
  n integer NOT NULL DEFAULT 1,
  load_id bigint,
  PRIMARY KEY (exchange_id, symbol, ts, liquidation_id, n)
) PARTITION BY RANGE (ts);
COMMENT ON TABLE liquidations IS 'Positions that exchanges closed because their margin was lost';
COMMENT ON COLUMN liquidations.liquidation_id IS
  'What the exchange calls the liquidation; empty where it does not';
COMMENT ON COLUMN liquidations.side IS
  'The side of the order: buy closed a short position, sell a long one';
COMMENT ON COLUMN liquidations.n IS
  'The ordinal among liquidations of one market and moment without an id';

SELECT retrofill.watch('liquidations');
