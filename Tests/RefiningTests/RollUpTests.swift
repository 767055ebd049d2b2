import Postgres
import Refining
import TestSupport
import Testing

@Suite(.database) struct RollUpTests {
  @Test func aBucketIsMadeFromItsRowsInOrderOfTime() throws {
    let series = try Series()
    try series.makePartitions()
    try series.load([
      .candle(Timestamp(y2024: "01-31 10:59"), "3", "9", "2", "4", volume: "1.5"),
      .candle(Timestamp(y2024: "01-31 10:00"), "5", "6", "4", "5.50", volume: "2"),
      .value(Timestamp(y2024: "01-31 10:20"), "7"),
      .value(Timestamp(y2024: "01-31 10:10"), "1"),
      .value(Timestamp(y2024: "01-31 10:15"), "4"),
    ])
    let report = try series.aggregate()
    #expect(
      try series.text("SELECT * FROM hourly_stats") == [
        "1|2024-01-31 10:00:00+00|5|9|2|4|3.5|2|4.0000000000000000|1|7|7|3.0000000000000000|3|"
          + "100.0000000000000000|0|5"
      ])
    #expect(RollUp.allCases.allSatisfy { report.rollUps[$0] == .init(written: 1) })
    #expect(report.rows == 5)
    #expect(try series.dirtyRanges() == ["1|01-31 10:00|01-31 10:59|score"])
  }

  @Test(arguments: ["UTC", "America/St_Johns", "Pacific/Kiritimati"])
  func bucketsBeginAtUTCAndWeeksOnMondayWhateverTheServersZone(zone: String) throws {
    let series = try Series()
    let database: String = try #require(
      try series.connection.first("SELECT current_database()")?.get(0))
    try series.connection.execute(
      "ALTER DATABASE \(identifier: database) SET TimeZone = \(literal: zone)")
    try series.makePartitions()
    try series.load([
      .value(Timestamp(y2024: "03-03 23:59"), "1"), .value(Timestamp(y2024: "03-04 00:00"), "2"),
    ])
    try series.aggregate()
    let buckets = try ["hourly_stats", "daily_stats", "weekly_stats", "monthly_stats"].flatMap {
      try series.text("SELECT bucket FROM \(table: TableName($0)) ORDER BY bucket")
    }
    #expect(
      buckets == [
        "2024-03-03 23:00:00+00", "2024-03-04 00:00:00+00", "2024-03-03 00:00:00+00",
        "2024-03-04 00:00:00+00", "2024-02-26 00:00:00+00", "2024-03-04 00:00:00+00",
        "2024-03-01 00:00:00+00",
      ])
  }

  @Test func aLateRowChangesTheWholeOfItsBuckets() throws {
    let series = try Series()
    try series.makePartitions()
    try series.load([
      .value(Timestamp(y2024: "01-01"), "1"), .value(Timestamp(y2024: "01-30"), "2"),
    ])
    try series.aggregate()
    try series.load([.value(Timestamp(y2024: "01-02"), "6")])
    let report = try series.aggregate()
    #expect(
      try series.text("SELECT bucket, value_avg, row_count FROM monthly_stats") == [
        "2024-01-01 00:00:00+00|3.0000000000000000|3"
      ])
    #expect(RollUp.allCases.allSatisfy { report.rollUps[$0] == .init(written: 1) })
    #expect(report.rollUps[.daily] == .init(written: 1))
  }

  @Test func aBucketWhoseRowsAreUnsaidDisappears() throws {
    let series = try Series()
    try series.makePartitions()
    let last = Sample.value(Timestamp(y2024: "01-30"), "2")
    try series.load([.value(Timestamp(y2024: "01-01"), "1"), last])
    try series.aggregate()
    try series.unsay([last])
    let report = try series.aggregate()
    #expect(
      report.rollUps == [
        .hourly: .init(removed: 1), .daily: .init(removed: 1), .weekly: .init(removed: 1),
        .monthly: .init(written: 1),
      ])
    #expect(try series.text("SELECT bucket FROM daily_stats") == ["2024-01-01 00:00:00+00"])
  }

  @Test(arguments: [RefiningRange.all, .dirty])
  func aSecondRunTouchesNoRow(range: RefiningRange) throws {
    let series = try Series()
    try series.makePartitions()
    let rows = (0..<50).map { Sample.value(Timestamp(y2024: "01-30").adding(days: $0), "\($0)") }
    try series.load(rows)
    try series.aggregate()
    let physical: SQL = """
      SELECT ctid, xmin, xmax, * FROM daily_stats UNION ALL
      SELECT ctid, xmin, xmax, * FROM monthly_stats ORDER BY 5
      """
    let before = try series.text(physical)
    try series.load(rows)
    let report = try series.aggregate(Aggregate(range: range))
    #expect(report.rollUps[.daily] == .init(unchanged: 50))
    #expect(try series.text(physical) == before)
  }

  @Test func figuresAreComparedByValueAndNotByTheirDigits() throws {
    let series = try Series()
    try series.makePartitions()
    let moment = Timestamp(y2024: "01-01")
    try series.load([.value(moment, "0.1"), .value(moment.adding(minutes: 1), "0.3")])
    try series.aggregate()
    try series.connection.execute(
      "UPDATE timeseries_data SET value = value + 0.0000000000000000000000000")
    #expect(try series.aggregate(Aggregate(range: .all)).rollUps[.hourly] == .init(unchanged: 1))
  }

  @Test func valuesThatAreNoNumbersAreSummedUpAsTheServerDoes() throws {
    let series = try Series()
    try series.makePartitions()
    try series.load([
      .value(Timestamp(y2024: "01-01 00:00"), "NaN"), .value(Timestamp(y2024: "01-01 00:01"), "1"),
      .value(Timestamp(y2024: "01-01 01:00"), "Infinity"),
      .value(Timestamp(y2024: "01-01 01:01"), "1"), .value(Timestamp(y2024: "01-01 02:01"), nil),
    ])
    try series.aggregate()
    #expect(
      try series.text(
        """
        SELECT value_avg, value_min, value_max, value_stddev, value_count, row_count
        FROM hourly_stats ORDER BY bucket
        """) == ["NaN|1|NaN|NaN|2|2", "Infinity|1|Infinity|NaN|2|2", "-|-|-|-|0|1"])
  }

  @Test func whatOneTransactionHoldsMakesNoDifference() throws {
    let series = try Series()
    try series.makePartitions()
    try series.load(
      (0..<300).map { Sample.value(Timestamp(y2024: "01-01").adding(days: $0), "\($0 * 7 % 11)") })
    try series.aggregate(Aggregate(sliceRows: 1))
    #expect(try series.text("SELECT count(*), sum(row_count) FROM weekly_stats") == ["43|300"])
    let report = try series.aggregate(Aggregate(range: .all))
    #expect(report.rollUps.values.allSatisfy { $0.written == 0 && $0.removed == 0 })
  }
}
