extension BuiltInLayouts {
  static let perpsIngestEvents = #"""
    name: perps-ingest-events
    description: The table ingest_events of perps-stats.
    table: ingest_events
    into: ingest_events
    columns:
      exchange_id: {from: exchange_id, type: integer, default: '0'}
      symbol: {from: symbol, default: ''}
      event_type: {from: event_type, required: true}
      status: status
      message: message
      ts: ts
      n: {ordinal: 1, among: [exchange_id, symbol, event_type]}
    time: {column: ts, unit: iso}

    """#
}
