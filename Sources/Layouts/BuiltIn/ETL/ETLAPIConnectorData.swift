extension BuiltInLayouts {
  static let etlAPIConnectorData = #"""
    name: etl-api-connector-data
    description: The table api_connector_data of the ETL tool, one row per answer.
    table: api_connector_data
    into: api_connector_data
    columns:
      connector_id: {from: connector_id, parent: api_connectors, required: true}
      timestamp: timestamp
      n: {ordinal: 1, among: [connector_id]}
      source_id: source_id
      exchange: exchange
      instrument: instrument
      price: {from: price, type: decimal}
      data: {from: data, type: json}
      raw_response: raw_response
      message_type: message_type
      status_code: {from: status_code, type: integer}
      response_time_ms: {from: response_time_ms, type: decimal}
    time: {unit: iso}

    """#
}
