import Layouts
import Loading
import Postgres
import Store
import TestSupport
import Testing

/// What undo knows of rows that somebody changed since a load wrote them.
@Suite(.database) struct ChangesByHandTests {
  private let workshop: Workshop
  private let connection: Connection

  init() throws {
    workshop = try Workshop()
    connection = try TestDatabase.connect()
  }

  // MARK: - What counts as one

  @Test(arguments: [
    "UPDATE timeseries_data SET value = value + 100",
    "UPDATE timeseries_data_y2024m01 SET value = value + 100",
    "UPDATE timeseries_data SET value = value + 100, quality_score = 7",
    """
    UPDATE timeseries_data SET value = value + 50;
    UPDATE timeseries_data SET value = value + 50;
    """,
  ])
  func anUpdateByHandIsOneWhateverTableItNames(_ sql: String) throws {
    let load = try load(history(count: 5))
    try connection.script(sql)
    #expect(try loads() == ["\(-load) | 5"])
    #expect(try undo(load)?.left == 5)
  }

  @Test func aRowThatAnotherTriggerChangesOnTheWayIsOneToo() throws {
    let load = try load(history(count: 5))
    // Named so that it comes first.
    try connection.script(
      """
      CREATE FUNCTION judge() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN
        UPDATE timeseries_data SET quality_score = 7
        WHERE source_id = NEW.source_id AND "timestamp" = NEW."timestamp" AND quality_score <> 7;
        RETURN NULL;
      END $$;
      CREATE TRIGGER judge AFTER UPDATE OF value ON timeseries_data
      FOR EACH ROW EXECUTE FUNCTION judge();
      UPDATE timeseries_data SET value = value + 100 WHERE value < 2;
      """)
    #expect(
      try rows(connection, "SELECT load_id, quality_score FROM timeseries_data ORDER BY value")
        == ["1|100", "1|100", "1|100", "-1|7", "-1|7"])
    #expect(try undo(load)?.left == 2)
  }

  @Test func whatALoadWritesIsNone() throws {
    let first = try load(history(count: 5))
    let second = try load(history(count: 5) { "1\($0)" })
    #expect(try loads() == ["\(second) | 5"])
    try undo(second)
    #expect(try loads() == ["\(first) | 5"])
  }

  // MARK: - Rows that are moved

  /// What lies beyond the range of a load is not looked at when it is undone.
  @Test(arguments: [("2024-01-06", 1, 0), ("2024-01-20", 0, 1)])
  func aRowThatIsMovedWithinItsPartitionIsLeft(_ day: String, left: Int, gone: Int) throws {
    let load = try load(history(every: 2 * 86_400, count: 5))
    try connection.execute(
      "UPDATE timeseries_data SET timestamp = \(day)::date WHERE value = 2")
    let changes = try undo(load)
    #expect([changes?.removed, changes?.left, changes?.gone] == [4, left, gone])
    #expect(
      try rows(connection, "SELECT timestamp, load_id FROM timeseries_data")
        == ["\(day) 00:00:00+00|-1"])
  }

  @Test func aRowThatIsMovedToAnotherPartitionWithinTheRangeOfItsLoadGoesWithIt() throws {
    let load = try load(history(every: 20 * 86_400, count: 4))
    try connection.execute(
      "UPDATE timeseries_data SET timestamp = '2024-02-05' WHERE value = 1")
    let changes = try undo(load)
    #expect([changes?.removed, changes?.left, changes?.gone] == [4, 0, 0])
    #expect(try rows(connection, "SELECT timestamp FROM timeseries_data") == [])
  }

  @Test func aRowThatIsMovedBeyondTheRangeOfItsLoadCountsAsGone() throws {
    let load = try load(history(count: 5))
    try connection.script(
      """
      CREATE TABLE timeseries_data_y2025m01 PARTITION OF timeseries_data
      FOR VALUES FROM ('2025-01-01') TO ('2025-02-01');
      UPDATE timeseries_data SET timestamp = '2025-01-05' WHERE value = 2;
      """)
    let changes = try undo(load)
    #expect([changes?.removed, changes?.left, changes?.gone] == [4, 0, 1])
    #expect(
      try rows(connection, "SELECT timestamp, load_id FROM timeseries_data")
        == ["2025-01-05 00:00:00+00|1"])
  }

  @Test func inATableOfTheUsersOwnAMovedRowCountsAsGone() throws {
    try connection.execute("CREATE TABLE own (id int PRIMARY KEY, amount numeric)")
    let layout = try tableLayout("own", ["id": "integer", "amount": "decimal"])
    let path = try workshop.file("own.csv", "id,amount\n1,10\n2,20\n")
    let load = try #require(try workshop.backfill([path], layout: layout).loads[0].load)
    try connection.execute("UPDATE own SET id = 3 WHERE id = 2")
    let changes = try undo(load)
    #expect([changes?.removed, changes?.left, changes?.gone] == [1, 0, 1])
    #expect(try rows(connection, "SELECT id, amount FROM own") == ["3|20"])
  }

  // MARK: - The scene

  private func load(_ content: String) throws -> Int64 {
    let path = try workshop.file("\(content.hashValue).csv", content)
    let report = try workshop.load(path)
    #expect(report.status == .loaded, "\(report.words)")
    return try #require(report.load)
  }

  @discardableResult
  private func undo(_ load: Int64) throws -> UndoReport.Changes? {
    try Undo(load: load).run(in: workshop.context).changes
  }

  /// How many rows say that each load wrote them.
  private func loads() throws -> [String] {
    try rows(
      connection, "SELECT load_id || ' | ' || count(*) FROM timeseries_data GROUP BY load_id")
  }
}
