import FlatFiles
import Foundation
import Layouts
import Testing

/// A file of `samples/formats/`, in the folder of its layout.
struct FormatSample: CustomStringConvertible, Sendable {
  let layout: String
  let name: String

  var description: String { "\(layout)/\(name)" }
  var file: SourceFile { Samples.file("formats/\(description)") }

  /// What has to be told beside the layout: the name of files of price candles is that of others.
  var options: LayoutOptions {
    LayoutOptions(source: layout == "binance-price-klines" ? "premium" : nil)
  }

  /// What the file must become, in the words of the server: first the columns, of which those of the
  /// key have a star, then the rows, sorted.
  var expected: (columns: [String], rows: [String]) {
    get throws {
      let path = Samples.root + "/Tests/Fixtures/formats/\(description).rows"
      let lines = try String(contentsOfFile: path, encoding: .utf8).split(separator: "\n")
      return (lines[0].split(separator: "|").map(String.init), lines.dropFirst().map(String.init))
    }
  }

  static let all: [FormatSample] = BuiltInLayouts.names.flatMap { layout in
    let folder = Samples.folder + "formats/" + layout
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
    return names.sorted().map { FormatSample(layout: layout, name: $0) }
  }
}

@Suite struct FormatSamplesTests {
  /// Those of exported tables, and of what connectors were answered, have their samples elsewhere.
  private static let ofFormats = BuiltInLayouts.names.filter { name in
    !["dashboard-", "etl-", "perps-", "pulseguard-"].contains { name.hasPrefix($0) }
      && !name.hasSuffix("-items") && !name.hasSuffix("-response")
  }

  @Test(arguments: ofFormats)
  func everyBuiltInLayoutHasASample(layout: String) {
    #expect(FormatSample.all.contains { $0.layout == layout })
  }

  @Test func everySampleIsOfABuiltInLayout() throws {
    let folders = try FileManager.default.contentsOfDirectory(atPath: Samples.folder + "formats")
    #expect(folders.filter { !BuiltInLayouts.names.contains($0) } == [])
  }

  @Test(arguments: FormatSample.all)
  func everySampleBecomesItsRowsToTheLastDigit(sample: FormatSample) throws {
    let layout = try Layout.builtIn(named: sample.layout).effective(
      sample.options, fileName: sample.file.name)
    let opened = try layout.open(sample.file, clock: FileClock(captured: nil, now: testNow)) {
      $0.limits.batchRecords = 7
    }
    let expected = try sample.expected
    let names = expected.columns.map { $0.replacing("*", with: "") }
    let isKey = expected.columns.map { $0.hasSuffix("*") }
    let batch = RecordBatch()
    let rows = RowBatch(columns: opened.mapper.columns)
    // Of rows with one key the last one counts, as in a load.
    var found: [String: String] = [:]
    while try opened.reader.read(into: batch) {
      opened.mapper.map(batch, into: rows)
      #expect((batch.rejects + rows.rejects).map(\.message) == [])
      for row in 0..<rows.rowCount {
        let cells = cells(ofRow: row, rows, batch)
        // A table counts from 1 where a layout leaves that to it.
        let values = names.map { cells[$0] ?? ($0 == "n" ? "1" : "") }
        let key = zip(values, isKey).filter(\.1).map(\.0)
        found[key.joined(separator: "|")] = values.joined(separator: "|")
      }
    }
    #expect(found.values.sorted() == expected.rows.sorted())
    #expect(opened.mapper.assumedUTC == false)
  }

  @Test(arguments: FormatSample.all)
  func everySampleIsRecognised(sample: FormatSample) throws {
    let recognition = try LayoutRecognition(clock: FileClock(captured: nil, now: testNow))
    let found = try recognition.layouts(of: sample.file).map(\.layout)
    // Nothing tells candles of a price from those of a market where nothing was traded.
    #expect(
      found
        == (sample.layout == "binance-price-klines"
          ? ["binance-klines", "binance-price-klines"] : [sample.layout]))
  }

  /// The values of a row by their columns, as the server would print them.
  private func cells(ofRow row: Int, _ rows: RowBatch, _ batch: RecordBatch) -> [String: String] {
    let texts = rows.text(ofRow: row, batch).split(
      separator: "|", omittingEmptySubsequences: false
    ).map(String.init)
    var cells: [String: String] = [:]
    for (column, text) in zip(rows.columns, texts) where text != "-" {
      cells[column.name] =
        switch column.type {
        case .timestamp: Self.moment(text)
        case .decimal: Self.plain(text)
        default: text
        }
    }
    return cells
  }

  /// Microseconds since 1970 as the server prints a time.
  private static func moment(_ text: String) -> String {
    guard let microseconds = Int64(text) else { return text }
    let format = Date.ISO8601FormatStyle(timeZone: .gmt).year().month().day()
      .dateTimeSeparator(.space).time(includingFractionalSeconds: false)
    let whole = Double((Double(microseconds) / 1e6).rounded(.down))
    let rest = microseconds - Int64(whole) * 1_000_000
    var fraction = rest == 0 ? "" : String(String(1_000_000 + rest).dropFirst())
    while fraction.last == "0" { fraction.removeLast() }
    let seconds = Date(timeIntervalSince1970: whole).formatted(format)
    return seconds + (fraction.isEmpty ? "" : ".\(fraction)") + "+00"
  }

  /// A number without an exponent, every digit kept.
  private static func plain(_ text: String) -> String {
    let parts = text.lowercased().split(separator: "e")
    guard parts.count == 2, var power = Int(parts[1]) else { return text }
    let sign = parts[0].hasPrefix("-") ? "-" : ""
    let mantissa = parts[0].drop { $0 == "-" || $0 == "+" }.split(separator: ".")
    var digits = mantissa.joined()
    power -= mantissa.count > 1 ? mantissa[1].count : 0
    if power >= 0 { return sign + digits + String(repeating: "0", count: power) }
    while digits.count <= -power { digits = "0" + digits }
    return sign + digits.dropLast(-power) + "." + digits.suffix(-power)
  }
}
