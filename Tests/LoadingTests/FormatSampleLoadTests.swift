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

  @Test(arguments: BuiltInLayouts.names)
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
    #expect(counts.rowsRead == counts.inserted + counts.skipped.values.reduce(0, +))
    let expected = try String(
      contentsOfFile: "\(Self.root)/Tests/Fixtures/formats/\(sample).rows", encoding: .utf8)
    #expect(
      try rows(
        TestDatabase.connect(),
        """
        SELECT name, timestamp, open, high, low, close, volume, value
        FROM timeseries_data JOIN sources USING (source_id)
        """
      ).sorted() == expected.split(separator: "\n").map(String.init).sorted())
  }
}
