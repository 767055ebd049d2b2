extension BuiltInLayouts {
  static let dashboardFeatures = #"""
    name: dashboard-features
    description: The table features of the dashboard, what models are fed with.
    table: features
    into: features
    columns:
      source_id: {from: source_id, type: integer, parent: sources, required: true}
      timestamp: timestamp
      volatility_7d: {from: volatility_7d, type: decimal}
      volatility_30d: {from: volatility_30d, type: decimal}
      volatility_90d: {from: volatility_90d, type: decimal}
      rsi_value: {from: rsi_value, type: decimal}
      rsi_momentum: {from: rsi_momentum, type: decimal}
      macd_value: {from: macd_value, type: decimal}
      macd_signal: {from: macd_signal, type: decimal}
      volume_sma_20: {from: volume_sma_20, type: decimal}
      volume_ratio: {from: volume_ratio, type: decimal}
      funding_rate: {from: funding_rate, type: decimal}
      funding_delta: {from: funding_delta, type: decimal}
      basis_spread: {from: basis_spread, type: decimal}
      social_volume: {from: social_volume, type: decimal}
      social_sentiment: {from: social_sentiment, type: decimal}
      regime: regime
      regime_probability: {from: regime_probability, type: decimal}
      custom_features: {from: custom_features, type: json}
      feature_set_version: {from: feature_set_version, optional: true}
      computed_at: {from: computed_at, type: timestamp, optional: true}
    time: {unit: iso}
    checks:
      - one_of: {column: regime, values: [blue, red]}
      - range: {column: regime_probability, min: '0', max: '1'}

    """#
}
