extension BuiltInLayouts {
  static let pulseguardCollectionStatus = #"""
    name: pulseguard-collection-status
    description: The table collection_status of PulseGuard, how its collecting went.
    table: collection_status
    into: collection_status
    columns:
      collection_type: {from: collection_type, required: true}
      start_time: start_time
      end_time: {from: end_time, type: timestamp}
      coins_processed: {from: coins_processed, type: integer}
      coins_failed: {from: coins_failed, type: integer}
      api_calls_made: {from: api_calls_made, type: integer}
      status: status
      error_message: error_message
      batch_details: {from: batch_details, type: json, optional: true}
      created_at: {from: created_at, type: timestamp, optional: true}
    time: {column: start_time, unit: iso}
    checks:
      - one_of: {column: collection_type, values: [complete, continuous, priority_refresh, manual]}
      - one_of: {column: status, values: [running, completed, failed, cancelled]}

    """#
}
