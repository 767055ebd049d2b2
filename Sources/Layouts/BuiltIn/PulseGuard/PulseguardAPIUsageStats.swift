extension BuiltInLayouts {
  static let pulseguardAPIUsageStats = #"""
    name: pulseguard-api-usage-stats
    description: The table api_usage_stats of PulseGuard, how often it asked its API, by day.
    table: api_usage_stats
    into: api_usage_stats
    columns:
      date: {from: date, type: date, required: true}
      total_calls: {from: total_calls, type: integer}
      successful_calls: {from: successful_calls, type: integer}
      failed_calls: {from: failed_calls, type: integer}
      rate_limited_calls: {from: rate_limited_calls, type: integer}
      average_response_time: {from: average_response_time, type: integer}
      peak_calls_per_minute: {from: peak_calls_per_minute, type: integer}
      created_at: {from: created_at, type: timestamp, optional: true}
      updated_at: {from: updated_at, type: timestamp, optional: true}
    time: {unit: iso}

    """#
}
