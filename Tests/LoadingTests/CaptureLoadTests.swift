import Layouts
import Loading
import Postgres
import Store
import TestSupport
import Testing

/// Captures of a feed, as a program leaves them that was stopped while writing.
@Suite(.database) struct CaptureLoadTests {
  private static let cutNote = "the last line is cut short: it is a reject that no budget counts"

  private func line(_ day: Int, _ value: String) -> String {
    "2024-01-0\(day)T00:00:00.1234567Z {\"p\":\(value)}\n"
  }

  private func layout() throws -> Layout {
    try Layout(
      yaml: "{name: feed, format: capture, source: f, columns: {timestamp: $received, value: p}}",
      file: "feed.yml")
  }

  @Test(arguments: Publish.allCases)
  func aLastLineThatIsCutShortKeepsNoFileOut(publish: Publish) throws {
    let workshop = try Workshop()
    let path = try workshop.file(
      "feed.txt", line(1, "1") + "\n" + line(2, "2") + line(3, "3").dropLast(3))
    let report = try workshop.backfill([path], layout: layout()) {
      $0.publish = publish
      $0.batchRows = 1
    }.loads[0]
    #expect(report.summary == "loaded: 3 read, 2 inserted, 1 rejected", "\(report.words)")
    #expect(report.notes.contains("1 blank line marks a disconnect"), "\(report.notes)")
    #expect(report.notes.contains(Self.cutNote), "\(report.notes)")
    let connection = try TestDatabase.connect()
    #expect(
      try rows(connection, "SELECT line, code, raw IS NOT NULL FROM retrofill.rejects")
        == ["4|cut-short|t"])
    #expect(
      try rows(
        connection,
        """
        SELECT extract(microseconds FROM timestamp), value FROM timeseries_data ORDER BY timestamp
        """)
        == ["123456|1", "123456|2"])
  }

  @Test(arguments: Publish.allCases)
  func itTakesNothingFromTheBudgetOfTheOthers(publish: Publish) throws {
    let workshop = try Workshop()
    let path = try workshop.file(
      "feed.txt", "no time\n" + line(1, "1") + line(2, "2").dropLast(3))
    let refused = try workshop.backfill([path], layout: layout()) { $0.publish = publish }.loads[0]
    #expect(refused.status == .failed)
    #expect(
      refused.words.hasPrefix(
        "\(path): 2 of 3 records were rejected and 0 are allowed, so nothing of it was published. The first: \(path):1: not-a-capture-line: "
      ), "\(refused.words)")
    for budget in ["1", "34%"] {
      let report = try workshop.backfill([path], layout: layout()) {
        $0.publish = publish
        $0.force = true
        $0.maxRejects = RejectBudget(budget) ?? .none
      }.loads[0]
      #expect(report.status == .loaded, "\(budget): \(report.words)")
      #expect(report.counts.rejected == 2)
    }
  }

  @Test func linesAreLandedAsTheirMessagesWithTheirTime() throws {
    let workshop = try Workshop()
    let path = try workshop.file("feed.txt", line(1, "1.50") + line(2, "2").dropLast(3))
    let report = try workshop.ingest(path)
    #expect(report.summary == "loaded: 2 read, 1 inserted, 1 rejected", "\(report.words)")
    let connection = try TestDatabase.connect()
    #expect(
      try rows(connection, "SELECT data FROM file_data")
        == [#"{"p": 1.50, "$received": "2024-01-01T00:00:00.1234567Z"}"#])
    #expect(try rows(connection, "SELECT file_type, status FROM files") == ["text/plain|completed"])
  }

  @Test func aLineOfNDJSONThatIsCutShortIsNoFaultEither() throws {
    let workshop = try Workshop()
    let report = try workshop.ingest(try workshop.file("a.ndjson", "{\"a\":1}\n{\"a\":"))
    #expect(report.summary == "loaded: 2 read, 1 inserted, 1 rejected", "\(report.words)")
    #expect(report.notes == [Self.cutNote])
    let other = try workshop.ingest(try workshop.file("b.json", "[{\"a\":1},{\"a\":"))
    #expect(other.status == .failed)
  }
}
