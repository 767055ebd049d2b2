-- What timeseries_data adds up to, by hour, day, week (from Monday) and month, all in UTC.
-- Written by the aggregate step only, from rows, one bucket as a whole.

CREATE TABLE hourly_stats (
  source_id integer NOT NULL,
  bucket timestamptz NOT NULL,
  open numeric,
  high numeric,
  low numeric,
  close numeric,
  volume numeric,
  ohlc_count bigint NOT NULL,
  value_avg numeric,
  value_min numeric,
  value_max numeric,
  value_last numeric,
  value_stddev numeric,
  value_count bigint NOT NULL,
  quality_avg numeric,
  anomaly_count bigint NOT NULL,
  row_count bigint NOT NULL,
  PRIMARY KEY (source_id, bucket)
);
CREATE TABLE daily_stats (LIKE hourly_stats INCLUDING ALL);
CREATE TABLE weekly_stats (LIKE hourly_stats INCLUDING ALL);
CREATE TABLE monthly_stats (LIKE hourly_stats INCLUDING ALL);

COMMENT ON COLUMN hourly_stats.bucket IS 'The first moment of the bucket';
COMMENT ON COLUMN hourly_stats.ohlc_count IS 'Rows with open, high, low and close';
COMMENT ON COLUMN hourly_stats.value_stddev IS 'Sample standard deviation; NULL for a single value';

-- The dashboard's names for the same figures.
CREATE VIEW hourly_values AS
SELECT source_id, bucket AS hour, value_avg AS avg_value, value_min AS min_value,
  value_max AS max_value, value_last AS last_value, value_count AS data_points,
  value_stddev AS volatility
FROM hourly_stats
WHERE value_count > 0;

CREATE VIEW daily_ohlcv AS
SELECT source_id, bucket AS day, open, high, low, close, volume, ohlc_count AS data_points
FROM daily_stats
WHERE ohlc_count > 0;
