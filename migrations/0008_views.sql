-- How the dashboard looks at the series.

-- The original table's remaining columns, which nobody needs stored.
CREATE VIEW timeseries AS
SELECT source_id, "timestamp", (("timestamp" AT TIME ZONE 'UTC')::date) AS date_only,
  open, high, low, close, volume, value, quality_score, is_anomaly,
  true AS is_validated, ingestion_timestamp AS created_at, ingestion_timestamp AS updated_at,
  ingestion_timestamp, load_id
FROM timeseries_data;

CREATE VIEW latest_values AS
SELECT s.source_id, s.name, s.display_name, s.data_type, latest."timestamp",
  coalesce(latest.close, latest.value) AS value, latest.volume, latest.quality_score,
  latest.is_anomaly
FROM sources AS s
CROSS JOIN LATERAL (
  SELECT * FROM timeseries_data AS t
  WHERE t.source_id = s.source_id
  ORDER BY t."timestamp" DESC
  LIMIT 1) AS latest;

CREATE VIEW quality_overview AS
SELECT s.source_id, s.name, s.data_type, count(t.source_id) AS total_records,
  round(avg(t.quality_score), 2) AS avg_quality, min(t.quality_score) AS min_quality,
  count(*) FILTER (WHERE t.quality_score < 80) AS low_quality_count,
  count(*) FILTER (WHERE t.is_anomaly) AS anomaly_count
FROM sources AS s
LEFT JOIN timeseries_data AS t USING (source_id)
GROUP BY s.source_id;

-- Freshness is told against now(): history that ends long ago is stale, however complete.
CREATE VIEW data_freshness AS
SELECT s.source_id, s.name, s.update_frequency, seen.last_data_timestamp,
  now() - seen.last_data_timestamp AS data_age,
  now() - s.last_successful_update AS update_age,
  CASE
    WHEN s.status <> 'active' THEN 'INACTIVE'
    WHEN seen.last_data_timestamp IS NULL THEN 'EMPTY'
    WHEN now() - seen.last_data_timestamp > 3 * s.update_frequency THEN 'CRITICAL'
    WHEN now() - seen.last_data_timestamp > 2 * s.update_frequency THEN 'STALE'
    WHEN now() - seen.last_data_timestamp > 1.5 * s.update_frequency THEN 'WARNING'
    ELSE 'FRESH'
  END AS status,
  seen.total_records, seen.anomaly_count, seen.avg_quality, seen.min_quality
FROM sources AS s
CROSS JOIN LATERAL (
  SELECT max(t."timestamp") AS last_data_timestamp, count(*) AS total_records,
    count(*) FILTER (WHERE t.is_anomaly) AS anomaly_count,
    avg(t.quality_score) AS avg_quality, min(t.quality_score) AS min_quality
  FROM timeseries_data AS t
  WHERE t.source_id = s.source_id) AS seen;
