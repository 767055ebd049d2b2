package import Refining

extension Score: WrittenVerb {
  package static let name = "score"
  package static let optionNames = [
    "range", "policy", "weights", "thresholds", "on", "window", "least_count", "anomaly_sigma",
    "high_sigma", "black_swan_sigma",
  ]

  package init(_ options: Fields, in scope: VerbScope) throws {
    try self.init(
      range: options.refiningRange("range"),
      quality: QualityScore(
        policy: options.choice("policy") ?? .standard,
        weights: options.weights("weights"), thresholds: options.thresholds("thresholds")),
      anomalies: options.anomalyDetection())
  }
}

extension Fields {
  fileprivate func weights(_ key: String) throws -> QualityScore.Weights {
    var weights = QualityScore.Weights()
    let fields = try settings(
      key,
      names: ["missing", "jump", "rule", "small_jump", "long_gap", "gap", "warning"])
    func set(_ name: String, _ weight: inout Int) throws {
      weight = try fields?.number(name, in: 0...100) ?? weight
    }
    try set("missing", &weights.missing)
    try set("jump", &weights.jump)
    try set("rule", &weights.rule)
    try set("small_jump", &weights.smallJump)
    try set("long_gap", &weights.longGap)
    try set("gap", &weights.gap)
    try set("warning", &weights.warning)
    return weights
  }

  fileprivate func thresholds(_ key: String) throws -> QualityScore.Thresholds {
    var thresholds = QualityScore.Thresholds()
    let fields = try settings(key, names: ["jump", "small_jump", "long_gap", "gap"])
    func set(_ name: String, _ threshold: inout Double) throws {
      threshold = try fields?.positive(name) ?? threshold
    }
    try set("jump", &thresholds.jump)
    try set("small_jump", &thresholds.smallJump)
    try set("long_gap", &thresholds.longGap)
    try set("gap", &thresholds.gap)
    return thresholds
  }

  fileprivate func anomalyDetection() throws -> AnomalyDetection {
    let usual = AnomalyDetection()
    return try AnomalyDetection(
      basis: choice("on") ?? usual.basis,
      window: number("window", in: 2...10_000) ?? usual.window,
      leastCount: number("least_count", in: 2...10_000) ?? usual.leastCount,
      anomalySigma: positive("anomaly_sigma") ?? usual.anomalySigma,
      highSigma: positive("high_sigma") ?? usual.highSigma,
      blackSwanSigma: positive("black_swan_sigma") ?? usual.blackSwanSigma)
  }

  private func positive(_ key: String) throws -> Double? {
    try value(key, expected: "a number above 0") { text in
      Double(text).flatMap { $0 > 0 && $0.isFinite ? $0 : nil }
    }
  }
}
