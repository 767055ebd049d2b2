extension BuiltInLayouts {
  static let dashboardForecasts = #"""
    name: dashboard-forecasts
    description: The table forecasts of the dashboard, what models foretold and what came.
    table: forecasts
    into: forecasts
    columns:
      source_id: {from: source_id, type: integer, parent: sources, required: true}
      model_name: {from: model_name, required: true}
      model_version: {from: model_version, default: ''}
      forecast_timestamp: forecast_timestamp
      target_timestamp: {from: target_timestamp, type: timestamp, required: true}
      predicted_value: {from: predicted_value, type: decimal, required: true}
      confidence_lower: {from: confidence_lower, type: decimal}
      confidence_upper: {from: confidence_upper, type: decimal}
      confidence_level: {from: confidence_level, type: decimal}
      model_parameters: {from: model_parameters, type: json}
      actual_value: {from: actual_value, type: decimal}
      prediction_error: {from: prediction_error, type: decimal}
      absolute_error: {from: absolute_error, type: decimal}
      percentage_error: {from: percentage_error, type: decimal}
      created_at: {from: created_at, type: timestamp, optional: true}
    time: {column: forecast_timestamp, unit: iso}
    checks:
      - compare: target_timestamp > forecast_timestamp
      - compare: confidence_lower <= predicted_value
      - compare: predicted_value <= confidence_upper

    """#
}
