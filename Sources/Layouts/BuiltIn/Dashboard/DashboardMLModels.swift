extension BuiltInLayouts {
  static let dashboardMLModels = #"""
    name: dashboard-ml-models
    description: The table ml_models of the dashboard, which models there are.
    table: ml_models
    into: ml_models
    columns:
      model_name: {from: model_name, required: true}
      version: {from: [version, model_version], required: true}
      model_type: model_type
      model_path: model_path
      model_hash: model_hash
      training_start: {from: training_start, type: date}
      training_end: {from: training_end, type: date}
      validation_start: {from: validation_start, type: date}
      validation_end: {from: validation_end, type: date}
      features_used: {from: features_used, type: array}
      train_score: {from: train_score, type: decimal}
      validation_score: {from: validation_score, type: decimal}
      test_score: {from: test_score, type: decimal}
      rmse: {from: rmse, type: decimal}
      mae: {from: mae, type: decimal}
      r2_score: {from: r2_score, type: decimal}
      hyperparameters: {from: hyperparameters, type: json}
      status: status
      created_at: {from: created_at, type: timestamp, optional: true}
      deployed_at: {from: deployed_at, type: timestamp, optional: true}
      created_by: {from: created_by, optional: true}
      notes: {from: notes, optional: true}
    time: {unit: iso}
    checks:
      - pattern: {column: model_hash, matches: '^[0-9a-f]{64}$'}
      - one_of: {column: status, values: [training, validated, deployed, retired]}

    """#
}
