import Archiving
import Postgres
import Refining
import Store
import TestSupport
import Testing

/// What derives from rows outlives them, and follows them again when they are back.
@Suite(.database) struct RefinedHistoryTests {
  private static let derived = ["hourly_stats", "daily_stats", "weekly_stats", "monthly_stats"]

  /// Everything scored and rolled up, as the steps before an archive leave it.
  private func refinedFixture() throws -> HistoryFixture {
    let fixture = try HistoryFixture()
    _ = try Score(range: .all).run(in: fixture.context)
    _ = try Aggregate(range: .all).run(in: fixture.context)
    try #require(fixture.rows("SELECT * FROM retrofill.dirty_ranges").isEmpty)
    return fixture
  }

  private func refine(_ fixture: HistoryFixture) throws {
    _ = try Score(range: .dirty).run(in: fixture.context)
    _ = try Aggregate(range: .dirty).run(in: fixture.context)
  }

  private func rollUps(_ fixture: HistoryFixture) throws -> [String: String] {
    try contentHash(of: fixture.connection).filter { Self.derived.contains($0.key) }
  }

  /// A row of a moment that was removed, as a load would bring it.
  private func addLateRow(_ fixture: HistoryFixture) throws {
    try fixture.connection.script(
      """
      CREATE TABLE timeseries_data_y2024m01 PARTITION OF timeseries_data
      FOR VALUES FROM ('2024-01-01') TO ('2024-02-01');
      INSERT INTO timeseries_data (source_id, "timestamp", value) VALUES (2, '2024-01-05 06:00', 9);
      INSERT INTO retrofill.dirty_ranges (table_name, source_id, range_from, range_to)
      VALUES ('timeseries_data', 2, '2024-01-05 06:00', '2024-01-05 06:00');
      """)
  }

  @Test func rollUpsOutliveTheirRowsAndALateRow() throws {
    let fixture = try refinedFixture()
    let before = try rollUps(fixture)
    _ = try fixture.archive(remove: true)
    try refine(fixture)
    #expect(try rollUps(fixture) == before)

    try addLateRow(fixture)
    try refine(fixture)
    #expect(try rollUps(fixture) == before)
    _ = try Aggregate(range: .all).run(in: fixture.context)
    #expect(try rollUps(fixture) == before)
  }

  @Test func rollUpsOutliveExpiredRows() throws {
    let fixture = try refinedFixture()
    let before = try rollUps(fixture)
    let policy = RetentionPolicy(
      table: HistoryFixture.table, limit: .olderThan(HistoryFixture.march))
    let report = try Retain(policies: [policy], force: true).run(in: fixture.context)

    #expect(report.tables.map(\.rows) == [90])
    _ = try Aggregate(range: .all).run(in: fixture.context)
    #expect(try rollUps(fixture) == before)
  }

  @Test func afterARestoreALateRowCounts() throws {
    let fixture = try refinedFixture()
    let directory = try #require(try fixture.archive(remove: true).archives.first?.directory)
    try addLateRow(fixture)
    try refine(fixture)
    _ = try Restore(directory: directory).run(in: fixture.context)
    try refine(fixture)

    #expect(
      try fixture.rows(
        """
        SELECT value_count, value_last FROM daily_stats
        WHERE source_id = 2 AND bucket = '2024-01-05'
        """) == ["2 | 9"])
    let refined = try rollUps(fixture)
    try fixture.connection.script("TRUNCATE hourly_stats, daily_stats, weekly_stats, monthly_stats")
    _ = try Aggregate(range: .all).run(in: fixture.context)
    #expect(try rollUps(fixture) == refined)
  }
}
