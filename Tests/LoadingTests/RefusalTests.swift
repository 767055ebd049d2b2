import Layouts
import Loading
import Postgres
import Store
import TestSupport
import Testing

/// Rows that every check here lets pass, and that the user's table does not take, become rejects.
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
    /// The reject, as the ledger has it.
    let reject: String

    var testDescription: String { name }
  }

  private static let missing = """
    5|8|48||foreign-key-violation|insert or update on table "own" violates foreign key constraint \
    "own_amount_fkey": Key (amount)=(50) is not present in table "amounts"|5,f,50|f|t
    """

  private static let cases = [
    Case(
      name: "a CHECK", constraint: "CHECK (amount <> 40)",
      reject: """
        4|7|41||check-violation|new row for relation "own" violates check constraint \
        "own_amount_check"|4,e,40|f|t
        """),
    Case(
      name: "a foreign key", constraint: "FOREIGN KEY (amount) REFERENCES amounts",
      reject: missing),
    Case(
      name: "a deferred foreign key",
      constraint: "FOREIGN KEY (amount) REFERENCES amounts DEFERRABLE INITIALLY DEFERRED",
      reject: missing),
    Case(
      name: "a unique constraint",
      constraint: """
        half numeric GENERATED ALWAYS AS (CASE WHEN amount IN (20, 30) THEN 1 ELSE amount END)
          STORED UNIQUE
        """,
      reject: """
        3|4|29||unique-violation|duplicate key value violates unique constraint "own_half_key": \
        Key (half)=(1) already exists|3,"c\\n\\nd",30|f|t
        """),
    Case(
      name: "an exclusion constraint",
      constraint: "EXCLUDE USING btree ((greatest(amount, 20)) WITH =)",
      reject: """
        2|3|22||exclusion-violation|conflicting key value violates exclusion constraint \
        "own_greatest_excl": Key (GREATEST(amount, 20::numeric))=(20) conflicts with existing key \
        (GREATEST(amount, 20::numeric))=(20)|2,b,20|f|t
        """),
  ]

  @Test(arguments: cases, Publish.allCases)
  private func aRefusedRowIsARejectThatTheBudgetWeighs(_ one: Case, publish: Publish) throws {
    let connection = try TestDatabase.connect()
    try connection.script(
      """
      CREATE TABLE amounts (amount numeric PRIMARY KEY);
      INSERT INTO amounts VALUES (10), (20), (30), (40);
      CREATE TABLE own (id bigint PRIMARY KEY, name text, amount numeric, \(one.constraint));
      """)
    let workshop = try Workshop()
    let path = try workshop.file("a.csv", content)
    let first = try workshop.backfill([path], layout: layout()) { $0.publish = publish }.loads[0]
    #expect(first.summary == "failed: 5 read, 1 rejected", "\(first.words)")
    #expect(
      first.words.hasPrefix("\(path): 1 of 5 records were rejected and 0 are allowed"),
      "\(first.words)")
    guard case .rejected = first.outcome else {
      Issue.record("the outcome is \(first.outcome)")
      return
    }
    #expect(try rejects(connection) == [one.reject])
    #expect(try rows(connection, "SELECT count(*) FROM own") == ["0"])
    #expect(try leftovers(connection) == [])

    let second = try workshop.backfill([path], layout: layout()) {
      $0.publish = publish
      $0.maxRejects = .count(1)
    }.loads[0]
    #expect(second.summary == "loaded: 5 read, 4 inserted, 1 rejected", "\(second.words)")
    #expect(second.notes == [])
    #expect(try rejects(connection) == [one.reject, one.reject])
    #expect(try rows(connection, "SELECT count(*) FROM own") == ["4"])
    #expect(try leftovers(connection) == [])
    let third = try workshop.backfill([path], layout: layout()) { $0.publish = publish }.loads[0]
    #expect(third.summary == "skipped")
  }

  @Test func anUpdateThatIsRefusedLeavesTheRowAsItWas() throws {
    let connection = try TestDatabase.connect()
    try connection.script(
      """
      CREATE TABLE own (id bigint PRIMARY KEY, name text, amount numeric CHECK (amount <> 30));
      INSERT INTO own SELECT n, 'old', 1 FROM generate_series(1, 4) AS n;
      """)
    let report = try load { $0.maxRejects = .count(1) }
    #expect(
      report.summary == "loaded: 5 read, 1 inserted, 3 updated, 1 rejected", "\(report.words)")
    #expect(
      try rows(connection, "SELECT id, amount FROM own ORDER BY id")
        == ["1|10", "2|20", "3|1", "4|40", "5|50"])
  }

  @Test func aDomainIsCheckedWhereTheRowCanBeTold() throws {
    let connection = try TestDatabase.connect()
    try connection.script(
      """
      CREATE DOMAIN price AS numeric(20, 8) CHECK (VALUE < 50);
      CREATE DOMAIN narrow_price AS price;
      CREATE TABLE own (id bigint PRIMARY KEY, name text, amount narrow_price);
      """)
    #expect(try load { $0.maxRejects = .count(1) }.summary.hasSuffix("4 inserted, 1 rejected"))
    #expect(
      try rows(connection, "SELECT line, code, message FROM retrofill.rejects")
        == [
          """
          8|check-violation|value for domain narrow_price violates check constraint "price_check"
          """
        ])
  }

  @Test func aTriggerRefusesInItsOwnWords() throws {
    let connection = try TestDatabase.connect()
    try connection.script(
      """
      CREATE TABLE own (id bigint PRIMARY KEY, name text, amount numeric);
      CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN
        IF NEW.amount > 30 THEN
          RAISE EXCEPTION 'no %, please', NEW.name USING COLUMN = 'amount', DETAIL = 'too much';
        END IF;
        RETURN NEW;
      END $$;
      CREATE TRIGGER refuse BEFORE INSERT ON own FOR EACH ROW EXECUTE FUNCTION refuse();
      """)
    #expect(try load { $0.maxRejects = .percent(40) }.summary.hasSuffix("3 inserted, 2 rejected"))
    #expect(
      try rows(
        connection, "SELECT line, column_name, code, message FROM retrofill.rejects ORDER BY 1")
        == ["7|amount|refused|no e, please: too much", "8|amount|refused|no f, please: too much"])
  }

  @Test(arguments: Publish.allCases)
  func aRowThatNeedsALaterOneIsNotRefusedForAThird(publish: Publish) throws {
    let connection = try TestDatabase.connect()
    try connection.script(
      """
      CREATE TABLE own (
        id bigint PRIMARY KEY, parent bigint REFERENCES own, amount numeric CHECK (amount > 0));
      """)
    let workshop = try Workshop()
    let path = try workshop.file(
      "a.csv", "id,parent,amount\n1,4,1\n2,1,1\n3,9,1\n4,6,1\n5,,0\n6,,1\n7,3,1\n8,8,1\n")
    let report = try workshop.backfill(
      [path],
      layout: tableLayout("own", ["id": "integer", "parent": "integer", "amount": "decimal"])
    ) {
      $0.maxRejects = .count(3)
      $0.publish = publish
    }.loads[0]
    #expect(report.summary == "loaded: 8 read, 5 inserted, 3 rejected", "\(report.words)")
    #expect(try rows(connection, "SELECT id FROM own ORDER BY id") == ["1", "2", "4", "6", "8"])
    #expect(
      try rows(connection, "SELECT record, code FROM retrofill.rejects ORDER BY record")
        == ["3|foreign-key-violation", "5|check-violation", "7|foreign-key-violation"])
  }

  @Test(arguments: Publish.allCases)
  func theRowBeforeARefusedOneOfItsKeyCountsInstead(publish: Publish) throws {
    let connection = try TestDatabase.connect()
    try connection.script(
      "CREATE TABLE own (id bigint PRIMARY KEY, amount numeric CHECK (amount > 0))")
    let workshop = try Workshop()
    let path = try workshop.file(
      "a.csv", "id,amount\n1,5\n1,6\n1,-1\n1,-2\n2,1\n2,2\n3,-3\n3,-4\n")
    let report = try workshop.backfill(
      [path], layout: tableLayout("own", ["id": "integer", "amount": "decimal"])
    ) {
      $0.maxRejects = .percent(50)
      $0.publish = publish
    }.loads[0]
    #expect(
      report.summary == "loaded: 8 read, 2 inserted, 4 rejected, 2 duplicate", "\(report.words)")
    #expect(try rows(connection, "SELECT id, amount FROM own ORDER BY id") == ["1|6", "2|2"])
    #expect(
      try rows(connection, "SELECT record FROM retrofill.rejects ORDER BY 1")
        == ["3", "4", "7", "8"])
    #expect(try leftovers(connection) == [])
  }

  @Test func whatWasCommittedBeforeARefusedRowStays() throws {
    let connection = try TestDatabase.connect()
    try connection.script(
      "CREATE TABLE own (id bigint PRIMARY KEY, name text, amount numeric CHECK (amount < 40))")
    let report = try load {
      $0.publish = .batch
      $0.batchRows = 2
      $0.maxRejects = .count(1)
    }
    #expect(report.summary == "failed: 5 read, 3 inserted, 2 rejected", "\(report.words)")
    #expect(try rows(connection, "SELECT id FROM own ORDER BY id") == ["1", "2", "3"])
  }

  @Test(arguments: Publish.allCases)
  func rejectsAreNotDoubledWhenTheTransactionIsDoneAgain(publish: Publish) throws {
    let connection = try TestDatabase.connect()
    try connection.script(
      "CREATE TABLE own (id bigint PRIMARY KEY, name text, amount numeric CHECK (amount <> 20))")
    let hook = StopOnce(at: .beforeCommit) {
      throw PostgresError(sqlState: .serializationFailure, message: "once more")
    }
    let report = try load {
      $0.publish = publish
      $0.maxRejects = .count(1)
      $0.atCheckpoint = hook.callAsFunction
    }
    #expect(hook.wasReached)
    #expect(report.summary == "loaded: 5 read, 4 inserted, 1 rejected", "\(report.words)")
    #expect(try rows(connection, "SELECT line FROM retrofill.rejects") == ["3"])
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

  private func load(_ configure: (inout Backfill) -> Void) throws -> LoadReport {
    let workshop = try Workshop()
    let path = try workshop.file("a.csv", content)
    return try workshop.backfill([path], layout: layout(), configure).loads[0]
  }

  private func rejects(_ connection: Connection) throws -> [String] {
    try rows(
      connection,
      """
      SELECT record, line, byte_offset, column_name, code, message,
        replace(convert_from(raw, 'UTF8'), chr(10), '\\n'), raw_truncated, raw_is_record
      FROM retrofill.rejects ORDER BY load_id, record
      """)
  }

  private func layout() throws -> Layout {
    try tableLayout("own", ["id": "integer", "name": "text", "amount": "decimal"])
  }
}
