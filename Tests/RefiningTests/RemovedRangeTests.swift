import Postgres
import Refining
import Store
import TestSupport
import Testing

/// What derives from rows that were forgotten on purpose is not told from what is left.
@Suite(.database) struct RemovedRangeTests {
  private let day = Timestamp(y2024: "01-01")

  /// 60 days of values, of which those before 02-01 are archived. Refined before.
  private func makeArchivedSeries() throws -> Series {
    let series = try Series()
    try series.makePartitions()
    try series.makeSource(1, "eth_gas", .simple)
    try series.load(rows)
    try series.score()
    try series.aggregate()
    try series.forget(from: "2024-01-01", to: "2024-02-01", archive: "/data/eth_gas")
    return series
  }

  private var rows: [Sample] {
    (0..<60).map {
      .value(day.adding(days: $0), $0 == 40 ? "50" : $0.isMultiple(of: 2) ? "9" : "11")
    }
  }

  private func rollUps(_ series: Series) throws -> [String: String] {
    try contentHash(of: series.connection, exact: true).filter { $0.key.hasSuffix("_stats") }
  }

  @Test(arguments: [RefiningRange.dirty, .all])
  func theRollUpsOfAnArchivedRangeStayWhenALateRowArrives(range: RefiningRange) throws {
    let series = try makeArchivedSeries()
    let before = try rollUps(series)
    try series.load([.value(Timestamp(y2024: "01-10 12:00"), "1000")])
    try series.score(Score(range: range))
    let report = try series.aggregate(Aggregate(range: range))
    #expect(try rollUps(series) == before)
    let incomplete = report.incompleteBuckets.map { "\($0.table) \($0.bucket) \($0.archives)" }
    let expected = [
      "hourly 2024-01-10T12:00:00Z [\"/data/eth_gas\"]",
      "daily 2024-01-10T00:00:00Z [\"/data/eth_gas\"]",
      "weekly 2024-01-08T00:00:00Z [\"/data/eth_gas\"]",
      "monthly 2024-01-01T00:00:00Z [\"/data/eth_gas\"]",
    ]
    // With `all`, the week from 01-29 is looked at too: it has lost three of its days.
    let edge = ["weekly 2024-01-29T00:00:00Z [\"/data/eth_gas\"]"]
    #expect(Set(incomplete) == Set(range == .all ? expected + edge : expected))
    #expect(incomplete.count == report.rollUps.values.map(\.incomplete).reduce(0, +))
    #expect(try series.dirtyRanges() == [])
  }

  @Test func whatIsIncompleteIsListedUpToALimitAndCounted() throws {
    let series = try makeArchivedSeries()
    func bucket(_ table: RollUp, _ day: String) -> IncompleteBucket {
      IncompleteBucket(
        table: table, source: "eth_gas", bucket: Timestamp(y2024: day),
        archives: ["/data/eth_gas"])
    }
    // This week has lost three of its days; all other buckets are gone whole, or are whole.
    let edge = bucket(.weekly, "01-29")
    let before = try IncompleteBuckets(series.connection, limit: 100)
    #expect(before.first == [edge])
    #expect(before.total == 1)

    try series.load([.value(Timestamp(y2024: "01-10"), "1000")])
    let after = try IncompleteBuckets(series.connection, limit: 4)
    #expect(
      after.first == [
        bucket(.hourly, "01-10"), bucket(.daily, "01-10"), bucket(.weekly, "01-08"), edge,
      ])
    // The month is the fifth.
    #expect(after.total == 5)
    #expect(try IncompleteBuckets(series.connection, limit: 2).first.count == 2)
  }

  @Test func aBucketBesideTheRemovedRangeFollowsItsRows() throws {
    let series = try makeArchivedSeries()
    try series.load([.value(Timestamp(y2024: "02-01 12:00"), "10")])
    let report = try series.aggregate()
    #expect(
      report.rollUps == [
        .hourly: .init(written: 1), .daily: .init(written: 1), .weekly: .init(incomplete: 1),
        .monthly: .init(written: 1),
      ])
  }

  @Test func scoresAndMarksThatLookBackIntoTheRangeStay() throws {
    let series = try makeArchivedSeries()
    let before = try series.text("SELECT * FROM timeseries_data ORDER BY \"timestamp\"")
    #expect(try series.text("SELECT \"timestamp\"::date FROM anomalies") == ["2024-02-10"])
    let report = try series.score(Score(range: .all))
    #expect(report.incomplete == 29)
    #expect(report.changed == 0)
    #expect(report.anomaliesCleared == 0)
    #expect(try series.text("SELECT * FROM timeseries_data ORDER BY \"timestamp\"") == before)
  }

  @Test func aLateRowInTheRangeKeepsItsDefaults() throws {
    let series = try makeArchivedSeries()
    try series.connection.execute("UPDATE timeseries_data SET quality_score = 1")
    try series.load([
      .value(Timestamp(y2024: "01-10"), nil), .value(Timestamp(y2024: "01-11"), "9"),
    ])
    let report = try series.score()
    #expect(report.rows == 2 + 29)
    #expect(report.incomplete == 31)
    #expect(
      try series.text(
        """
        SELECT to_char("timestamp", 'MM-DD'), quality_score, is_anomaly FROM timeseries_data
        WHERE "timestamp" < '2024-02-04' ORDER BY "timestamp"
        """) == ["01-10|100|f", "01-11|100|f", "02-01|1|f", "02-02|100|f", "02-03|100|f"])
  }

  @Test func anomaliesOfForgottenRowsStay() throws {
    let series = try makeArchivedSeries()
    try series.forget(from: "2024-02-01", to: "2024-02-20")
    try series.score(Score(range: .all))
    #expect(try series.text("SELECT \"timestamp\"::date FROM anomalies") == ["2024-02-10"])
  }

  @Test func whatIsBehindAWholeWindowIsJudgedAgain() throws {
    let series = try makeArchivedSeries()
    let later = (0..<230).map {
      Sample.value(Timestamp(y2024: "03-01").adding(days: $0), $0 == 225 ? "90" : "1\($0 % 3)")
    }
    try series.load(later)
    let report = try series.score()
    #expect(report.incomplete == 200 - 29)
    #expect(
      try series.text("SELECT \"timestamp\"::date FROM anomalies ORDER BY 1") == [
        "2024-02-10", "2024-10-12",
      ])
  }

  @Test func onceTheRangeIsBackEverythingIsAsIfItHadNeverBeenAway() throws {
    let series = try makeArchivedSeries()
    let late = Sample.value(Timestamp(y2024: "01-31 23:00"), "35")
    try series.load([late])
    try series.score()
    try series.aggregate()
    try series.connection.execute("DELETE FROM retrofill.removed_ranges")
    try series.load(rows.filter { $0.moment < Timestamp(y2024: "02-01") } + [late])
    try series.score()
    try series.aggregate()
    let dirty = try contentHash(of: series.connection)
    try series.startOver(with: rows + [late])
    #expect(try contentHash(of: series.connection) == dirty)
  }
}
