import Dispatch
import Foundation
import Layouts
import Loading
import Postgres
import Store
import Synchronization
import TestSupport
import Testing

/// Rows whose keys the table cannot have are copied straight into it, and merged when it has them
/// all the same.
@Suite(.database) struct AppendingTests {
  private static let appended: [Checkpoint] = [.beforeCopy, .afterCopy]
  private static let mergedAfterAll =
    "the rows could not all be appended, so that the file was read again and merged: "

  /// Loads a file, and tells which of the steps that matter here it took.
  private func steps(
    _ workshop: Workshop, _ path: String, source: String = "test",
    _ configure: (inout Backfill) -> Void = { _ in }
  ) throws -> (report: LoadReport, steps: [Checkpoint]) {
    let steps = Steps()
    let reports = try workshop.backfill([path], layout: simpleLayout(source: source)) {
      configure(&$0)
      $0.atCheckpoint = steps.take
    }
    return (reports.loads[0], steps.taken)
  }

  @Test func aFurtherSourceIsAppendedAndUndoneAsIfItHadNeverBeen() throws {
    let workshop = try Workshop()
    _ = try workshop.load(try workshop.file("a.csv", history(count: 40)))
    let connection = try TestDatabase.connect()
    let before = try rows(connection, "SELECT * FROM timeseries_data ORDER BY timestamp")
    let other = try workshop.file("b.csv", history(count: 40) { "\($0 + 100)" })
    let (report, steps) = try steps(workshop, other, source: "other")
    #expect(report.summary == "loaded: 40 read, 40 inserted")
    #expect(steps == Self.appended)
    #expect(
      try rows(
        connection,
        """
        SELECT source_id, count(*), sum(value), min(load_id), max(load_id)
        FROM timeseries_data GROUP BY 1 ORDER BY 1
        """) == ["1|40|780|1|1", "2|40|4780|2|2"])
    #expect(
      try rows(
        connection,
        "SELECT source_id, range_from, range_to FROM retrofill.dirty_ranges WHERE load_id = 2 "
          + "ORDER BY 2")
        == [
          "2|2024-01-01 00:00:00+00|2024-01-31 00:00:00+00",
          "2|2024-02-01 00:00:00+00|2024-02-09 00:00:00+00",
        ])
    _ = try Undo(load: 2).run(in: workshop.context)
    #expect(try rows(connection, "SELECT * FROM timeseries_data ORDER BY timestamp") == before)
  }

  @Test func aLaterDayOfTheSameSourceIsAppendedBesideAPartitionThatIsBuilt() throws {
    let workshop = try Workshop()
    _ = try workshop.load(try workshop.file("a.csv", history(count: 10)))
    let later = try workshop.file("b.csv", history(from: "2024-01-20T00:00:00Z", count: 20))
    let (report, steps) = try steps(workshop, later)
    #expect(report.summary == "loaded: 20 read, 20 inserted")
    #expect(Set(steps) == [.beforeCopy, .afterCopy, .beforeAttach])
    #expect(
      try rows(
        TestDatabase.connect(),
        "SELECT tableoid::regclass, count(*) FROM timeseries_data GROUP BY 1 ORDER BY 1")
        == ["timeseries_data_y2024m01|22", "timeseries_data_y2024m02|8"])
  }

  @Test func rowsThatReachIntoThoseOfTheTableAreMerged() throws {
    let workshop = try Workshop()
    _ = try workshop.load(try workshop.file("a.csv", history(count: 10)))
    let (report, steps) = try steps(
      workshop, try workshop.file("b.csv", history(from: "2024-01-09T00:00:00Z", count: 4)))
    #expect(report.summary == "loaded: 4 read, 2 inserted, 2 updated")
    #expect(steps.contains(.beforeMerge))
    #expect(report.notes == [])
  }

  /// The first rows lie behind all of the table's, and a later one does not.
  @Test func aKeyThatIsThereAfterAllIsMerged() throws {
    let workshop = try Workshop()
    _ = try workshop.load(try workshop.file("a.csv", history(count: 10)))
    let path = try workshop.file(
      "b.csv",
      """
      time,value
      2024-01-11T00:00:00Z,20
      2024-01-12T00:00:00Z,21
      2024-01-02T00:00:00Z,22

      """)
    let (report, steps) = try steps(workshop, path)
    #expect(report.summary == "loaded: 3 read, 2 inserted, 1 updated")
    #expect(steps.contains(.beforeMerge))
    #expect(
      try rows(
        TestDatabase.connect(),
        "SELECT value FROM timeseries_data WHERE load_id = 2 ORDER BY timestamp")
        == ["22", "20", "21"])
  }

  @Test func aKeyThatComesTwiceIsMergedAndTheLastOneStays() throws {
    let workshop = try Workshop()
    _ = try workshop.load(try workshop.file("a.csv", history(count: 10)))
    let path = try workshop.file(
      "b.csv",
      """
      time,value
      2024-01-11T00:00:00Z,20
      2024-01-12T00:00:00Z,21
      2024-01-12T00:00:00Z,22

      """)
    let (report, steps) = try steps(workshop, path)
    #expect(report.summary == "loaded: 3 read, 2 inserted, 1 duplicate")
    #expect(
      report.notes == [
        Self.mergedAfterAll + "duplicate key value violates unique constraint "
          + "\"timeseries_data_y2024m01_pkey\""
      ])
    #expect(steps.contains(.beforeMerge))
    #expect(
      try rows(
        TestDatabase.connect(),
        "SELECT value FROM timeseries_data WHERE load_id = 2 ORDER BY timestamp")
        == ["20", "22"])
  }

  @Test func aFileWithOneRejectLeavesNothingOfWhatWasAppended() throws {
    let workshop = try Workshop()
    _ = try workshop.load(try workshop.file("a.csv", history(count: 10)))
    let connection = try TestDatabase.connect()
    let before = try rows(connection, "SELECT * FROM timeseries_data ORDER BY timestamp")
    let path = try workshop.file(
      "b.csv", history(from: "2024-01-12T00:00:00Z", count: 5) { $0 == 4 ? "x" : "\($0)" })
    let (report, _) = try steps(workshop, path)
    #expect(report.summary == "failed: 5 read, 1 rejected")
    #expect(try rows(connection, "SELECT * FROM timeseries_data ORDER BY timestamp") == before)
    #expect(try leftovers(connection) == [])
    let again = try workshop.load(path) { $0.maxRejects = .count(1) }
    #expect(again.summary == "loaded: 5 read, 4 inserted, 1 rejected")
  }

  /// Sources that come late are looked for over another connection, as the first is at its rows.
  @Test(arguments: [false, true])
  func sourcesThatAreNamedLateAreAppendedUnlessTheTableHasTheirRows(isThere: Bool) throws {
    let workshop = try Workshop()
    let layout = try Layout(
      yaml: """
        name: named
        format: csv
        data_type: simple
        source: {from: name}
        columns:
          timestamp: {from: time, type: timestamp}
          value: {from: value, type: decimal}
        time: {unit: iso}
        """, file: "named.yml")
    _ = try workshop.load(try workshop.file("a.csv", history(count: 10)))
    if isThere {
      let path = try workshop.file("late.csv", history(count: 3))
      _ = try workshop.backfill([path], layout: simpleLayout(source: "late"))
    }
    // The reader's batches are of 64 KiB or more, so that the late source is in a batch of its own.
    let early = (0..<20_000).map { index in
      "early,\(Timestamp(microseconds: 1_704_067_200_000_000 + Int64(index) * 1_000_000)),\(index)"
    }
    let late = ["late,2024-01-02T00:00:00Z,7", "late,2024-01-09T00:00:00Z,8"]
    let path = try workshop.file(
      "b.csv", (["name,time,value"] + early + late).joined(separator: "\n") + "\n")
    let report = try workshop.backfill([path], layout: layout).loads[0]
    #expect(
      report.summary
        == (isThere
          ? "loaded: 20002 read, 20001 inserted, 1 updated" : "loaded: 20002 read, 20002 inserted"))
    let note = Self.mergedAfterAll + "the table has rows of a source that the file names late"
    #expect(report.notes.contains(note) == isThere)
    #expect(
      try rows(
        TestDatabase.connect(),
        """
        SELECT s.name, count(*) FROM timeseries_data AS t JOIN sources AS s USING (source_id)
        GROUP BY 1 ORDER BY 1
        """) == ["early|20000", isThere ? "late|4" : "late|2", "test|10"])
  }

  @Test func loadsThatAppendDoNotWaitForEachOther() throws {
    let workshop = try Workshop()
    _ = try workshop.load(try workshop.file("a.csv", history(count: 10)))
    let second = try workshop.file("c.csv", history(count: 10) { "\($0 + 200)" })
    let meanwhile = StopOnce(at: .afterCopy) {
      let report = try workshop.backfill([second], layout: simpleLayout(source: "second")).loads[0]
      #expect(report.summary == "loaded: 10 read, 10 inserted")
    }
    let first = try workshop.file("b.csv", history(count: 10) { "\($0 + 100)" })
    let report = try workshop.backfill([first], layout: simpleLayout(source: "first")) {
      $0.atCheckpoint = meanwhile.callAsFunction
    }.loads[0]
    #expect(report.summary == "loaded: 10 read, 10 inserted")
    #expect(
      try rows(
        TestDatabase.connect(),
        "SELECT load_id, count(*) FROM timeseries_data GROUP BY 1 ORDER BY 1")
        == ["1|10", "2|10", "3|10"])
  }

  // MARK: - In batches

  /// A file whose batches of ten rows come over two connections.
  private func inBatches(_ backfill: inout Backfill) {
    backfill.publish = .batch
    backfill.batchRows = 10
  }

  private func batches(_ load: Int64?) throws -> [String] {
    try rows(
      TestDatabase.connect(),
      """
      SELECT batch, first_record, last_record, rows_read, inserted, updated
      FROM retrofill.batches WHERE load_id = \(load) ORDER BY committed_at
      """)
  }

  @Test func batchesThatMeetNothingAreAppendedAndCommittedInTheOrderOfTheFile() throws {
    let workshop = try Workshop()
    _ = try workshop.load(try workshop.file("a.csv", history(count: 40)))
    let connection = try TestDatabase.connect()
    let before = try rows(connection, "SELECT * FROM timeseries_data ORDER BY timestamp")
    let other = try workshop.file("b.csv", history(count: 45) { "\($0 + 100)" })
    // The first batch is held back for a moment, so that the second one would be ahead of it.
    let slow = StopOnce(at: .beforeCopy) { usleep(300_000) }
    let report = try workshop.backfill([other], layout: simpleLayout(source: "other")) {
      inBatches(&$0)
      $0.atCheckpoint = slow.callAsFunction
    }.loads[0]
    #expect(report.summary == "loaded: 45 read, 45 inserted")
    #expect(
      try batches(report.load) == [
        "1|1|10|10|10|0", "2|11|20|10|10|0", "3|21|30|10|10|0", "4|31|40|10|10|0",
        "5|41|45|5|5|0",
      ])
    #expect(
      try rows(
        connection,
        """
        SELECT source_id, count(*), sum(value), min(load_id), max(load_id)
        FROM timeseries_data GROUP BY 1 ORDER BY 1
        """) == ["1|40|780|1|1", "2|45|5490|2|2"])
    _ = try Undo(load: 2).run(in: workshop.context)
    #expect(try rows(connection, "SELECT * FROM timeseries_data ORDER BY timestamp") == before)
  }

  @Test func batchesBehindOneThatMeetsARowAreMerged() throws {
    let workshop = try Workshop()
    _ = try workshop.load(try workshop.file("a.csv", history(count: 10)))
    let first = history(from: "2024-01-20T00:00:00Z", count: 20)
    let path = try workshop.file("b.csv", first + "2024-01-02T00:00:00Z,22\n")
    let (report, steps) = try steps(workshop, path) { inBatches(&$0) }
    #expect(report.summary == "loaded: 21 read, 20 inserted, 1 updated")
    #expect(
      report.notes == [
        Self.mergedAfterAll + "duplicate key value violates unique constraint "
          + "\"timeseries_data_y2024m01_pkey\""
      ])
    #expect(steps.filter { $0 == .beforeMerge }.count <= 3)
    #expect(
      try batches(report.load) == ["1|1|10|10|10|0", "2|11|20|10|10|0", "3|21|21|1|0|1"])
  }

  /// Each batch has the rows of the one before once more: the two would wait for each other.
  @Test func ofKeysThatComeAgainInALaterBatchTheLastOneStays() throws {
    let workshop = try Workshop()
    let days = (1...9).map { "2024-01-0\($0)T00:00:00Z" }
    let lines = (0..<12).flatMap { round in days.map { "\($0),\(round)\n" } }
    let path = try workshop.file("a.csv", "time,value\n" + lines.joined())
    let (report, _) = try steps(workshop, path) { inBatches(&$0) }
    #expect(report.status == .loaded)
    #expect(
      try rows(
        TestDatabase.connect(), "SELECT count(*), min(value), max(value) FROM timeseries_data")
        == ["9|11|11"])
    #expect(
      try rows(
        TestDatabase.connect(),
        "SELECT rows_read, inserted FROM retrofill.loads WHERE load_id = \(report.load)")
        == ["108|9"])
  }

  /// A merge that waits for the first batch must not keep it waiting for the second.
  @Test func aMergeThatWaitsBetweenTwoBatchesHoldsNobodyUp() throws {
    let workshop = try Workshop()
    _ = try workshop.load(try workshop.file("a.csv", history(count: 10)))
    let settings = try TestDatabase.settings
    let (waits, done) = (DispatchSemaphore(value: 0), DispatchSemaphore(value: 0))
    let hook = StopOnce(at: .beforeCopy) {
      DispatchQueue.global().async {
        waits.signal()
        // As another load does before it merges.
        _ = try? Connection(settings).execute(
          """
          SELECT pg_advisory_xact_lock(
            \(sql: AdvisoryLock.merge(into: "timeseries_data").key))
          """)
        done.signal()
      }
      waits.wait()
      // Until the server has it in its queue.
      let connection = try Connection(settings)
      let queued: SQL = """
        SELECT FROM pg_locks WHERE locktype = 'advisory' AND NOT granted
          AND database = (SELECT oid FROM pg_database WHERE datname = current_database())
        """
      while try connection.first(queued) == nil { usleep(1_000) }
    }
    let other = try workshop.file("b.csv", history(count: 45))
    let report = try workshop.backfill([other], layout: simpleLayout(source: "other")) {
      inBatches(&$0)
      $0.atCheckpoint = hook.callAsFunction
    }.loads[0]
    #expect(report.summary == "loaded: 45 read, 45 inserted")
    #expect(report.notes == ["made the source other (simple)"])
    done.wait()
  }

  @Test func anEmptyTableOfTheUsersIsAppendedToWhereNoUndoIsKept() throws {
    let workshop = try Workshop()
    let connection = try TestDatabase.connect()
    try connection.execute("CREATE TABLE prices (symbol text PRIMARY KEY, price numeric)")
    let path = try workshop.file("a.csv", "symbol,price\nBTC,1.50\nETH,0.10\n")
    let layout = try tableLayout("prices", ["symbol": "text", "price": "decimal"], time: "")
    let steps = Steps()
    let report = try workshop.backfill([path], layout: layout) {
      $0.keepsUndo = false
      $0.atCheckpoint = steps.take
    }.loads[0]
    #expect(report.summary == "loaded: 2 read, 2 inserted")
    #expect(steps.taken == Self.appended)
    #expect(try rows(connection, "SELECT * FROM prices ORDER BY 1") == ["BTC|1.50", "ETH|0.10"])
  }
}

/// The steps of a load that tell how its rows came into the table, in order.
private final class Steps: Sendable {
  private let all = Mutex<[Checkpoint]>([])

  var taken: [Checkpoint] { all.withLock { $0 } }

  var take: CheckpointHook {
    { [self] point in
      let told: Set<Checkpoint> = [.beforeCopy, .afterCopy, .beforeMerge, .beforeAttach]
      if told.contains(point) { all.withLock { $0.append(point) } }
    }
  }
}
