import Loading
import Postgres
import Store
import TestSupport
import Testing

/// Ctrl-C in the middle of a load.
@Suite(.database) struct InterruptedLoadTests {
  @Test(arguments: Publish.allCases)
  func anInterruptedLoadStaysOpenAndIsRunToItsEndLater(publish: Publish) throws {
    let interruption = Interruption()
    let workshop = try Workshop(interruption: interruption)
    let path = try workshop.file("a.csv", history(count: 90))
    let hook = StopOnce(at: publish == .file ? .beforeKey : .afterMerge) { interruption.raise() }
    #expect(throws: Interrupted.self) {
      try workshop.load(path) {
        $0.publish = publish
        $0.batchRows = 30
        $0.atCheckpoint = hook.callAsFunction
      }
    }
    let connection = try TestDatabase.connect()
    #expect(try rows(connection, "SELECT load_id, status FROM retrofill.loads") == ["1|running"])
    #expect(try leftovers(connection) == [])

    let later = try Workshop()
    let report = try later.load(path) { $0.publish = publish }
    #expect(report.load == 1)
    #expect(
      report.summary
        == (publish == .file
          ? "loaded: 90 read, 90 inserted" : "loaded: 90 read, 60 inserted, 30 unchanged"))
    #expect(
      try rows(
        connection,
        """
        SELECT count(*), sum(value), max(update_frequency)
        FROM timeseries_data JOIN sources USING (source_id)
        """) == ["90|4005|24:00:00"])
    #expect(
      try rows(connection, "SELECT sum(rows_read), sum(inserted) FROM retrofill.batches")
        == [publish == .file ? "90|90" : "90|60"])
  }

  @Test func whatWasInterruptedBeforehandDoesNothing() throws {
    let interruption = Interruption()
    interruption.raise()
    let workshop = try Workshop(interruption: interruption)
    let path = try workshop.file("a.csv", history(count: 3))
    #expect(throws: Interrupted.self) { try workshop.load(path) }
    #expect(try rows(TestDatabase.connect(), "SELECT count(*) FROM retrofill.loads") == ["0"])
  }
}
