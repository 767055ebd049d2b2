import Foundation
import Layouts
import Loading
import Postgres
import Store
import TestSupport
import Testing

/// Every file of `samples/formats/` is recognised, loaded, and in the table to the last digit.
@Suite(.database) struct FormatSampleLoadTests {
  private static let root = #filePath.split(separator: "/Tests/")[0]
  private static let folder = "\(root)/samples/formats"

  /// `layout/file`
  private static let samples = BuiltInLayouts.names.flatMap { layout in
    let names = try? FileManager.default.contentsOfDirectory(atPath: "\(folder)/\(layout)")
    return (names ?? []).sorted().map { "\(layout)/\($0)" }
  }

  /// Those of exported tables, and of what connectors were answered, have their samples elsewhere.
  private static let ofFormats = BuiltInLayouts.names.filter { name in
    !["dashboard-", "etl-", "perps-", "pulseguard-"].contains { name.hasPrefix($0) }
      && !name.hasSuffix("-items") && !name.hasSuffix("-response")
  }

  @Test(arguments: ofFormats)
  func everyBuiltInLayoutHasASampleThatIsLoaded(layout: String) {
    #expect(Self.samples.contains { $0.hasPrefix(layout + "/") })
  }

  @Test(arguments: samples, [Publish.file, .batch])
  func aSampleIsInTheTableToTheLastDigit(sample: String, publish: Publish) throws {
    let workshop = try Workshop()
    // What cannot be told from another has to be named.
    let isAmbiguous = sample.hasPrefix("binance-price-klines/")
    let report = try workshop.backfill(["\(Self.folder)/\(sample)"], layout: nil) {
      $0.publish = publish
      $0.batchRows = 10
      if isAmbiguous {
        $0.layout = try? Layout.builtIn(named: "binance-price-klines")
        $0.options.source = "premium"
      }
    }.loads[0]
    #expect(report.status == .loaded, "\(report.words)")
    #expect(report.layout == sample.split(separator: "/")[0])
    let counts = report.counts
    #expect(counts.rejected == 0)
    // In batches, a row may find what an earlier one of the same key has left.
    #expect(
      counts.rowsRead == counts.inserted + counts.updated + counts.unchanged
        + counts.skipped.values.reduce(0, +))
    let expected = try String(
      contentsOfFile: "\(Self.root)/Tests/Fixtures/formats/\(sample).rows", encoding: .utf8
    ).split(separator: "\n").map(String.init)
    let columns = expected[0].replacing("*", with: "").split(separator: "|").map(String.init)
    #expect(
      try rows(TestDatabase.connect(), Self.query(columns, of: report.table)).sorted()
        == expected.dropFirst().sorted())
  }

  /// All rows of a table as text, with the names of what they refer to.
  private static func query(_ columns: [String], of table: String) -> SQL {
    let values = columns.map { column -> SQL in
      switch column {
      case "source_id": "(SELECT name FROM sources s WHERE s.source_id = t.source_id)"
      case "exchange_id": "(SELECT name FROM exchanges e WHERE e.id = t.exchange_id)"
      default: "t.\(identifier: column)::text"
      }
    }
    return "SELECT \(sql: values.joined()) FROM \(table: TableName(table)) t"
  }
}
