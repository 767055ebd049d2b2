extension BuiltInLayouts {
  static let etlConnectorStatus = #"""
    name: etl-connector-status
    description: The table connector_status of the ETL tool, how each connector was when last asked.
    table: connector_status
    into: connector_status
    columns:
      connector_id: {from: connector_id, parent: api_connectors, required: true}
      status: {from: status, required: true}
      last_run: {from: last_run, type: timestamp, optional: true}
      last_error: {from: last_error, optional: true}
      message_count: {from: message_count, type: integer, optional: true}
      error_count: {from: error_count, type: integer, optional: true}
      updated_at: {from: updated_at, type: timestamp, optional: true}
    time: {unit: iso}

    """#
}
