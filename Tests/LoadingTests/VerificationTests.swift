import Foundation
import Layouts
import Loading
import Postgres
import Store
import TestSupport
import Testing

/// `--verify`: what a table holds of what a file says, and why it does not.
@Suite(.database) struct VerificationTests {
  private let workshop: Workshop
  private let connection: Connection

  init() throws {
    workshop = try Workshop()
    connection = try TestDatabase.connect()
  }

  @Test(arguments: Publish.allCases)
  func aTableHoldsWhatWasLoaded(publish: Publish) throws {
    // Out of order, a key that comes twice, a digit too many, and a record that is none.
    let text = """
      time,value
      2024-02-01T00:00:00Z,2.50
      2024-01-01T00:00:00Z,1
      2024-02-01T00:00:00Z,3
      2024-01-02T00:00:00Z,x
      2024-01-03T00:00:00Z,

      """
    let report = try verified("a.csv", text) {
      $0.publish = publish
      $0.maxRejects = .count(1)
    }
    #expect(report.summary == "loaded: 5 read, 2 inserted, 1 rejected, 1 duplicate, 1 null-row")
    let found = try #require(report.verification)
    #expect(found.holds)
    #expect(found.rowsInFile == 2)
    #expect(found.rowsInTable == 2)
    #expect(found.checksumInFile == found.checksumInTable)
    #expect(found.checksumInFile != "0")
    #expect(found.differing.isEmpty)
  }

  @Test func aFileThatWasLoadedBeforeIsComparedWithoutBeingLoaded() throws {
    let first = try verified("a.csv", history(count: 40)).verification
    let second = try verified("a.csv", history(count: 40))
    #expect(second.summary == "skipped")
    #expect(second.verification?.checksumInFile == first?.checksumInFile)
    #expect(second.verification?.holds == true)
    #expect(try rows(connection, "SELECT count(*) FROM retrofill.loads") == ["1"])
  }

  @Test func theChecksumIsOfValuesAndNotOfHowTheyAreWritten() throws {
    let one = try verified(
      "a.csv", "time,value\n2024-01-01T00:00:00Z,0.1\n2024-01-02T00:00:00Z,2\n")
    let other = try verified(
      "b.csv", "time,value\n2024-01-02T00:00:00Z,2.000\n2024-01-01T00:00:00Z,0.10\n")
    #expect(one.verification?.checksumInFile == other.verification?.checksumInFile)
    let different = try verified(
      "c.csv", "time,value\n2024-01-02T00:00:00Z,0.1\n2024-01-01T00:00:00Z,2\n")
    #expect(one.verification?.checksumInFile != different.verification?.checksumInFile)
  }

  @Test func rowsThatAreGoneOrChangedByHandAreFoundWithTheirPlaces() throws {
    _ = try verified("a.csv", history(count: 5))
    try connection.script(
      """
      UPDATE timeseries_data SET value = 77 WHERE value = 3;
      DELETE FROM timeseries_data WHERE value = 1;
      """)
    let report = try verified("a.csv", history(count: 5))
    let found = try #require(report.verification)
    #expect(!found.holds)
    #expect(found.rowsInFile == 5)
    #expect(found.rowsInTable == 4)
    #expect(found.differing == [.missing: 1, .changedByHand: 1])
    #expect(
      found.examples.map(words) == [
        "missing 2 3 2024-01-02 00:00:00+00 0", "changed-by-hand 4 5 2024-01-04 00:00:00+00 1",
      ])
    guard case .rejected = report.outcome else {
      Issue.record("\(report.outcome)")
      return
    }
  }

  @Test func rowsThatNobodyIsKnownToHaveChangedAreDifferent() throws {
    _ = try verified("a.csv", history(count: 3))
    try connection.script(
      """
      ALTER TABLE timeseries_data DISABLE TRIGGER USER;
      UPDATE timeseries_data SET value = 77 WHERE value = 2;
      ALTER TABLE timeseries_data ENABLE TRIGGER USER;
      """)
    let found = try #require(try verified("a.csv", history(count: 3)).verification)
    #expect(found.differing == [.different: 1])
    #expect(!found.holds)
  }

  @Test func whatLaterLoadsWroteIsNotTheFilesFault() throws {
    _ = try verified("a.csv", history(count: 5))
    _ = try verified("b.csv", history(count: 2) { "1\($0)" })
    let found = try #require(try verified("a.csv", history(count: 5)).verification)
    #expect(found.holds)
    #expect(found.differing == [.overwritten: 2])
    #expect(found.examples.map(\.load) == [2, 2])
    #expect(found.checksumInFile != found.checksumInTable)
    // By hand, but what the file says was overwritten before.
    try connection.execute("UPDATE timeseries_data SET value = 77 WHERE value = 10")
    let again = try #require(try verified("a.csv", history(count: 5)).verification)
    #expect(again.differing == [.overwritten: 2])
  }

  @Test func rowsThatWereThereAndKeptAreNotTheFilesFault() throws {
    _ = try verified("a.csv", history(count: 2))
    let kept = try verified("b.csv", history(count: 3) { "1\($0)" }) { $0.onConflict = .keep }
    #expect(kept.summary == "loaded: 3 read, 1 inserted, 2 exists")
    #expect(kept.verification?.differing == [.kept: 2])
    #expect(kept.verification?.holds == true)
  }

  @Test func rowsThatWereNewerAreNotTheFilesFault() throws {
    try connection.execute("CREATE TABLE own (id bigint PRIMARY KEY, version integer, word text)")
    try connection.execute("INSERT INTO own VALUES (1, 9, 'mine'), (2, 1, 'mine')")
    let layout = try tableLayout("own", ["id": "integer", "version": "integer", "word": "text"])
    let path = try workshop.file("a.csv", "id,version,word\n1,5,a\n2,5,b\n")
    let report = try workshop.backfill([path], layout: layout) {
      $0.onConflict = .newest("version")
      $0.verifies = true
    }.loads[0]
    #expect(report.summary == "loaded: 2 read, 1 updated, 1 older")
    #expect(report.verification?.differing == [.older: 1])
    #expect(report.verification?.holds == true)
    #expect(report.verification?.examples.first?.key == ["id": "1"])
  }

  @Test func whatWasForgottenOnPurposeIsNotTheFilesFault() throws {
    _ = try verified("a.csv", history(count: 40))
    try connection.script(
      """
      DELETE FROM timeseries_data WHERE timestamp < '2024-02-01';
      INSERT INTO retrofill.removed_ranges
        (table_name, source_id, range_from, range_to, reason, row_count)
      VALUES ('timeseries_data', 1, '2024-01-01', '2024-02-01', 'expired', 31);
      """)
    let report = try verified("a.csv", history(count: 40))
    #expect(report.summary == "skipped")
    #expect(report.verification?.differing == [.archived: 31])
    #expect(report.verification?.examples.count == 3)
    #expect(report.verification?.holds == true)
  }

  @Test func rowsOfASourceThatHasAnotherNameByNowAreMissing() throws {
    _ = try verified("a.csv", history(count: 4))
    try connection.execute("UPDATE sources SET name = 'renamed'")
    let found = try #require(try verified("a.csv", history(count: 4)).verification)
    #expect(found.rowsInFile == 4)
    #expect(found.rowsInTable == 0)
    #expect(found.differing == [.missing: 4])
    // Nothing is made by looking.
    #expect(try rows(connection, "SELECT name FROM sources") == ["renamed"])
  }

  @Test func whatTheServerRefusedIsNoPartOfWhatIsCompared() throws {
    try connection.execute(
      "CREATE TABLE own (id bigint PRIMARY KEY, amount numeric CHECK (amount <> 7))")
    let layout = try tableLayout("own", ["id": "integer", "amount": "decimal"])
    // The last of one key is refused, so that the one before it counts.
    let path = try workshop.file("a.csv", "id,amount\n1,7\n2,5\n2,7\n")
    let report = try workshop.backfill([path], layout: layout) {
      $0.maxRejects = .count(2)
      $0.verifies = true
    }.loads[0]
    #expect(report.summary == "loaded: 3 read, 1 inserted, 2 rejected")
    let found = try #require(report.verification)
    #expect(found.rowsInFile == 1)
    #expect(found.differing.isEmpty)
  }

  @Test func valuesOfTypesWithoutAHashAreCompared() throws {
    try connection.execute(
      """
      CREATE TABLE own (
        id bigint PRIMARY KEY, details json, tags text[], amount numeric(12, 2), at timestamptz)
      """)
    let layout = try tableLayout(
      "own",
      [
        "id": "integer", "details": "json", "tags": "array", "amount": "decimal", "at": "timestamp",
      ])
    let path = try workshop.file(
      "a.csv", "id,details,tags,amount,at\n1,{},{a},1.50,2024-01-01T00:00:00Z\n")
    let load = {
      try workshop.backfill([path], layout: layout) { $0.verifies = true }.loads[0]
    }
    let first = try load()
    #expect(first.words == "")
    #expect(first.verification?.holds == true)
    try connection.execute("UPDATE own SET details = '[]'")
    #expect(try load().verification?.differing == [.changedByHand: 1])
  }

  @Test func landedFilesAreComparedToo() throws {
    _ = try workshop.ingest(workshop.file("a.csv", history(count: 3)))
    let report = try workshop.backfill([], layout: simpleLayout()) {
      $0.fromLanded = true
      $0.verifies = true
    }.loads[0]
    #expect(report.summary == "loaded: 3 read, 3 inserted")
    #expect(report.verification?.rowsInTable == 3)
    try connection.execute("UPDATE timeseries_data SET value = 77 WHERE value = 1")
    let again = try workshop.backfill([], layout: simpleLayout()) {
      $0.fromLanded = true
      $0.verifies = true
    }.loads[0]
    #expect(
      again.verification?.examples.map(words) == ["changed-by-hand 2 0 2024-01-02 00:00:00+00 2"])
  }

  @Test func aFileThatChangesUnderTheComparisonIsNotCompared() throws {
    let path = try workshop.file("a.csv", history(count: 3))
    let hook = StopOnce(at: .afterCommit) {
      try Data(history(count: 4).utf8).write(to: URL(fileURLWithPath: path))
    }
    let report = try workshop.load(path) {
      $0.verifies = true
      $0.atCheckpoint = hook.callAsFunction
    }
    #expect(report.status == .loaded)
    #expect(report.verification == nil)
    #expect(
      report.words == """
        \(path) is no longer what load 1 brought, so that the table was not compared with it. Run \
        this again to load what it is now.
        """)
  }

  @Test func standardInputCannotBeCompared() throws {
    let report = try workshop.load("-") { $0.verifies = true }
    #expect(report.status == .failed)
    #expect(
      report.words == """
        Standard input can be read only once, and --verify reads a file a second time. Name a \
        file, or leave it out.
        """)
  }

  // MARK: - The scene

  private func verified(
    _ name: String, _ content: String, _ configure: (inout Backfill) -> Void = { _ in }
  ) throws -> LoadReport {
    let report = try workshop.load(workshop.file(name, content)) {
      $0.verifies = true
      configure(&$0)
    }
    #expect(report.error == nil, "\(report.words)")
    return report
  }

  /// The reason, the record, its line, the moment and the load that wrote the row.
  private func words(_ example: Verification.Example) -> String {
    let moment = example.key["timestamp"] ?? ""
    return
      "\(example.reason.rawValue) \(example.record) \(example.line ?? 0) "
      + "\(moment.replacing("T", with: " ").replacing("+00:00", with: "+00")) \(example.load ?? 0)"
  }
}
