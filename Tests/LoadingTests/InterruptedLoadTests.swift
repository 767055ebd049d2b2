import Loading
import Postgres
import Store
import Synchronization
import TestSupport
import Testing

/// Ctrl-C in the middle of a load.
@Suite(.database) struct InterruptedLoadTests {
  @Test(arguments: Publish.allCases)
  func anInterruptedLoadStaysOpenAndIsRunToItsEndLater(publish: Publish) throws {
    let interruption = Interruption()
    let workshop = try Workshop(interruption: interruption)
    let path = try workshop.file("a.csv", history(count: 90))
    let hook = StopOnce(at: publish == .file ? .beforeKey : .afterCopy) { interruption.raise() }
    let interrupted = try workshop.backfill([path], layout: simpleLayout()) {
      $0.publish = publish
      $0.batchRows = 30
      $0.atCheckpoint = hook.callAsFunction
    }
    #expect(isInterrupted(interrupted))
    #expect(interrupted.loads.map(\.summary) == [])
    let connection = try TestDatabase.connect()
    #expect(try rows(connection, "SELECT load_id, status FROM retrofill.loads") == ["1|running"])
    // What is written of a file is kept for the next try.
    #expect(try leftovers(connection).isEmpty == (publish == .batch))

    let later = try Workshop()
    let report = try later.load(path) { $0.publish = publish }
    #expect(report.load == 1)
    #expect(report.summary == "loaded: 90 read, 90 inserted")
    #expect(try leftovers(connection) == [])
    #expect(
      try rows(
        connection,
        """
        SELECT count(*), sum(value), max(update_frequency)
        FROM timeseries_data JOIN sources USING (source_id)
        """) == ["90|4005|24:00:00"])
    #expect(
      try rows(connection, "SELECT sum(rows_read), sum(inserted) FROM retrofill.batches")
        == ["90|90"])
  }

  @Test func theFilesLoadedBeforeAnInterruptionStayInTheReport() throws {
    let interruption = Interruption()
    let workshop = try Workshop(interruption: interruption)
    let paths = [
      try workshop.file("a.csv", "no,such,fields\n1,2,3\n"),
      try workshop.file("b.csv", history(count: 3)),
      try workshop.file("c.csv", history(from: "2025-01-01T00:00:00Z", count: 3)),
      try workshop.file("d.csv", history(from: "2025-02-01T00:00:00Z", count: 3)),
    ]
    let committed = Atomic<Int>(0)
    let report = try workshop.backfill(paths, layout: simpleLayout()) {
      $0.atCheckpoint = { checkpoint in
        if checkpoint == .loadBegun, committed.load(ordering: .relaxed) == 1 {
          interruption.raise()
        }
        if checkpoint == .afterCommit { committed.add(1, ordering: .relaxed) }
      }
    }
    #expect(report.loads.map(\.summary) == ["failed", "loaded: 3 read, 3 inserted"])
    #expect(isInterrupted(report))
    #expect(
      try rows(TestDatabase.connect(), "SELECT file, status FROM retrofill.loads ORDER BY load_id")
        == ["\(paths[1])|loaded", "\(paths[2])|running"])
  }

  private func isInterrupted(_ report: LoadsReport) -> Bool {
    if case .failed(let error) = report.outcome { error is Interrupted } else { false }
  }

  @Test func whatWasInterruptedBeforehandDoesNothing() throws {
    let interruption = Interruption()
    interruption.raise()
    let workshop = try Workshop(interruption: interruption)
    let path = try workshop.file("a.csv", history(count: 3))
    #expect(isInterrupted(try workshop.backfill([path], layout: simpleLayout())))
    #expect(try rows(TestDatabase.connect(), "SELECT count(*) FROM retrofill.loads") == ["0"])
  }
}
