extension BuiltInLayouts {
  static let etlWebsocketMessages = #"""
    name: etl-websocket-messages
    description: The table websocket_messages of the ETL tool, one row per message of a stream.
    table: websocket_messages
    into: websocket_messages
    columns:
      exchange: {from: exchange, required: true}
      timestamp: timestamp
      n: {ordinal: 1, among: [exchange]}
      instrument: instrument
      price: {from: price, type: decimal}
      data: {from: data, type: json}
      message_type: message_type
      message_number: {from: message_number, type: integer}
      latency_ms: {from: latency_ms, type: decimal}
      format: format
      extract_time: {from: extract_time, type: decimal, optional: true}
      transform_time: {from: transform_time, type: decimal, optional: true}
      load_time: {from: load_time, type: decimal, optional: true}
      total_time: {from: total_time, type: decimal, optional: true}
    time: {unit: iso}

    """#
}
