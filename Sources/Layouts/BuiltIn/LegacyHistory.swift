extension BuiltInLayouts {
  /// Funding stamps lie up to 16 ms after the hour; a minute's mark is an hour's mark too.
  static let legacyHistory = #"""
    name: legacy-history
    description: >-
      The dashboard's historical_data files: one JSON array of [ms, value] or
      [ms, open, high, low, close, volume], named after its source.
    format: json
    shapes:
      - fields: 2
        data_type: simple
        columns: {timestamp: 1, value: 2}
      - fields: 6
        data_type: ohlcv
        columns: {timestamp: 1, open: 2, high: 3, low: 4, close: 5, volume: 6}
    time: {unit: auto, snap: {to: 1m, within: 100ms}}
    missing: [NaN]
    null_rows: skip
    file_name: '^[a-z0-9_]+\.json'
    source: '{stem}'
    pass_over:
      - backfill_progress.json
      - backfill_results.json
      - validation_report.json
      - tradingview_update_log.json
      - '*.backup.json'

    """#
}
