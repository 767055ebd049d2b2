import Foundation
import Postgres
import Refining
import Store
import TestSupport
import Testing

/// One late day in years of rows costs what the day costs.
@Suite(.database) struct PartitionPruningTests {
  @Test func onlyThePartitionsAroundADirtyDayAreRead() throws {
    let series = try Series()
    try series.makePartitions(2022...2024)
    try series.makeSource(1, "eth_gas", .simple, every: "1 hour")
    try series.connection.execute(
      """
      INSERT INTO timeseries_data (source_id, "timestamp", value)
      SELECT 1, moment, 5
      FROM generate_series(timestamptz '2022-01-01', '2024-12-31', interval '1 hour') AS moment
      """)
    try series.connection.execute("ANALYZE timeseries_data")
    let before = try scans(series.connection)
    try series.load([.value(Timestamp(y2024: "03-15 12:30"), "1000000")])
    #expect(try series.score().changed == 2)
    #expect(try series.aggregate().rollUps[.monthly] == .init(written: 1))
    // A session reports its scans when it ends, which may be a moment after it was closed.
    var touched: Set<String> = []
    for _ in 0..<100 where !touched.contains("timeseries_data_y2024m03") {
      usleep(20_000)
      let after = try scans(series.connection)
      touched = Set(after.filter { before[$0.key] != $0.value }.keys)
    }
    #expect(
      touched.subtracting(["timeseries_data_y2024m02", "timeseries_data_y2024m04"]) == [
        "timeseries_data_y2024m03"
      ])
  }

  /// How often each partition or its key was scanned so far.
  private func scans(_ connection: Connection) throws -> [String: Int] {
    try connection.execute("SELECT pg_stat_clear_snapshot()")
    let rows = try connection.query(
      """
      SELECT relname, (seq_scan + idx_scan)::bigint FROM pg_stat_user_tables
      WHERE relname LIKE 'timeseries\\_data\\_y%'
      """)
    return try Dictionary(uniqueKeysWithValues: rows.map { try ($0.get(0), $0.get(1)) })
  }
}
