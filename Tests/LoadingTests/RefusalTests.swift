import Layouts
import Loading
import Postgres
import Store
import TestSupport
import Testing

/// Rows that every check here lets pass, and that the user's table does not take.
@Suite(.database) struct RefusalTests {
  private let content = """
    id,name,amount
    1,a,10
    2,b,20
    3,"c

    d",30
    4,e,40
    5,f,50
    """

  private struct Case: Sendable, CustomTestStringConvertible {
    let name: String
    /// What the table says beside its columns.
    let constraint: String
    let line: Int
    let words: String

    var testDescription: String { name }
  }

  private static let cases = [
    Case(
      name: "a CHECK", constraint: "CHECK (amount < 40)", line: 7,
      words: #"new row for relation "own" violates check constraint "own_amount_check""#),
    Case(
      name: "a foreign key", constraint: "FOREIGN KEY (amount) REFERENCES amounts", line: 8,
      words: #"insert or update on table "own" violates foreign key constraint "own_amount_fkey""#),
    Case(
      name: "a deferred foreign key",
      constraint: "FOREIGN KEY (amount) REFERENCES amounts DEFERRABLE INITIALLY DEFERRED", line: 8,
      words: #"insert or update on table "own" violates foreign key constraint "own_amount_fkey""#),
  ]

  @Test(arguments: cases, Publish.allCases)
  private func theLineOfTheRowIsNamedAndNothingIsPublished(_ one: Case, publish: Publish) throws {
    let connection = try TestDatabase.connect()
    try connection.script(
      """
      CREATE TABLE amounts (amount numeric PRIMARY KEY);
      INSERT INTO amounts VALUES (10), (20), (30), (40);
      CREATE TABLE own (id bigint PRIMARY KEY, name text, amount numeric, \(one.constraint));
      """)
    let (path, report) = try load(publish)
    #expect(report.summary == "failed: 5 read")
    let beginning =
      "\(path):\(one.line): own refuses a row, so nothing of the file was published. \(one.words)"
    #expect(report.words.hasPrefix(beginning), "\(report.words)")
    #expect(try rows(connection, "SELECT count(*) FROM own") == ["0"])
    #expect(try leftovers(connection) == [])
  }

  @Test func anUpdateThatIsRefusedIsFoundToo() throws {
    let connection = try TestDatabase.connect()
    try connection.script(
      """
      CREATE TABLE own (id bigint PRIMARY KEY, name text, amount numeric CHECK (amount <> 30));
      INSERT INTO own SELECT n, 'old', 1 FROM generate_series(1, 5) AS n;
      """)
    let (path, report) = try load(.file)
    #expect(report.words.hasPrefix("\(path):4: own refuses a row"), "\(report.words)")
    #expect(try rows(connection, "SELECT sum(amount) FROM own") == ["5"])
  }

  @Test func aDomainIsCheckedWhereTheRowCanBeTold() throws {
    let connection = try TestDatabase.connect()
    try connection.script(
      """
      CREATE DOMAIN price AS numeric(20, 8) CHECK (VALUE < 50);
      CREATE DOMAIN narrow_price AS price;
      CREATE TABLE own (id bigint PRIMARY KEY, name text, amount narrow_price);
      """)
    let (path, report) = try load(.file)
    #expect(
      report.words.hasPrefix(
        "\(path):8: own refuses a row, so nothing of the file was published. "
          + "value for domain narrow_price violates check constraint \"price_check\""),
      "\(report.words)")
  }

  @Test func whereTwoRowsAreToBlameTogetherNoLineIsNamed() throws {
    let connection = try TestDatabase.connect()
    try connection.script(
      "CREATE TABLE own (id bigint PRIMARY KEY, name text, amount numeric, other text UNIQUE)")
    let workshop = try Workshop()
    let path = try workshop.file("a.csv", "id,other\n1,x\n2,y\n3,x\n")
    let report = try workshop.backfill(
      [path], layout: tableLayout("own", ["id": "integer", "other": "text"])
    ).loads[0]
    #expect(
      report.words.hasPrefix(
        "\(path): own refuses a row, so nothing of the file was published. duplicate key value violates unique constraint"
      ),
      "\(report.words)")
  }

  @Test func whatIsTooLongOrTooLargeForItsColumnIsARejectWithItsPlace() throws {
    let connection = try TestDatabase.connect()
    try connection.script(
      """
      CREATE DOMAIN code AS varchar(3);
      CREATE TABLE own (id bigint PRIMARY KEY, name code, amount numeric(4, 2));
      """)
    let workshop = try Workshop()
    let path = try workshop.file(
      "a.csv", "id,name,amount\n1,äöü,99.99\n2,abcd,1\n3,ab  ,99.994\n4,a,99.995\n5,abc,-100\n")
    let report = try workshop.backfill([path], layout: layout()) { $0.maxRejects = .count(3) }
      .loads[0]
    #expect(report.summary == "loaded: 5 read, 2 inserted, 3 rejected", "\(report.words)")
    #expect(
      try rows(
        connection, "SELECT line, column_name, code, message FROM retrofill.rejects ORDER BY 1")
        == [
          "3|name|too-long|the text is longer than the 3 characters that the column takes",
          "5|amount|out-of-range|the value is beyond what a column of type numeric(4,2) holds",
          "6|amount|out-of-range|the value is beyond what a column of type numeric(4,2) holds",
        ])
    #expect(
      try rows(connection, "SELECT id, name || '.', amount FROM own ORDER BY id")
        == ["1|äöü.|99.99", "3|ab .|99.99"])
    let again = try workshop.backfill([path], layout: layout()) {
      $0.maxRejects = .count(3)
      $0.force = true
    }.loads[0]
    #expect(again.summary == "loaded: 5 read, 2 unchanged, 3 rejected")
  }

  private func load(_ publish: Publish) throws -> (path: String, LoadReport) {
    let workshop = try Workshop()
    let path = try workshop.file("a.csv", content)
    return (
      path, try workshop.backfill([path], layout: layout()) { $0.publish = publish }.loads[0]
    )
  }

  private func layout() throws -> Layout {
    try tableLayout("own", ["id": "integer", "name": "text", "amount": "decimal"])
  }
}
