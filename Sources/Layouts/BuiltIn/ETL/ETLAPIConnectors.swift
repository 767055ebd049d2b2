extension BuiltInLayouts {
  static let etlAPIConnectors = #"""
    name: etl-api-connectors
    description: The table api_connectors of the ETL tool, which APIs it asks.
    table: api_connectors
    into: api_connectors
    columns:
      connector_id: {from: connector_id, required: true}
      connector_name: connector_name
      source_id: source_id
      created_at: {from: created_at, type: timestamp, optional: true}
      updated_at: {from: updated_at, type: timestamp, optional: true}
    time: {unit: iso}

    """#
}
