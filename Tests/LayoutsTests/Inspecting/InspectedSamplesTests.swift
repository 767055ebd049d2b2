import FlatFiles
import Foundation
import Testing

@testable import Layouts

@Suite struct InspectedSamplesTests {
  /// Every file of `samples/` that is data, members of archives too; dumps with their tables.
  private static let files: [(path: String, table: String?)] = {
    let folder = URL(fileURLWithPath: Samples.folder).resolvingSymlinksInPath().path
    let names = FileManager.default.enumerator(atPath: folder)?.compactMap { $0 as? String }
    let paths = (names ?? []).filter { $0.contains("/") && !$0.hasSuffix(".CHECKSUM") }.sorted()
    return paths.flatMap { path -> [(String, String?)] in
      switch path {
      case "dumps/market.sql": [(path, "market.candles"), (path, "market.venues")]
      case "dumps", "bad", "history", "binance", "fred", "captures", "landing": []
      default: [(path, nil)]
      }
    }
  }()

  @Test(arguments: files)
  func theLayoutThatIsPrintedLoadsTheFileAsWasSaid(path: String, table: String?) throws {
    var options = InspectionOptions()
    options.table = table
    for file in (try? SourceFiles(named: Samples.folder + path).files) ?? [] {
      let report = try FileInspection(options, now: testNow).report(on: file)
      guard let yaml = report.layoutYAML else {
        #expect(report.isMadeUp == false)
        continue
      }
      #expect(try Outcome(pasting: yaml, file) == Outcome(report), "\(yaml)")
      if let name = report.layout { #expect(yaml == BuiltInLayouts.yaml(named: name)) }
    }
  }

  @Test func thereAreSamplesWithLayoutsOfBothKinds() throws {
    var builtIn = 0
    var madeUp = 0
    for (path, table) in Self.files {
      var options = InspectionOptions()
      options.table = table
      for file in (try? SourceFiles(named: Samples.folder + path).files) ?? [] {
        let report = try FileInspection(options, now: testNow).report(on: file)
        if report.layout != nil { builtIn += 1 }
        if report.isMadeUp { madeUp += 1 }
      }
    }
    #expect(builtIn >= 10)
    #expect(madeUp >= 4)
  }

  @Test func aFileOfKlinesIsDescribedToItsLastDigit() throws {
    let report = try FileInspection(InspectionOptions(), now: testNow)
      .report(on: Samples.file("binance/BTCUSDT-1h-2024-12.csv"))
    #expect(report.layout == "binance-klines")
    #expect(report.records == 744)
    #expect(
      report.column("column1")
        == "timestamp 0 2024-12-01T00:00:00Z … 2024-12-31T23:00:00Z -> timestamp")
    #expect(report.column("column5") == "decimal 0 91696.19000000 … 101205.63000000 -> close")
    #expect(report.column("column12") == "integer 0 0 … 0 -> -")
    #expect(report.time?.unit == "ms")
    #expect(report.time?.order == "ascending")
    #expect(
      report.time?.rhythm
        == Rhythm(
          interval: 3_600_000_000, name: "1h", isRegular: true, gaps: 0))
  }

  @Test func aSeriesOfWorkingDaysHasItsWeekendsTold() throws {
    let report = try FileInspection(InspectionOptions(), now: testNow)
      .report(on: Samples.file("fred/DGS10.csv"))
    #expect(report.column("DGS10") == "decimal 8 0.61 … 1.99 -> value")
    #expect(report.dialect?.lineEnding == "crlf")
    let rhythm = try #require(report.time?.rhythm)
    #expect((rhythm.name, rhythm.gaps, rhythm.weekends) == ("1d", 32, 24))
  }

  @Test func aCaptureIsDescribedBySources() throws {
    let report = try FileInspection(InspectionOptions(), now: testNow)
      .report(on: Samples.file("captures/binance-trades-2024-12-31.ndjson.gz"))
    #expect(report.layout == "websocket-capture")
    #expect(report.compression == "gzip")
    #expect((report.records, report.rows) == (1_502, 1_375))
    #expect(report.skipped == [.filtered: 127])
    #expect(report.time?.series == 2)
    #expect(report.time?.rhythm?.isRegular == false)
    #expect(report.column("data.s") == "text 2 BTCUSDT … ETHUSDT -> source")
  }

  @Test func theTablesOfADumpAreListedWhereSeveralHaveRows() throws {
    let report = try FileInspection(InspectionOptions(), now: testNow)
      .report(on: Samples.file("dumps/market.sql"))
    #expect(
      report.tables.map(\.description) == ["market.candles (96 rows)", "market.venues (2 rows)"])
    #expect(report.layoutYAML == nil)
    #expect(report.records == nil)
    #expect(report.error == nil)
  }
}
