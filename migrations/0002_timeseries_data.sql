-- The one table that all series share. Partitions are monthly and made by the loads that need them.
--
-- No foreign key and no index beside the key: a foreign key to sources alone doubles the time of a
-- bulk load. Prices and volumes are numeric without a width: a fixed one either loses digits of a
-- small coin or overflows on a large volume.

CREATE TABLE timeseries_data (
  source_id integer NOT NULL,
  "timestamp" timestamptz NOT NULL,
  open numeric,
  high numeric,
  low numeric,
  close numeric,
  volume numeric,
  value numeric,
  quality_score smallint NOT NULL DEFAULT 100,
  is_anomaly boolean NOT NULL DEFAULT false,
  load_id bigint,
  ingestion_timestamp timestamptz NOT NULL DEFAULT now(),
  CONSTRAINT timeseries_data_pkey PRIMARY KEY (source_id, "timestamp"),
  CONSTRAINT timeseries_data_quality_score_range CHECK (quality_score BETWEEN 0 AND 100),
  CONSTRAINT timeseries_data_ohlc_all_or_none
    CHECK (num_nulls(open, high, low, close) IN (0, 4)),
  CONSTRAINT timeseries_data_high_not_below_low CHECK (high >= low)
) PARTITION BY RANGE ("timestamp");

COMMENT ON TABLE timeseries_data IS 'Every series, one row per source and moment';
COMMENT ON COLUMN timeseries_data.load_id IS 'The load that wrote the row: retrofill.loads';
COMMENT ON COLUMN timeseries_data.quality_score IS
  '100 until the score step has judged the row; retrofill.dirty_ranges says where it has not';
