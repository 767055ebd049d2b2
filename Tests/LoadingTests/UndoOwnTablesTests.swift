import Loading
import Postgres
import Store
import TestSupport
import Testing

/// Loads into tables of the user's own, which do not say who wrote a row, are taken back as well.
@Suite(.database) struct UndoOwnTablesTests {
  private let workshop: Workshop
  private let connection: Connection

  init() throws {
    workshop = try Workshop()
    connection = try TestDatabase.connect()
    try connection.script(
      """
      CREATE SCHEMA shop;
      CREATE DOMAIN shop.amount AS numeric(12, 2) CHECK (VALUE >= 0);
      CREATE TABLE shop.prices (
        day date NOT NULL, item text NOT NULL, price shop.amount, details json,
        doubled numeric GENERATED ALWAYS AS (price * 2) STORED, seen timestamptz DEFAULT now(),
        serial bigint GENERATED ALWAYS AS IDENTITY,
        PRIMARY KEY (day, item));
      INSERT INTO shop.prices (day, item, price, details)
      VALUES ('2024-01-01', 'tea', 1, '{"a": 1}'), ('2024-01-02', 'tea', 2, NULL);
      """)
  }

  @Test(arguments: Publish.allCases)
  func aLoadIsTakenBackExactly(publish: Publish) throws {
    let before = try contentHash(of: connection, schema: "shop", exact: true)
    let load = try load("2024-01-01,tea,1.5,\n2024-01-02,tea,2.00,\n2024-01-03,tea,3,{}\n") {
      $0.publish = publish
      $0.batchRows = 1
    }
    #expect(try rows(connection, "SELECT count(*) FROM shop.prices") == ["3"])
    let changes = try undo(load)
    #expect(changes?.removed == 1)
    #expect(changes?.restored == 1)
    #expect(try contentHash(of: connection, schema: "shop", exact: true) == before)
    #expect(try rows(connection, "SELECT count(*) FROM retrofill.shop_prices_journal") == ["0"])
    #expect(try rows(connection, "SELECT count(*) FROM retrofill.shop_prices_versions") == ["0"])
  }

  @Test(arguments: Publish.allCases)
  func aUniqueConstraintWithoutNullsIsAKeyToo(publish: Publish) throws {
    try connection.script(
      """
      ALTER TABLE shop.prices DROP CONSTRAINT prices_pkey;
      ALTER TABLE shop.prices ADD UNIQUE (day, item);
      """)
    let before = try contentHash(of: connection, schema: "shop", exact: true)
    let load = try load("2024-01-01,tea,1.5,\n2024-01-03,tea,3,{}\n2024-01-03,tea,4,{}\n") {
      $0.publish = publish
    }
    #expect(
      try rows(connection, "SELECT extract(day FROM day), price FROM shop.prices ORDER BY 1")
        == ["1|1.50", "2|2.00", "3|4.00"])
    let changes = try undo(load)
    #expect(changes?.removed == 1)
    #expect(changes?.restored == 1)
    #expect(try contentHash(of: connection, schema: "shop", exact: true) == before)
  }

  @Test func aLoadInTheMiddleOfAChainIsTakenOut() throws {
    let first = try load("2024-01-05,tea,1,\n2024-01-06,tea,1,\n")
    let second = try load("2024-01-05,tea,2,\n2024-01-06,tea,2,\n2024-01-07,tea,2,\n")
    let third = try load("2024-01-05,tea,3,\n2024-01-07,tea,3,\n")
    let changes = try undo(second)
    #expect(changes?.overwritten == 2)
    #expect(changes?.restored == 1)
    #expect(try prices() == ["5|3.00", "6|1.00", "7|3.00"])
    try undo(third)
    #expect(try prices() == ["5|1.00", "6|1.00"])
    try undo(first)
    #expect(try prices() == [])
  }

  @Test func whatWasChangedByHandIsLeft() throws {
    let load = try load("2024-01-05,tea,1,\n2024-01-06,tea,1,\n2024-01-07,tea,1,\n")
    try connection.script(
      """
      UPDATE shop.prices SET price = 9 WHERE day = '2024-01-05';
      DELETE FROM shop.prices WHERE day = '2024-01-06';
      """)
    let changes = try undo(load)
    #expect(changes?.removed == 1)
    #expect(changes?.left == 1)
    #expect(changes?.gone == 1)
    #expect(try prices() == ["5|9.00"])
  }

  @Test func aColumnThatTheTableIsGivenLaterIsKeptInVersionsToo() throws {
    _ = try load("2024-01-05,tea,1,\n")
    try connection.execute("ALTER TABLE shop.prices ADD COLUMN remark text")
    try connection.execute("UPDATE shop.prices SET remark = 'dear' WHERE day = '2024-01-05'")
    let second = try load("2024-01-05,tea,2,\n")
    try undo(second)
    #expect(
      try rows(connection, "SELECT price, remark FROM shop.prices WHERE remark IS NOT NULL")
        == ["1.00|dear"])
  }

  @Test func withoutUndoNothingIsKept() throws {
    let report = try load("2024-01-05,tea,1,\n") { $0.keepsUndo = false }
    #expect(try VersionTables(connection).find(of: "shop.prices") == nil)
    let error = #expect(throws: UndoError.self) { try undo(report) }
    #expect(
      error.map { "\($0)" } == """
        Load 1 kept no journal of the rows that it wrote into shop.prices (it was told --no-undo, \
        or is from before there were any), and the table does not say which they are: it cannot \
        be undone. Nothing was changed.
        """)
    #expect(try prices() == ["5|1.00"])
    #expect(try rows(connection, "SELECT status FROM retrofill.loads") == ["loaded"])
  }

  @Test func theChangesOfAllTablesAreInOneView() throws {
    _ = try load("2024-01-01,tea,1.5,\n")
    let second = try workshop.load(workshop.file("a.csv", history(count: 1)))
    #expect(second.status == .loaded)
    _ = try workshop.load(workshop.file("b.csv", history(count: 1) { _ in "7" }))
    #expect(
      try rows(
        connection,
        """
        SELECT table_name, written_by, replaced_by, old->>'price', old->>'value'
        FROM retrofill.changes ORDER BY 1
        """) == ["shop.prices||1|1.00|", "timeseries_data|2|3||0"])
  }

  // MARK: - The scene

  private func load(
    _ lines: String, _ configure: (inout Backfill) -> Void = { _ in }
  ) throws -> Int64 {
    let layout = try tableLayout(
      "shop.prices", ["day": "date", "item": "text", "price": "decimal", "details": "json"])
    let path = try workshop.file("\(lines.count).csv", "day,item,price,details\n" + lines)
    let report = try workshop.backfill([path], layout: layout, configure).loads[0]
    #expect(report.status == .loaded, "\(report.words)")
    return try #require(report.load)
  }

  @discardableResult
  private func undo(_ load: Int64) throws -> UndoReport.Changes? {
    try Undo(load: load).run(in: workshop.context).changes
  }

  private func prices() throws -> [String] {
    try rows(
      connection,
      """
      SELECT extract(day FROM day)::int, price FROM shop.prices
      WHERE day > '2024-01-04' ORDER BY day
      """)
  }
}
