import Foundation
import Layouts
import Loading
import Postgres
import Store
import Synchronization
import TestSupport
import Testing

/// Into a table without a key rows are appended, each once: only the ledger tells.
@Suite(.database) struct UnkeyedTableTests {
  private let workshop: Workshop
  private let connection: Connection

  init() throws {
    workshop = try Workshop()
    connection = try TestDatabase.connect()
    try connection.script(
      """
      CREATE TABLE ticks (id bigint, amount numeric CHECK (amount <> 7));
      CREATE TABLE marked (id bigint, amount numeric CHECK (amount <> 7), load_id bigint);
      """)
  }

  @Test(arguments: Publish.allCases)
  func rowsAreAppendedAndAFileOnce(publish: Publish) throws {
    let path = try workshop.file("a.csv", numbers(10...59) + "10,10\n")
    let report = try load(path, publish)
    #expect(report.summary == "loaded: 51 read, 51 inserted")
    #expect(report.notes == ["ticks has no key: the rows were appended"])
    #expect(try load(path, publish).summary == "skipped")
    let copy = try workshop.file("b.csv", numbers(10...59) + "10,10\n")
    for publish in Publish.allCases {
      let again = try load(copy, publish)
      #expect(again.summary == "skipped")
      #expect(again.notes.count == 1)
      #expect(again.notes.allSatisfy { $0.hasPrefix("loaded before under the name \(path)") })
    }
    #expect(try load(workshop.file("c.csv", numbers(1...5)), publish).counts.inserted == 5)
    #expect(try rows(connection, "SELECT count(*), sum(amount) FROM ticks") == ["56|1750"])
    #expect(
      try rows(connection, "SELECT DISTINCT on_conflict, keeps_undo FROM retrofill.loads")
        == ["append|f"])
    #expect(
      try rows(connection, "SELECT FROM retrofill.version_tables WHERE table_name = 'ticks'") == [])
  }

  @Test func thePlanSaysThatRowsAreAppended() throws {
    let path = try workshop.file("a.csv", numbers(1...2))
    let plan = try Backfill(paths: [path], layout: layout()).plan(in: workshop.context)
    #expect(
      plan.map(\.detail) == [
        "into ticks as own, publish file: appended, because the table has no key"
      ])
  }

  @Test(arguments: [
    (
      "force",
      "ticks has no primary key, so that --force would bring rows twice which an earlier load had brought. Leave --force out, or give it one: ALTER TABLE ticks ADD PRIMARY KEY (…)."
    ),
    (
      "force marked",
      "marked has no primary key, so that --force would bring rows twice which an earlier load had brought. Take that load back ('retrofill undo'), and load the file without --force."
    ),
    (
      "verify",
      "ticks has no primary key, by which its rows could be compared with those of a file. Leave --verify out, or give it one: ALTER TABLE ticks ADD PRIMARY KEY (…)."
    ),
    (
      "keep",
      "ticks has no primary key, so that no row of a file meets one of the table, and on_conflict: keep means nothing. Leave it out, or give it one: ALTER TABLE ticks ADD PRIMARY KEY (…)."
    ),
    (
      "newest(amount)",
      "ticks has no primary key, so that no row of a file meets one of the table, and on_conflict: newest(amount) means nothing. Leave it out, or give it one: ALTER TABLE ticks ADD PRIMARY KEY (…)."
    ),
    (
      "fail",
      "ticks has no primary key, so that no row of a file meets one of the table, and on_conflict: fail means nothing. Leave it out, or give it one: ALTER TABLE ticks ADD PRIMARY KEY (…)."
    ),
  ])
  func whatNeedsAKeyIsRefused(what: String, words: String) throws {
    let table = what.hasSuffix("marked") ? "marked" : "ticks"
    let report = try load(workshop.file("a.csv", numbers(1...2)), .file, into: table) {
      $0.force = what.hasPrefix("force")
      $0.verifies = what == "verify"
      $0.onConflict = ConflictPolicy(what) ?? .update
    }
    #expect(report.words == words)
    #expect(try rows(connection, "SELECT count(*) FROM retrofill.loads") == ["0"])
  }

  @Test func whatCannotGoOnOrBeRestoredIsToldInFull() {
    #expect(
      "\(LoadError.noKey(table: "a", .goingOn))" == """
        Standard input can be read only once, so that a load of it which stops between two \
        batches could not go on, and a has no primary key by which to tell what it had brought. \
        Use publish: file, or name a file.
        """)
    #expect(
      "\(LoadError.noKey(table: "a", .restoring))" == """
        a has no primary key, so that rows which are there already could not be told from those \
        of the archive. First give it one: ALTER TABLE a ADD PRIMARY KEY (…).
        """)
  }

  @Test(arguments: Publish.allCases)
  func whatTheServerRefusesIsRejected(publish: Publish) throws {
    let path = try workshop.file("a.csv", numbers(1...40))
    let report = try load(path, publish) { $0.maxRejects = .count(1) }
    #expect(report.summary == "loaded: 40 read, 39 inserted, 1 rejected")
    #expect(try rows(connection, "SELECT count(*), count(DISTINCT id) FROM ticks") == ["39|39"])
    #expect(
      try rows(connection, "SELECT record, code FROM retrofill.rejects") == ["7|check-violation"])
  }

  @Test func rowsGoIntoThePartitionsThatAreThere() throws {
    try connection.script(
      """
      CREATE TABLE days (time timestamptz, value numeric) PARTITION BY RANGE (time);
      CREATE TABLE days_a PARTITION OF days FOR VALUES FROM ('2024-01-01') TO ('2024-02-01');
      """)
    let layout = try tableLayout("days", ["time": "timestamp", "value": "decimal"])
    func load(_ name: String, count: Int) throws -> LoadReport {
      try workshop.backfill([workshop.file(name, history(count: count))], layout: layout).loads[0]
    }
    #expect(try load("a.csv", count: 30).summary == "loaded: 30 read, 30 inserted")
    #expect(
      try load("b.csv", count: 40).words == """
        days has no partition for 2024-02-01T00:00:00Z, and partitions of this table are not \
        made here. Create it, and run this again.
        """)
    #expect(try rows(connection, "SELECT count(*) FROM days") == ["30"])
  }

  @Test func aTableThatWasEmptiedIsFilledAgain() throws {
    let path = try workshop.file("a.csv", numbers(1...3))
    _ = try load(path, .file)
    try connection.execute("TRUNCATE ticks")
    #expect(try load(path, .file).summary == "loaded: 3 read, 3 inserted")
  }

  @Test func candlesThatHaveEndedMeanwhileStayOut() throws {
    let layout = try Layout(
      yaml: """
        name: own
        format: csv
        into: candles
        data_type: ohlcv
        interval: 1m
        columns:
          timestamp: {from: time, type: timestamp}
          close: {from: close, type: decimal}
        time: {unit: iso}
        """, file: "own.yml")
    try connection.script("CREATE TABLE candles (timestamp timestamptz, close numeric)")
    let path = try workshop.file(
      "a.csv", "time,close\n2024-01-01T00:00:00Z,1\n2024-01-01T00:01:00Z,2\n")
    func load(modifiedAt moment: String) throws -> LoadReport {
      let seconds = Double(Timestamp(moment)?.microseconds ?? 0) / 1e6
      try FileManager.default.setAttributes(
        [.modificationDate: Date(timeIntervalSince1970: seconds)], ofItemAtPath: path)
      return try workshop.backfill([path], layout: layout).loads[0]
    }
    #expect(
      try load(modifiedAt: "2024-01-01T00:01:30Z").summary
        == "loaded: 2 read, 1 inserted, 1 unfinished")
    let later = try load(modifiedAt: "2024-01-01T00:03:00Z")
    #expect(later.summary == "skipped")
    #expect(
      later.notes.first == """
        load 1 left out 1 unfinished, which stay out: candles has no key, so that the rows that \
        it brought would come twice
        """)
    #expect(try rows(connection, "SELECT count(*) FROM candles") == ["1"])
  }

  // MARK: - Taking back

  @Test(arguments: Publish.allCases)
  func rowsThatSayTheirLoadAreTakenBack(publish: Publish) throws {
    let path = try workshop.file("a.csv", numbers(1...6))
    try connection.execute("INSERT INTO marked VALUES (1, 1), (2, 2)")
    let before = try contentHash(of: connection, exact: true)
    let load = try #require(try load(path, publish, into: "marked").load)
    let undo = Undo(load: load)
    #expect(try undo.plan(in: workshop.context).map(\.rows) == [6])
    #expect(try undo.run(in: workshop.context).changes?.removed == 6)
    #expect(try contentHash(of: connection, exact: true) == before)
    #expect(
      try self.load(path, publish, into: "marked").summary == "loaded: 6 read, 6 inserted")
  }

  @Test func rowsThatDoNotCannotBe() throws {
    let load = try #require(try load(workshop.file("a.csv", numbers(1...3)), .file).load)
    let error = #expect(throws: UndoError.self) {
      try Undo(load: load).run(in: workshop.context)
    }
    #expect(
      error.map { "\($0)" } == """
        Load 1 appended its rows to ticks, which had neither a key nor a column load_id that it \
        could fill: nothing tells them from other rows, and it cannot be undone. Nothing was \
        changed. Remove them by hand; loads after 'ALTER TABLE ticks ADD COLUMN load_id bigint' \
        can be undone.
        """)
    #expect(try rows(connection, "SELECT count(*) FROM ticks") == ["3"])
  }

  // MARK: - Going on

  @Test(arguments: ["a.csv", "renamed.csv"])
  func aLoadThatDiedGoesOnBehindItsBatches(name: String) throws {
    let text = numbers(10...109)
    try die(workshop.file("a.csv", text), atBatch: 3)
    #expect(try rows(connection, "SELECT count(*) FROM ticks") == ["60"])
    let report = try load(workshop.file(name, text), .batch)
    #expect(report.summary == "loaded: 100 read, 100 inserted")
    #expect(report.load == 1)
    #expect(try rows(connection, "SELECT count(*), count(DISTINCT id) FROM ticks") == ["100|100"])
  }

  @Test(arguments: ["ticks", "marked"])
  func whatWouldNotGoOnBehindThemIsRefused(table: String) throws {
    let path = try workshop.file("a.csv", numbers(10...109))
    try die(path, atBatch: 3, into: table)
    let known = """
      Load 1 of \(path) had appended rows to \(table) when it stopped, and the table has no key \
      by which these could be told from the rows to come. 
      """
    let takeBack = "take them back: retrofill undo 1."
    let whole = try load(path, .file, into: table)
    #expect(
      whole.words == known
        + "Load the file with publish: batch, which goes on behind them, or "
        + (table == "marked" ? takeBack : "empty the table first."))
    // Under another name it comes to light at the end.
    let copy = try workshop.file("b.csv", numbers(10...109))
    #expect(try load(copy, .file, into: table).words == whole.words)
    let other = try load(workshop.file("a.csv", numbers(10...50)), .batch, into: table)
    #expect(
      other.words == known
        + "Load \(path) as it was with publish: batch, which goes on behind them, or "
        + (table == "marked"
          ? takeBack : "remove them by hand and load the file under another name."))
    #expect(try rows(connection, "SELECT count(*) FROM \(identifier: table)") == ["60"])
    if table == "marked" {
      #expect(try Undo(load: 1).run(in: workshop.context).changes?.removed == 60)
    } else {
      try connection.execute("TRUNCATE ticks")
    }
    #expect(
      try load(path, .file, into: table).summary == "loaded: 41 read, 41 inserted")
  }

  @Test func aLoadThatFailsBehindItsBatchesStaysOpen() throws {
    let path = try workshop.file(
      "a.csv", numbers(10...99) + "x,1\n" + numbers(100...109, header: ""))
    let failed = try load(path, .batch)
    #expect(failed.summary.hasPrefix("failed: 101 read, 90 inserted, 1 rejected"))
    #expect(
      failed.notes == [
        """
        the batches that are committed stay, and load 1 stays open: ticks has no key, so that \
        only a load which goes on behind them brings each row once
        """
      ])
    #expect(try rows(connection, "SELECT status FROM retrofill.loads") == ["running"])
    let committed = try rows(connection, "SELECT count(*) FROM ticks")
    #expect(committed == ["90"])
    let report = try load(path, .batch) { $0.maxRejects = .count(1) }
    #expect(report.summary == "loaded: 101 read, 100 inserted, 1 rejected")
    #expect(try rows(connection, "SELECT count(*), count(DISTINCT id) FROM ticks") == ["100|100"])
    #expect(try rows(connection, "SELECT record FROM retrofill.rejects") == ["91"])
  }

  // MARK: - The scene

  private func numbers(_ range: ClosedRange<Int>, header: String = "id,amount\n") -> String {
    header + range.map { "\($0),\($0)\n" }.joined()
  }

  private func layout(_ table: String = "ticks") throws -> Layout {
    try tableLayout(table, ["id": "integer", "amount": "decimal"])
  }

  private func load(
    _ path: String, _ publish: Publish, into table: String = "ticks",
    _ configure: (inout Backfill) -> Void = { _ in }
  ) throws -> LoadReport {
    try workshop.backfill([path], layout: layout(table)) {
      $0.publish = publish
      $0.batchRows = 30
      configure(&$0)
    }.loads[0]
  }

  /// Loads in batches until one is about to commit, and leaves all as a killed process would: its
  /// sessions end, and nobody writes anything down.
  private func die(_ path: String, atBatch time: Int, into table: String = "ticks") throws {
    let settings = try TestDatabase.settings
    let ownProcess: Int32 = try connection.one("SELECT pg_backend_pid()").get(0)
    var context = workshop.context
    let interruption = Interruption()
    context.interruption = interruption
    var backfill = Backfill(paths: [path], layout: try layout(table))
    backfill.publish = .batch
    backfill.batchRows = 30
    let stop = StopOnce(at: .beforeCommit, time: time) {
      try endOtherSessions(settings, but: ownProcess)
      interruption.raise()
      throw Interrupted()
    }
    backfill.atCheckpoint = stop.callAsFunction
    #expect(try backfill.run(in: context).interruption != nil)
    try #require(stop.wasReached)
  }
}
