import FlatFiles
import Foundation
import Layouts
import Loading
import Postgres
import Store
import TestSupport
import Testing

/// The built-in layouts of the tables that other systems export: every sample is recognised, loaded to
/// the last digit, and loaded once.
@Suite(.database) struct TableLayoutTests {
  static let perps = [
    ExportedTable(
      file: "perps/exchanges.csv", layout: "perps-exchanges", into: "exchanges",
      summary: "loaded: 8 read, 1 inserted, 7 updated", without: []),
    ExportedTable(
      file: "perps/markets.csv", layout: "perps-markets", into: "markets",
      summary: "loaded: 5 read, 5 inserted", after: ["perps/exchanges.csv"]),
    ExportedTable(
      file: "perps/tickers.csv", layout: "perps-tickers", into: "tickers",
      summary: "loaded: 30 read, 30 inserted", after: ["perps/exchanges.csv"]),
    ExportedTable(
      file: "perps/tickers-later.csv", layout: "perps-tickers", into: "tickers",
      summary: "loaded: 10 read, 10 inserted",
      renamed: ["best_bid": "best_bid_price", "best_ask": "best_ask_price"],
      after: ["perps/exchanges.csv"]),
    ExportedTable(
      file: "perps/orderbooks.csv", layout: "perps-orderbooks", into: "orderbooks",
      summary: "loaded: 20 read, 20 inserted", after: ["perps/exchanges.csv"]),
    ExportedTable(
      file: "perps/trades.csv", layout: "perps-trades", into: "trades",
      summary: "loaded: 41 read, 41 inserted", after: ["perps/exchanges.csv"]),
    ExportedTable(
      file: "perps/funding_rates.csv", layout: "perps-funding-rates", into: "funding_rates",
      summary: "loaded: 12 read, 12 inserted"),
    ExportedTable(
      file: "perps/klines.csv", layout: "perps-klines", into: "klines",
      summary: "loaded: 36 read, 36 inserted"),
    ExportedTable(
      file: "perps/ingest_events.csv", layout: "perps-ingest-events", into: "ingest_events",
      summary: "loaded: 8 read, 8 inserted", without: ["id", "market_id", "exchange_id"]),
  ]

  static let all = perps

  @Test(arguments: all)
  func aSampleIsRecognisedByItsHeader(sample: ExportedTable) throws {
    let clock = FileClock(captured: nil, now: 4_000_000_000_000_000)
    let fits = try LayoutRecognition(clock: clock).layouts(of: SourceFile(path: sample.path))
    #expect(fits.map(\.layout) == [sample.layout])
  }

  @Test(arguments: all, [Publish.file, .batch])
  func everyValueOfASampleArrivesToTheLastDigit(
    sample: ExportedTable, publish: Publish
  ) throws {
    let workshop = try Workshop()
    try prepare(sample, workshop)
    let report = try load(sample, workshop) { $0.publish = publish }
    #expect(report.words == "")
    #expect(report.summary == sample.summary)
    let connection = try TestDatabase.connect()
    let (file, table) = try sample.rows(connection)
    #expect(table == file)
    #expect(file.count == report.counts.rowsRead)
    // Once more: the ledger knows it, and so do the rows.
    #expect(try load(sample, workshop).summary == "skipped")
    let before = try contentHash(of: connection)
    let again = try load(sample, workshop) { $0.force = true }
    #expect(again.summary == "loaded: \(file.count) read, \(file.count) unchanged")
    #expect(try contentHash(of: connection) == before)
  }

  private func prepare(_ sample: ExportedTable, _ workshop: Workshop) throws {
    for file in sample.after {
      let other = try #require(Self.all.first { $0.file == file })
      #expect(try load(other, workshop).words == "")
    }
  }

  private func load(
    _ sample: ExportedTable, _ workshop: Workshop, _ configure: (inout Backfill) -> Void = { _ in }
  ) throws -> LoadReport {
    try workshop.backfill(
      [sample.path], layout: Layout.builtIn(named: sample.layout), configure
    ).loads[0]
  }

  @Test(arguments: [
    (
      "perps/perps.sql",
      [
        "perps-exchanges", "perps-markets", "perps-tickers", "perps-orderbooks",
        "perps-trades", "perps-funding-rates",
      ]
    )
  ])
  func theTablesOfADumpAreThoseOfTheFiles(dump: String, layouts: [String]) throws {
    let workshop = try Workshop()
    let path = ExportedTable.samples + "/" + dump
    let connection = try TestDatabase.connect()
    for name in layouts {
      let sample = try #require(Self.all.first { $0.layout == name })
      let layout = try Layout.builtIn(named: name)
      let report = try workshop.backfill([path], layout: layout).loads[0]
      #expect(report.words == "", "\(name)")
      #expect(report.summary == sample.summary, "\(name)")
      let (file, table) = try sample.rows(connection)
      #expect(table == file, "\(name)")
      #expect(try workshop.backfill([path], layout: layout).loads[0].summary == "skipped")
    }
  }
}
