import Layouts
import Loading
import Postgres
import Store
import TestSupport
import Testing

/// Whatever rows are refused, and wherever they stand: the rest is there, and the counts add up.
@Suite(.database) struct IsolationTests {
  /// What a row of a made-up file is.
  private struct Line {
    let id: Int
    let amount: Int
  }

  @Test(arguments: Array(1...8) as [UInt64], Publish.allCases)
  func everyRowButTheRefusedOnesIsThere(seed: UInt64, publish: Publish) throws {
    var generator = SeededGenerator(seed: seed)
    let connection = try TestDatabase.connect()
    try connection.script(
      """
      CREATE TABLE own (id bigint PRIMARY KEY, amount numeric, CHECK (amount % 7 <> 0));
      INSERT INTO own SELECT n, 1 FROM generate_series(1, 60, 3) AS n;
      """)
    let ids = Int.random(in: 1...200, using: &generator)
    let lines = (0..<Int.random(in: 1...300, using: &generator)).map { _ in
      Line(
        id: Int.random(in: 1...ids, using: &generator),
        amount: Int.random(in: 1...30, using: &generator))
    }
    // A bad row that a later good one of its key stands for is a duplicate, if it is looked at together
    // with that.
    let bad = lines.indices.filter { lines[$0].amount.isMultiple(of: 7) }
    let refused = bad.filter { index in
      !lines[index...].contains { $0.id == lines[index].id && !$0.amount.isMultiple(of: 7) }
    }
    var expected = Dictionary(
      uniqueKeysWithValues: stride(from: 1, through: 60, by: 3).map { ($0, 1) })
    for line in lines where !line.amount.isMultiple(of: 7) { expected[line.id] = line.amount }

    let workshop = try Workshop()
    let path = try workshop.file(
      "a.csv", "id,amount\n" + lines.map { "\($0.id),\($0.amount)\n" }.joined())
    let report = try workshop.backfill(
      [path], layout: tableLayout("own", ["id": "integer", "amount": "decimal"])
    ) {
      $0.publish = publish
      $0.batchRows = Int.random(in: 5...100, using: &generator)
      $0.maxRejects = .count(bad.count)
    }.loads[0]
    #expect(report.status == .loaded, "\(report.words)")
    #expect(report.counts.accountedFor == lines.count)
    #expect(
      try rows(connection, "SELECT id, amount FROM own ORDER BY id")
        == expected.sorted { $0.key < $1.key }.map { "\($0.key)|\($0.value)" })
    let rejects = try connection.query(
      "SELECT record, convert_from(raw, 'UTF8') FROM retrofill.rejects ORDER BY record"
    ).map { (index: try $0.get(0, as: Int.self) - 1, raw: try $0.get(1, as: String.self)) }
    #expect(report.counts.rejected == rejects.count)
    for (index, raw) in rejects { #expect(raw == "\(lines[index].id),\(lines[index].amount)") }
    let found = rejects.map(\.index)
    #expect(Set(found).isSuperset(of: refused) && Set(found).isSubset(of: bad))
    if publish == .file { #expect(found == refused) }
    #expect(try leftovers(connection) == [])
  }

  /// The writes are those of the halves that hold a refused row, not of a search for each.
  @Test func fewRefusedRowsAmongManyTakeFewWrites() throws {
    let connection = try TestDatabase.connect()
    try connection.script(
      """
      CREATE TABLE own (id bigint PRIMARY KEY, amount numeric CHECK (amount <> 0));
      CREATE SEQUENCE writes;
      CREATE FUNCTION count_write() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN PERFORM nextval('writes'); RETURN NULL; END $$;
      CREATE TRIGGER count_write BEFORE INSERT ON own
        FOR EACH STATEMENT EXECUTE FUNCTION count_write();
      """)
    let workshop = try Workshop()
    let refused: Set<Int> = [1, 1_000, 1_001, 8_191]
    let path = try workshop.file(
      "a.csv",
      "id,amount\n" + (1...8_192).map { "\($0),\(refused.contains($0) ? 0 : 1)\n" }.joined())
    let report = try workshop.backfill(
      [path], layout: tableLayout("own", ["id": "integer", "amount": "decimal"])
    ) { $0.maxRejects = .count(4) }.loads[0]
    #expect(report.summary == "loaded: 8192 read, 8188 inserted, 4 rejected", "\(report.words)")
    // Two for each level of thirteen, of each of the four, less what they share.
    let writes: Int = try connection.one("SELECT nextval('writes') - 1").get(0)
    #expect(writes <= 2 * 13 * 4 + 1, "\(writes)")
  }

  @Test func farBeyondTheBudgetNoMoreIsLookedFor() throws {
    let connection = try TestDatabase.connect()
    try connection.script(
      "CREATE TABLE own (id bigint PRIMARY KEY, amount numeric CHECK (amount <> 0))")
    let workshop = try Workshop()
    let path = try workshop.file(
      "a.csv", "id,amount\n" + (1...3_000).map { "\($0),0\n" }.joined())
    let report = try workshop.backfill(
      [path], layout: tableLayout("own", ["id": "integer", "amount": "decimal"])
    ) { $0.maxRejects = .count(5) }.loads[0]
    #expect(report.summary == "failed: 3000 read, 1005 rejected", "\(report.words)")
    #expect(try rows(connection, "SELECT count(*) FROM retrofill.rejects") == ["1005"])
    #expect(try rows(connection, "SELECT count(*) FROM own") == ["0"])
    #expect(try leftovers(connection) == [])
  }

  @Test func aFileOfNothingButRefusedRowsIsLoadedWhereThatIsAllowed() throws {
    let connection = try TestDatabase.connect()
    try connection.script(
      "CREATE TABLE own (id bigint PRIMARY KEY, amount numeric CHECK (amount <> 0))")
    let workshop = try Workshop()
    let path = try workshop.file(
      "a.csv", "id,amount\n" + (1...2_000).map { "\($0),0\n" }.joined())
    let report = try workshop.backfill(
      [path], layout: tableLayout("own", ["id": "integer", "amount": "decimal"])
    ) { $0.maxRejects = .percent(100) }.loads[0]
    #expect(report.summary == "loaded: 2000 read, 2000 rejected", "\(report.words)")
    #expect(try leftovers(connection) == [])
  }
}
