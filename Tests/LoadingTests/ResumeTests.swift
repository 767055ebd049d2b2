import Foundation
import Layouts
import Loading
import Postgres
import Store
import Synchronization
import TestSupport
import Testing

/// A load whose process died goes on where it was.
@Suite(.database) struct ResumeTests {
  private let workshop: Workshop
  private let connection: Connection

  init() throws {
    workshop = try Workshop()
    connection = try TestDatabase.connect()
  }

  @Test func batchesThatAreCommittedAreNotWrittenAgain() throws {
    let path = try workshop.file("a.csv", history(count: 100))
    try die(path, at: .beforeCommit, time: 4) { inBatches(&$0) }
    #expect(try batches() == ["1|1|30", "2|31|60", "3|61|90"])
    let stamps = try rows(connection, "SELECT committed_at FROM retrofill.batches ORDER BY batch")
    let report = try workshop.load(path) { inBatches(&$0) }
    #expect(report.summary == "loaded: 100 read, 100 inserted")
    #expect(report.load == 1)
    #expect(try batches() == ["1|1|30", "2|31|60", "3|61|90", "4|91|100"])
    #expect(
      try rows(
        connection, "SELECT committed_at FROM retrofill.batches WHERE batch < 4 ORDER BY batch")
        == stamps)
    #expect(try rows(connection, "SELECT count(*) FROM timeseries_data") == ["100"])
  }

  @Test func rejectsAndSkipsOfCommittedBatchesAreCountedOnce() throws {
    let text = history(count: 60) { $0 % 20 == 5 ? "x" : $0 % 20 == 6 ? "" : "\($0)" }
    let path = try workshop.file("a.csv", text)
    let configure: (inout Backfill) -> Void = {
      $0.publish = .batch
      $0.batchRows = 10
      $0.maxRejects = .count(9)
    }
    try die(path, at: .beforeCommit, time: 3, configure)
    let report = try workshop.load(path, configure)
    #expect(report.summary == "loaded: 60 read, 54 inserted, 3 rejected, 3 null-row")
    #expect(try rows(connection, "SELECT count(*) FROM retrofill.rejects") == ["3"])
  }

  @Test func whatTheServerRefusedOfCommittedBatchesIsNotAskedAgain() throws {
    try connection.script(
      "CREATE TABLE own (id bigint PRIMARY KEY, amount numeric CHECK (amount % 10 <> 7))")
    let path = try workshop.file(
      "a.csv", "id,amount\n" + (1...40).map { "\($0),\($0 == 12 ? "x" : "\($0)")\n" }.joined())
    let layout = try tableLayout("own", ["id": "integer", "amount": "decimal"])
    let configure: (inout Backfill) -> Void = {
      $0.publish = .batch
      $0.batchRows = 10
      $0.maxRejects = .count(5)
      $0.layout = layout
    }
    try die(path, at: .beforeCommit, time: 3, configure)
    let stamps: SQL = """
      SELECT batch, rejected, committed_at FROM retrofill.batches WHERE batch < 3 ORDER BY batch
      """
    let committed = try rows(connection, stamps)
    #expect(committed.count == 2)
    let report = try workshop.load(path, configure)
    #expect(report.summary == "loaded: 40 read, 35 inserted, 5 rejected")
    #expect(try rows(connection, stamps) == committed)
    let check = #"new row for relation "own" violates check constraint "own_amount_check""#
    let rejects = try rows(
      connection,
      """
      SELECT record, line, code, message, convert_from(raw, 'UTF8') FROM retrofill.rejects
      ORDER BY record
      """)
    #expect(
      rejects == [
        "7|8|check-violation|\(check)|7,7", "12|13|not-a-number|`x` is not a number|12,x",
        "17|18|check-violation|\(check)|17,17", "27|28|check-violation|\(check)|27,27",
        "37|38|check-violation|\(check)|37,37",
      ])
  }

  @Test func aFileThatComesToOtherRecordsThanWereCommittedIsRefused() throws {
    let path = try workshop.file("a.csv", history(count: 60))
    try die(path, at: .beforeCommit, time: 2) { inBatches(&$0) }
    // As if 40 records had been read for the batch that is committed.
    try connection.execute("UPDATE retrofill.batches SET rows_read = 400, inserted = 400")
    let report = try workshop.load(path) { inBatches(&$0) }
    #expect(report.status == .failed)
    #expect(
      report.words == """
        \(path) no longer comes to the records that load 1 had committed up to record 30 when it \
        was killed, so nothing more of it is loaded. 'retrofill undo 1' takes these back; then \
        load the file again.
        """)
    _ = try Undo(load: 1).run(in: workshop.context)
    #expect(try rows(connection, "SELECT count(*) FROM timeseries_data") == ["0"])
  }

  @Test func partitionsThatAreBuiltAreNotBuiltAgain() throws {
    let path = try workshop.file("a.csv", history(count: 200))
    try die(path, at: .beforeAttach)
    let kept = try rows(
      connection, "SELECT table_name, row_count, duplicates FROM retrofill.load_tables ORDER BY 1")
    #expect(kept.count == 7)
    #expect(kept.first == "load_1_timeseries_data_y2024m01|31|0")
    let copies = Mutex(0)
    let report = try workshop.load(path) {
      $0.atCheckpoint = { if $0 == .beforeCopy { copies.withLock { $0 += 1 } } }
    }
    #expect(report.summary == "loaded: 200 read, 200 inserted")
    #expect(report.notes.contains("going on with 200 rows that an earlier try had written"))
    #expect(copies.withLock { $0 } == 0)
    #expect(
      try rows(connection, "SELECT count(*), sum(value) FROM timeseries_data") == ["200|19900"])
    #expect(try rows(connection, "SELECT count(*) FROM retrofill.load_tables") == ["0"])
  }

  @Test func stagedRowsAreKeptToo() throws {
    _ = try workshop.load(workshop.file("base.csv", history(count: 31)))
    let path = try workshop.file("a.csv", history(count: 40) { "1\($0)" })
    try die(path, at: .beforeMerge)
    #expect(
      try rows(connection, "SELECT table_name, row_count FROM retrofill.load_tables ORDER BY 1")
        == ["load_2_staging|31", "load_2_timeseries_data_y2024m02|9"])
    // The server was stopped hard, and the table that is not logged is empty.
    try connection.execute("TRUNCATE retrofill.load_2_staging")
    let report = try workshop.load(path)
    #expect(report.summary == "loaded: 40 read, 9 inserted, 31 updated")
    #expect(report.notes.contains("going on with 9 rows that an earlier try had written"))
  }

  @Test func whatNoLongerFitsIsWrittenFromTheStart() throws {
    let path = try workshop.file("a.csv", history(count: 60))
    try die(path, at: .beforeAttach)
    // Another load has made the partition in the meantime.
    let other = try workshop.load(workshop.file("b.csv", history(count: 3) { "7\($0)" }))
    #expect(other.status == .loaded)
    let report = try workshop.load(path)
    #expect(report.summary == "loaded: 60 read, 57 inserted, 3 updated")
    #expect(report.load == 1)
    #expect(try rows(connection, "SELECT count(*) FROM timeseries_data") == ["60"])
    #expect(
      try rows(
        connection,
        """
        SELECT relname FROM pg_class
        WHERE relnamespace = 'retrofill'::regnamespace AND relname ~ '^load_[0-9]'
        AND relkind = 'r'
        """) == [])
  }

  @Test func whatADeadLoadHadWrittenIsKeptForADay() throws {
    let path = try workshop.file("a.csv", history(count: 60))
    try die(path, at: .beforeAttach)
    let other = try workshop.file("b.csv", "time,value\n2020-01-01T00:00:00Z,1\n")
    _ = try workshop.load(other)
    #expect(try leftovers() == 2)
    try connection.execute(
      "UPDATE retrofill.loads SET started_at = now() - interval '25 hours' WHERE load_id = 1")
    _ = try workshop.load(other) { $0.force = true }
    #expect(try leftovers() == 0)
    #expect(try workshop.load(path).summary == "loaded: 60 read, 60 inserted")
  }

  // MARK: - The scene

  private func inBatches(_ backfill: inout Backfill) {
    backfill.publish = .batch
    backfill.batchRows = 30
  }

  /// Loads until a checkpoint is reached for the so-maniest time, and leaves all as a killed process
  /// would: its sessions end, and nobody writes anything down.
  private func die(
    _ path: String, at checkpoint: Checkpoint, time: Int = 1,
    _ configure: (inout Backfill) -> Void = { _ in }
  ) throws {
    let reached = Mutex(0)
    let settings = try TestDatabase.settings
    let ownProcess: Int32 = try connection.one("SELECT pg_backend_pid()").get(0)
    var context = workshop.context
    let interruption = Interruption()
    context.interruption = interruption
    var backfill = Backfill(paths: [path], layout: try simpleLayout())
    configure(&backfill)
    backfill.atCheckpoint = {
      guard $0 == checkpoint,
        reached.withLock({
          $0 += 1
          return $0 == time
        })
      else { return }
      // From here on no session can be had, as when the process is gone.
      try endOtherSessions(settings, but: ownProcess)
      interruption.raise()
      throw Interrupted()
    }
    let report = try backfill.run(in: context)
    #expect(report.interruption != nil)
    try #require(reached.withLock { $0 } >= time)
  }

  private func batches() throws -> [String] {
    try rows(
      connection, "SELECT batch, first_record, last_record FROM retrofill.batches ORDER BY batch")
  }

  private func leftovers() throws -> Int {
    try connection.one(
      """
      SELECT count(*) FROM pg_class
      WHERE relnamespace = 'retrofill'::regnamespace AND relname ~ '^load_[0-9]'
        AND relkind = 'r'
      """
    ).get(0)
  }
}
