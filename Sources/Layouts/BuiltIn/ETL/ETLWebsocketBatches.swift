extension BuiltInLayouts {
  static let etlWebsocketBatches = #"""
    name: etl-websocket-batches
    description: The table websocket_batches of the ETL tool, messages gathered by exchange.
    table: websocket_batches
    into: websocket_batches
    columns:
      exchange: {from: exchange, required: true}
      timestamp: timestamp
      n: {ordinal: 1, among: [exchange]}
      total_messages: {from: total_messages, type: integer}
      messages_per_second: {from: messages_per_second, type: decimal}
      instruments: {from: instruments, type: array}
      messages: {from: messages, type: json}
      metrics: {from: metrics, type: json}
    time: {unit: iso}

    """#
}
