import FlatFiles
import Foundation
import Layouts
import Loading
import Postgres
import Store
import TestSupport
import Testing

/// Every sample becomes the same rows and rejects, whether its file is loaded or what was landed of it.
@Suite(.database) struct LandedSampleTests {
  /// Every sample of a format, as its path below `samples/`.
  private static let formats = BuiltInLayouts.names.flatMap { layout in
    let folder = "\(ExportedTable.samples)/formats/\(layout)"
    let names = try? FileManager.default.contentsOfDirectory(atPath: folder)
    return (names ?? []).sorted().map { "formats/\(layout)/\($0)" }
  }

  @Test(arguments: formats, [Publish.file, .batch])
  func aFormat(sample: String, publish: Publish) throws {
    let layout = sample.split(separator: "/")[1]
    try compare("\(ExportedTable.samples)/\(sample)", in: Workshop()) {
      $0.publish = publish
      $0.batchRows = 10
      if layout == "binance-price-klines" {
        $0.layout = try? Layout.builtIn(named: "binance-price-klines")
        $0.options.source = "premium"
      }
    }
  }

  @Test(arguments: ExportedTable.all)
  func anExportedTable(sample: ExportedTable) throws {
    let workshop = try Workshop()
    try sample.prepare(workshop)
    try compare(sample.path, in: workshop) { $0.layout = try? Layout.builtIn(named: sample.layout) }
  }

  @Test(arguments: ["trades", "orderbooks"])
  func anExportOfWhichSomeExchangesAreMissing(table: String) throws {
    try compare(
      "\(ExportedTable.samples)/perps/\(table).csv", in: Workshop(), hasRejects: true
    ) {
      $0.layout = try? Layout.builtIn(named: "perps-\(table)")
      $0.maxRejects = .percent(100)
    }
  }

  @Test(arguments: ExportedTable.dumps)
  func theTablesOfADump(dump: ExportedTable.Dump) throws {
    let workshop = try Workshop()
    if let script = dump.before { try TestDatabase.connect().script(script) }
    for name in dump.layouts {
      let layout = try Layout.builtIn(named: name)
      let table = try #require(ExportedTable.all.first { $0.layout == name }).into
      try compare(dump.path, in: workshop, landing: { $0.table = table }) {
        $0.layout = layout
        $0.options.table = table
      }
    }
  }

  private static let inOrder = APIAnswerTests.answers.filter { !byMember.contains($0.layout) }
  private static let byMember = ["binance-order-book", "cryptocompare-multi-price"]

  @Test(arguments: inOrder)
  func theItemsOfAnAnswer(answer: APIAnswerTests.Answer) throws {
    try compare(answer.path, in: Workshop()) {
      $0.layout = try? Layout.builtIn(named: "\(answer.layout)-items")
    }
  }

  @Test(arguments: byMember)
  func itemsThatAreNumberedInAnOrderThatIsNotKeptAreNotLoaded(layout: String) throws {
    let workshop = try Workshop()
    let answer = try #require(APIAnswerTests.answers.first { $0.layout == layout })
    _ = try workshop.ingest(answer.path)
    let items = try Layout.builtIn(named: "\(layout)-items")
    let report = try workshop.backfill([], layout: items) { $0.fromLanded = true }
    #expect(
      report.loads.map(\.words) == [
        """
        \(answer.path): the layout \(layout)-items numbers rows in the order in which the keys of an \
        object stand, and landing does not keep that. Load the file itself.
        """
      ])
    #expect(try rows(TestDatabase.connect(), "SELECT count(*) FROM api_connector_items") == ["0"])
  }

  @Test(arguments: APIAnswerTests.answers)
  func anAnswerThatIsOneRecordIsPutTogetherAgain(answer: APIAnswerTests.Answer) throws {
    let workshop = try Workshop()
    let layout = try Layout.builtIn(named: "\(answer.layout)-response")
    _ = try workshop.ingest(answer.path)
    let landed = try workshop.backfill([], layout: layout) { $0.fromLanded = true }.loads[0]
    #expect(landed.summary == "loaded: 1 read, 1 inserted", "\(landed.words)")
    let connection = try TestDatabase.connect()
    let query: SQL = "SELECT data, raw_response::jsonb = data FROM api_connector_data"
    let found = try rows(connection, query)
    // As text a document has the spaces and the order of keys that jsonb gives it.
    let direct = try workshop.backfill([answer.path], layout: layout) { $0.force = true }.loads[0]
    #expect(direct.summary == "loaded: 1 read, 1 updated")
    #expect(try rows(connection, query) == found)
    #expect(found[0].hasSuffix("|t"))
  }

  @Test func aCapture() throws {
    let file = "captures/binance-trades-2024-12-31.ndjson.gz"
    try compare("\(ExportedTable.samples)/\(file)", in: Workshop()) {
      $0.layout = try? Layout.builtIn(named: "websocket-capture")
    }
  }

  @Test func recordsThatCannotBecomeRowsAreTheSameRejects() throws {
    try compare(
      "\(ExportedTable.samples)/bad/klines-with-bad-rows.csv", in: Workshop(), hasRejects: true,
      landing: { $0.maxRejects = .percent(100) }
    ) {
      $0.layout = try? Layout.builtIn(named: "binance-klines")
      $0.options.source = "test"
      $0.maxRejects = .percent(100)
    }
  }

  /// Loads a file from where it was landed and then by force from itself: nothing may differ.
  private func compare(
    _ path: String, in workshop: Workshop, hasRejects: Bool = false,
    landing: (inout Ingest) -> Void = { _ in }, _ configure: (inout Backfill) -> Void
  ) throws {
    let ingested = try workshop.ingest(path, landing)
    #expect(ingested.status == .loaded, "\(ingested.words)")
    let loads = try workshop.backfill([], layout: nil) {
      configure(&$0)
      $0.fromLanded = true
    }.loads
    #expect(loads.count == 1)
    let landed = loads[0]
    #expect(landed.status == .loaded, "\(landed.words)")
    let connection = try TestDatabase.connect()
    let hash = try contentHash(of: connection)
    let direct = try workshop.backfill([path], layout: nil) {
      configure(&$0)
      $0.force = true
    }.loads[0]
    #expect(direct.status == .loaded, "\(direct.words)")
    #expect(try contentHash(of: connection) == hash)
    #expect(landed.layout == direct.layout)
    #expect(landed.sha256 == direct.sha256)
    #expect(landed.counts.rowsRead == direct.counts.rowsRead)
    #expect(landed.counts.rejected == direct.counts.rejected)
    #expect(landed.counts.skipped == direct.counts.skipped)
    #expect(direct.counts.inserted == 0)
    let rejects = try [landed, direct].map { report in
      try rows(
        connection,
        """
        SELECT record, column_name, code, message FROM retrofill.rejects
        WHERE load_id = \(report.load ?? 0) ORDER BY record, column_name, code
        """)
    }
    #expect(rejects[0] == rejects[1])
    #expect(rejects[0].isEmpty == !hasRejects)
  }
}
