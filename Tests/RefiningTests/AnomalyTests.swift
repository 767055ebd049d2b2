import Postgres
import Refining
import Store
import TestSupport
import Testing

@Suite(.database) struct AnomalyTests {
  private let day = Timestamp(y2024: "01-01")

  private let anomalies: SQL = """
    SELECT to_char("timestamp", 'MM-DD'), anomaly_type, severity, is_blackswan, value,
      round(z_score, 3), round(expected_value, 3), round(deviation_pct, 1), context
    FROM anomalies ORDER BY source_id, "timestamp"
    """

  private let marked: SQL = """
    SELECT to_char("timestamp", 'MM-DD') FROM timeseries_data WHERE is_anomaly ORDER BY 1
    """

  /// 9 and 11 in turn: mean 10, and a deviation of √(40/39).
  private func waves(_ count: Int, then last: String...) -> [Sample] {
    ((0..<count).map { $0.isMultiple(of: 2) ? "9" : "11" } + last).enumerated().map {
      .value(day.adding(days: $0.offset), $0.element)
    }
  }

  private func makeSeries() throws -> Series {
    let series = try Series()
    try series.makePartitions()
    try series.makeSource(1, "eth_gas", .simple)
    return series
  }

  @Test(
    arguments: [
      ("14.05", []),
      ("14.06", ["02-10|outlier_4sigma|MEDIUM|f|14.06|4.009|10.000|40.6"]),
      ("4.93", ["02-10|outlier_4sigma|HIGH|f|4.93|-5.006|10.000|-50.7"]),
      ("16.08", ["02-10|outlier_6sigma|CRITICAL|t|16.08|6.004|10.000|60.8"]),
    ])
  func aRowIsAnAnomalyBeyondFourDeviations(value: String, expected: [String]) throws {
    let series = try makeSeries()
    try series.load(waves(40, then: value))
    let report = try series.score()
    let found = try series.text(anomalies)
    #expect(found == expected.map { $0 + "|{\"on\": \"level\", \"rows\": 40}" })
    #expect(try series.text(marked) == expected.map { _ in "02-10" })
    #expect(report.anomaliesFound == expected.count)
  }

  @Test func withFewerThanThirtyRowsBeforeOrNoDeviationNothingIsSaid() throws {
    let series = try makeSeries()
    try series.makeSource(2, "flat", .simple)
    try series.load(waves(29, then: "1000"))
    try series.load((0..<50).map { .value(day.adding(days: $0), $0 < 49 ? "5" : "9", source: 2) })
    try series.score()
    #expect(try series.text(anomalies) == [])
    try series.load([.value(Timestamp(y2024: "12-31"), "1000000")])
    try series.score()
    #expect(try series.text(marked) == ["12-31"])
  }

  @Test func rowsWithoutAFiniteValueAreNotMeasured() throws {
    let series = try makeSeries()
    try series.load(waves(40, then: "NaN", "Infinity", "-Infinity", "16.5"))
    try series.load([.value(day.adding(days: 44), nil)])
    try series.score()
    #expect(try series.text(marked) == ["02-13"])
  }

  @Test func theWindowHoldsTwoHundredRowsWithoutTheRowItself() throws {
    let series = try makeSeries()
    let rows = [Sample.value(day, "1000000")] + waves(240).dropFirst()
    try series.load(rows + [.value(day.adding(days: 240), "30")])
    try series.score()
    #expect(try series.text(marked) == ["08-28"])
    #expect(try series.text("SELECT context->>'rows' FROM anomalies") == ["200"])
  }

  @Test func aReturnIsMeasuredInsteadOfALevelWhereAsked() throws {
    let series = try makeSeries()
    // Grows by one percent or two in turn, then falls by a tenth: a level seen before.
    var level = 1000
    var rows: [Sample] = []
    for number in 0..<60 {
      rows.append(.value(day.adding(days: number), "\(level)"))
      level = level * (number.isMultiple(of: 2) ? 101 : 102) / 100
    }
    rows.append(.value(day.adding(days: 60), "\(level * 9 / 10)"))
    try series.load(rows)
    try series.score()
    #expect(try series.text(marked) == [])
    try series.score(Score(range: .all, anomalies: AnomalyDetection(basis: .return)))
    #expect(try series.text(marked) == ["03-01"])
    let found = try series.text(
      "SELECT anomaly_type, round(value, 3), context->>'on' FROM anomalies")
    #expect(found == ["outlier_6sigma|-0.082|return"])
  }

  @Test func aCorrectionClearsTheAnomaly() throws {
    let series = try makeSeries()
    try series.load(waves(40, then: "100"))
    try series.score()
    try series.load([.value(day.adding(days: 40), "10")])
    let report = try series.score()
    #expect(report.anomaliesCleared == 1)
    #expect(try series.text(anomalies) == [])
    #expect(try series.text(marked) == [])
  }

  @Test func anUnsaidRowTakesItsAnomalyWithIt() throws {
    let series = try makeSeries()
    let rows = waves(40, then: "100")
    try series.load(rows)
    try series.score()
    try series.unsay(Array(rows.suffix(1)))
    try series.score()
    #expect(try series.text(anomalies) == [])
  }

  @Test func aReviewStaysWhenTheAnomalyChangesItsType() throws {
    let series = try makeSeries()
    try series.load(waves(40, then: "14.5"))
    try series.score()
    try series.connection.execute(
      """
      UPDATE anomalies SET reviewed = true, is_false_positive = true, resolved_by = 'ann',
        resolution_notes = 'a split'
      """)
    try series.load([.value(day.adding(days: 40), "17")])
    let report = try series.score()
    #expect(report.anomaliesChanged == 1)
    #expect(
      try series.text(
        """
        SELECT anomaly_id, anomaly_type, severity, value, reviewed, is_false_positive, resolved_by,
          resolution_notes
        FROM anomalies
        """) == ["1|outlier_6sigma|CRITICAL|17|t|t|ann|a split"])
  }

  @Test func ofTwoOutliersForOneRowTheReviewedOneStays() throws {
    let series = try makeSeries()
    try series.load(waves(40, then: "14.5"))
    try series.connection.execute(
      """
      INSERT INTO anomalies (source_id, "timestamp", anomaly_type, reviewed)
      SELECT 1, "timestamp", type, type = 'outlier_6sigma'
      FROM timeseries_data, unnest(enum_range(NULL::anomaly_type_enum)) AS type
      WHERE value = 14.5
      """)
    try series.score()
    #expect(
      try series.text("SELECT anomaly_type, reviewed FROM anomalies ORDER BY anomaly_type") == [
        "outlier_4sigma|t", "missing_data|f", "late_data|f", "corrupt_data|f", "duplicate|f",
      ])
  }

  @Test func theTwoHundredRowsBehindAChangeAreJudgedAnew() throws {
    let series = try makeSeries()
    try series.load(waves(300, then: "14.5"))
    try series.score()
    try series.aggregate()
    #expect(try series.text(marked) == ["10-27"])
    // Within reach of the last row's window, these make it an ordinary one.
    try series.load([
      .value(day.adding(days: 101), "40"), .value(day.adding(days: 102), "-20"),
    ])
    let report = try series.score()
    #expect(report.rows == 2 + 198)
    #expect(try series.text(marked) == ["04-11", "04-12"])
    let dirty = try series.dirtyRanges()
    #expect(
      dirty == ["1|04-11 00:00|04-12 00:00|aggregate", "1|04-11 00:00|10-27 00:00|aggregate"])
  }
}
