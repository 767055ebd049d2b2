extension BuiltInLayouts {
  static let etlAPIResponses = #"""
    name: etl-api-responses
    description: The table api_connector_data of the ETL tool as its overview has it, with response_data.
    table: api_connector_data
    into: api_connector_data
    columns:
      connector_id: {from: connector_id, parent: api_connectors, required: true}
      timestamp: timestamp
      n: {ordinal: 1, among: [connector_id]}
      data: {from: response_data, type: json, required: true}
      raw_response: raw_response
    time: {unit: iso}

    """#
}
