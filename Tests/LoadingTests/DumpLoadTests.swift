import Foundation
import Layouts
import Loading
import Postgres
import Store
import TestSupport
import Testing

/// Tables of dumps, loaded and landed.
@Suite(.database) struct DumpLoadTests {
  private static let sample =
    URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().appending(path: "samples/dumps/market.sql").path

  private func layout() throws -> Layout {
    try Layout(
      yaml: """
        name: candles
        table: candles
        data_type: ohlcv
        columns:
          timestamp: open_time
          open: open
          high: high
          low: low
          close: close
          volume: volume
        source: {from: symbol}
        """, file: "l.yml")
  }

  /// The rows of a COPY block of the sample, each as its fields.
  private func block(_ table: String) throws -> [[String]] {
    let text = try String(contentsOfFile: Self.sample, encoding: .utf8)
    let start = try #require(text.range(of: "\nCOPY \(table) "))
    let lines = text[start.upperBound...].split(separator: "\n", omittingEmptySubsequences: false)
    return lines.dropFirst().prefix { $0 != "\\." }.map {
      $0.split(separator: "\t", omittingEmptySubsequences: false).map(String.init)
    }
  }

  @Test func everyValueOfTheSampleArrivesToTheLastDigit() throws {
    let workshop = try Workshop()
    let report = try workshop.backfill([Self.sample], layout: layout()).loads[0]
    #expect(report.words == "")
    #expect(report.summary == "loaded: 96 read, 94 inserted, 2 null-row")
    let february = try block("market.candles_2024_02").map { row in
      [row[6], row[7]] + row[1...5]
    }
    let expected = (try block("market.candles_2024_01").map { Array($0.prefix(7)) } + february)
      .filter { $0[2] != "\\N" }
      .map { row in
        ([row[0].lowercased().replacing("/", with: "_")] + row.dropFirst()).joined(separator: "|")
      }
    #expect(expected.count == 94)
    let connection = try TestDatabase.connect()
    let found = try rows(
      connection,
      """
      SELECT name, to_char("timestamp" AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI:SS') || '+00',
        open::numeric(20,8), high::numeric(20,8), low::numeric(20,8), close::numeric(20,8),
        volume::numeric(30,8)
      FROM timeseries_data JOIN sources USING (source_id)
      """)
    #expect(found.sorted() == expected.sorted())
  }

  @Test func aNewDumpOfTheSameRowsIsSkipped() throws {
    let workshop = try Workshop()
    let text = try String(contentsOfFile: Self.sample, encoding: .utf8)
    _ = try workshop.backfill([workshop.file("a.sql", text)], layout: layout())
    let again = text.replacing("restrict kq3X", with: "restrict Zz9Q")
      .replacing("1\talpha", with: "1\tomega")
    let path = try workshop.file("b.sql", again)
    #expect(try workshop.backfill([path], layout: layout()).loads[0].summary == "skipped")
    // By the stamp that the ledger knows, too, which is the look ahead.
    let known = workshop.folder.appendingPathComponent("a.sql").path
    #expect(try workshop.backfill([known], layout: layout()).loads[0].summary == "skipped")
    #expect(
      try workshop.backfill([path], layout: layout()) { $0.publish = .batch }.loads[0].summary
        == "skipped")
    let changed = try workshop.file(
      "c.sql", text.replacing("42471.81861650", with: "42471.81861651"))
    #expect(
      try workshop.backfill([changed], layout: layout()).loads[0].summary
        .hasPrefix("loaded: 96 read, "))
    let connection = try TestDatabase.connect()
    #expect(
      try rows(
        connection, "SELECT count(*), count(DISTINCT sha256) FROM retrofill.loads") == ["2|2"])
  }

  @Test func aTableIsLandedAsObjectsOfItsColumns() throws {
    let workshop = try Workshop()
    let report = try workshop.ingest(Self.sample) { $0.table = "venues" }
    #expect(report.words == "")
    #expect(report.summary == "loaded: 2 read, 2 inserted")
    let connection = try TestDatabase.connect()
    #expect(
      try rows(connection, "SELECT row_number, data FROM file_data ORDER BY 1")
        == [#"1|{"id": "1", "name": "alpha"}"#, #"2|{"id": "2", "name": "beta"}"#])
    #expect(try rows(connection, "SELECT file_type FROM files") == ["application/sql"])
    // Another table of the same dump is other content.
    let candles = try workshop.ingest(Self.sample) { $0.table = "market.candles" }
    #expect(candles.summary == "loaded: 96 read, 96 inserted")
    #expect(
      try rows(
        connection,
        """
        SELECT data->>'note', (data->>'raw')::jsonb->>'path', data->>'close' IS NULL
        FROM file_data WHERE file_id = 2 AND row_number IN (1, 18) ORDER BY row_number
        """) == ["checked by hand\nsee C:\\notes\\0.txt|a\\b|f", "|a\\b|t"])
    #expect(try workshop.ingest(Self.sample) { $0.table = "venues" }.summary == "skipped")
  }

  @Test func aDumpOfSeveralTablesIsNotLoadedUntilOneIsNamed() throws {
    let workshop = try Workshop()
    #expect(
      try workshop.ingest(Self.sample).words
        == "\(Self.sample): several tables of this dump have rows: market.candles (96 rows),"
        + " market.venues (2 rows); say which with --table")
  }

  @Test func aDumpThatIsCutShortPublishesNothing() throws {
    let workshop = try Workshop()
    let text = try String(contentsOfFile: Self.sample, encoding: .utf8)
    let path = try workshop.file("cut.sql", String(text.prefix(9_000)))
    let report = try workshop.backfill([path], layout: layout()).loads[0]
    #expect(report.status == .failed)
    #expect(report.words.hasPrefix("\(path): the dump ends in the middle of the rows of market."))
    #expect(
      try rows(TestDatabase.connect(), "SELECT count(*) FROM timeseries_data") == ["0"])
  }
}
