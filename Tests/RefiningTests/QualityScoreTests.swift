import Postgres
import Refining
import Store
import TestSupport
import Testing

@Suite(.database) struct QualityScoreTests {
  private let scores: SQL = """
    SELECT to_char("timestamp", 'MM-DD HH24:MI'), quality_score FROM timeseries_data
    ORDER BY source_id, "timestamp"
    """

  @Test func aPerfectBackfilledRowScoresAHundred() throws {
    let series = try Series()
    try series.makePartitions()
    try series.makeSource()
    try series.load([
      .candle(Timestamp(y2024: "01-01"), "42000", "43000", "41000", "42500.5", volume: "12.5")
    ])
    let report = try series.score()
    #expect(try series.text(scores) == ["01-01 00:00|100"])
    #expect(report.rows == 1)
    #expect(report.changed == 0)
    #expect(report.rangesDone == 1)
    #expect(try series.dirtyRanges() == ["1|01-01 00:00|01-01 00:00|aggregate"])
  }

  /// Whether a row with prices alone, one with a value alone, and one with nothing are complete.
  @Test(
    arguments: [
      (DataType.ohlcv, [100, 70, 70]), (.simple, [70, 100, 70]), (.calculated, [70, 100, 70]),
      (.social, [70, 100, 70]), (.onchain, [70, 100, 70]), (.macro, [100, 100, 70]),
      (.derivative, [100, 100, 70]), (.stablecoin, [100, 100, 70]), (.etf, [100, 100, 70]),
      (.defi, [100, 100, 70]),
    ])
  func eachDataTypeHasItsRequiredColumns(type: DataType, expected: [Int]) throws {
    let series = try Series()
    try series.makePartitions()
    try series.makeSource(1, "some_source", type)
    try series.load([
      .candle(Timestamp(y2024: "01-01"), "1", "1", "1", "1"),
      .value(Timestamp(y2024: "01-02"), "1"), .value(Timestamp(y2024: "01-03"), nil),
    ])
    try series.score()
    let found = try series.connection.query(
      "SELECT quality_score FROM timeseries_data ORDER BY \"timestamp\"")
    #expect(try found.map { try $0.get(0, as: Int.self) } == expected)
  }

  @Test func aJumpIsToldFromThePreviousRowInTimeHoweverTheRowsCame() throws {
    let series = try Series()
    try series.makePartitions()
    try series.makeSource(1, "eth_gas", .simple)
    let day = Timestamp(y2024: "01-01")
    let values = ["100", "150", "75", "0", "5", "-1", "-1.5", "-2.26"]
    for (number, value) in values.enumerated().reversed() {
      try series.load([.value(day.adding(days: number), value)])
      try series.score()
    }
    #expect(
      try series.text(scores) == [
        "01-01 00:00|100", "01-02 00:00|100", "01-03 00:00|100", "01-04 00:00|75",
        "01-05 00:00|100", "01-06 00:00|75", "01-07 00:00|100", "01-08 00:00|75",
      ])
  }

  @Test func strictTakesOffForSmallJumpsAndGaps() throws {
    let series = try Series()
    try series.makePartitions()
    try series.makeSource(1, "eth_gas", .simple)
    let day = Timestamp(y2024: "01-01")
    try series.load([
      .value(day, "100"), .value(day.adding(days: 1), "120"), .value(day.adding(days: 2), "145"),
      .value(day.adding(days: 4), "145"), .value(day.adding(minutes: 6 * 1440 + 1), "145"),
      .value(day.adding(minutes: 11 * 1440 + 1), "145"),
      .value(day.adding(minutes: 16 * 1440 + 2), "300"),
    ])
    try series.score(Score(quality: QualityScore(policy: .strict)))
    #expect(
      try series.text(scores) == [
        "01-01 00:00|100", "01-02 00:00|100", "01-03 00:00|90", "01-05 00:00|100",
        "01-07 00:01|95", "01-12 00:01|95", "01-17 00:02|60",
      ])
    try series.score(Score(range: .all))
    #expect(
      try series.text("SELECT min(quality_score), max(quality_score) FROM timeseries_data") == [
        "75|100"
      ])
  }

  @Test func weightsAndThresholdsAreOptionsAndNoScoreIsBelowZero() throws {
    let series = try Series()
    try series.makePartitions()
    try series.makeSource(1, "eth_gas", .simple)
    let day = Timestamp(y2024: "01-01")
    try series.load([
      .value(day, "100"), .value(day.adding(days: 1), "111"), .value(day.adding(days: 2), nil),
    ])
    var quality = QualityScore()
    quality.weights.jump = 7
    quality.weights.missing = 250
    quality.thresholds.jump = 0.1
    try series.score(Score(quality: quality))
    #expect(
      try series.text(scores) == ["01-01 00:00|100", "01-02 00:00|93", "01-03 00:00|0"])
  }

  @Test func violatedRulesOfTheSourceCostTenEach() throws {
    let series = try Series()
    try series.makePartitions()
    try series.makeSource(1, "rsi_btc", .calculated)
    try series.makeSource(2, "sma_7_btc", .calculated)
    try series.makeSource(3, "macd_btc", .calculated)
    try series.connection.execute(
      """
      INSERT INTO validation_rules (data_type, rule_name, rule_sql, error_message, severity, enabled)
      VALUES ('calculated', 'small', 'value < 50 -- or so', '', 'ERROR', true),
        ('calculated', 'unknown', 'volume > 1', '', 'ERROR', true),
        ('calculated', 'remark', 'false', '', 'INFO', true),
        ('calculated', 'off', 'false', '', 'ERROR', false),
        ('simple', 'other', 'false', '', 'ERROR', true)
      """)
    let day = Timestamp(y2024: "01-01")
    try series.load([
      .value(day, "140", source: 1),
      .value(day.adding(days: 1), "40", source: 2), .value(day.adding(days: 2), "45", source: 2),
      .value(day.adding(days: 3), "99", source: 3), .value(day.adding(days: 4), "99", source: 3),
      .value(day.adding(days: 5), "20000", source: 3),
    ])
    try series.score()
    #expect(
      try series.text(scores) == [
        "01-01 00:00|80", "01-02 00:00|100", "01-03 00:00|100", "01-04 00:00|90",
        "01-05 00:00|90", "01-06 00:00|55",
      ])
    try series.score(Score(range: .all, quality: QualityScore(policy: .strict)))
    #expect(try series.text(scores).last == "01-06 00:00|50")
  }

  @Test func aRowThatIsReplacedIsJudgedAnewAndSoIsTheNextOne() throws {
    let series = try Series()
    try series.makePartitions()
    try series.makeSource(1, "eth_gas", .simple)
    let day = Timestamp(y2024: "01-01")
    try series.load((0..<3).map { .value(day.adding(days: $0), "10") })
    try series.score()
    try series.load([.value(day.adding(days: 1), "100")])
    try series.score()
    #expect(
      try series.text(scores) == ["01-01 00:00|100", "01-02 00:00|75", "01-03 00:00|75"])
    try series.load([.value(day.adding(days: 1), "11")])
    let report = try series.score()
    #expect(
      try series.text(scores) == ["01-01 00:00|100", "01-02 00:00|100", "01-03 00:00|100"])
    #expect(report.rows == 2)
    #expect(report.changed == 1)
  }

  @Test(arguments: [RefiningRange.all, .dirty])
  func aSecondRunTouchesNoRow(range: RefiningRange) throws {
    let series = try Series()
    try series.makePartitions()
    try series.makeSource(1, "eth_gas", .simple)
    let rows = (0..<60).map {
      Sample.value(Timestamp(y2024: "01-01").adding(days: $0), $0 == 50 ? "1000" : "\($0 % 7)")
    }
    try series.load(rows)
    try series.score()
    let physical: SQL = """
      SELECT t.ctid, t.xmin, t.xmax, t.*, a.ctid, a.xmin, a.* FROM timeseries_data AS t
      LEFT JOIN anomalies AS a USING (source_id, "timestamp")
      ORDER BY t."timestamp"
      """
    try series.load(rows)
    let before = try series.text(physical)
    let report = try series.score(Score(range: range))
    #expect(report.rows == 60)
    #expect(report.changed + report.anomaliesFound + report.anomaliesChanged == 0)
    #expect(try series.text(physical) == before)
  }
}
