extension BuiltInLayouts {
  static let etlWebsocketData = #"""
    name: etl-websocket-data
    description: The table websocket_data of the ETL tool, with all its columns or with the three of its overview.
    table: websocket_data
    into: websocket_data
    columns:
      connector_id: {from: connector_id, optional: true, default: ''}
      timestamp: timestamp
      n: {ordinal: 1, among: [connector_id]}
      exchange: {from: exchange, optional: true}
      instrument: {from: instrument, optional: true}
      price: {from: price, type: decimal, optional: true}
      data: {from: data, type: json, required: true}
      raw_response: {from: raw_response, optional: true}
      message_type: message_type
      source_id: {from: source_id, optional: true}
    time: {unit: iso}

    """#
}
