import Foundation
import TestSupport
import Testing

@testable import retrofill

/// `retrofill inspect`, as a user runs it.
@Suite struct InspectTests {
  private let scratch: ScratchFolder
  private var tool = Tool()

  init() throws {
    scratch = try ScratchFolder()
    tool.folder = scratch.path
  }

  private let prices = """
    Date;Open;High;Low;Last;Volume BTC;Comment
    31.01.2024 10:00;1.234,5;1.300,0;1.200,25;1.250;12,5;a
    31.01.2024 11:00;1.250;1.251;1.249,5;1.250,5;N/A;b
    31.01.2024 14:00;1.250,5;1.251;1.249,5;1.249,5;3,25;
    31.01.2024 15:00;1.249,5;1.251;1.249,5;1.250,5;0,5;d

    """

  @Test func aFileIsDescribedOnOneScreen() throws {
    try scratch.write(prices, to: "silver.csv")
    let outcome = try tool.run("inspect", "silver.csv")
    #expect(outcome.status == 0)
    #expect(outcome.errors == "")
    #expect(outcome.output == Self.silver, "\(outcome.output)")
  }

  private static let silver = """
    silver.csv
      stored    255 B, not compressed, utf-8
      format    csv: fields between `;`, quotes are `"`, lines end in lf, header
      records   4, and all of them become rows
      time      Date in %d.%m.%Y: 2024-01-31 10:00 to 2024-01-31 15:00, ascending, every 1h, 1 gap, the
                longest 3 h 0 min after 2024-01-31 11:00; no zone is named, so they are taken as UTC
      because   all records have 7 fields
                the header has names, and no number or time
                no built-in layout fits, so one is made up of what the file shows
                the columns `Open`, `High`, `Low`, `Last` are named as the prices of a candle are

      COLUMN      TYPE       MISSING  MIN               MAX               EXAMPLE           BECOMES
      Date        timestamp           2024-01-31 10:00  2024-01-31 15:00  31.01.2024 10:00  timestamp
      Open        decimal             1234.5            1250.5            1.234,5           open
      High        decimal             1251              1300.0            1.300,0           high
      Low         decimal             1200.25           1249.5            1.200,25          low
      Last        decimal             1249.5            1250.5            1.250             close
      Volume BTC  decimal       25 %  0.5               12.5              12,5              volume
      Comment     text          25 %  a                 d                 a

      layout    made up; keep it in a file ending in .yml, and load with:
                retrofill backfill silver.csv --layout FILE.yml

    # Made up for silver.csv: look it over before it is used.
    name: silver
    format: csv
    dialect: {delimiter: ';', header: first}
    data_type: ohlcv
    columns:
      timestamp: Date
      open: Open
      high: High
      low: Low
      close: Last
      volume: Volume BTC
    # Not taken: Comment
    numbers: {decimal: ',', grouping: '.'}
    missing: ['N/A']
    source: '{stem}'
    interval: 1h

    """

  @Test func aTerminalOfAnyWidthHoldsTheTable() throws {
    try scratch.write(prices, to: "silver.csv")
    let told = try tool.run("inspect", "silver.csv").output
    #expect(told.split(separator: "\n").allSatisfy { $0.count <= 100 || $0.hasPrefix("file_name") })
    #expect(!told.contains("\u{1B}"))
  }

  @Test func theLayoutThatIsPrintedIsPastedAndChecksTheFile() throws {
    try scratch.write(prices, to: "silver.csv")
    let object = try json("inspect", "silver.csv", "--format", "json")
    try scratch.write(#require(object["layout_yaml"] as? String), to: "silver.yml")
    let outcome = try tool.run("validate", "silver.csv", "--layout", "silver.yml")
    #expect(outcome.status == 0)
    #expect(outcome.output.contains("silver.csv  silver  valid         4        0         0"))
    let through = try json("inspect", "silver.csv", "--layout", "silver.yml", "--format", "json")
    #expect(through["layout"] as? String == "silver")
    #expect(through["made_up"] as? Bool == false)
    #expect(through["rows"] as? Int == 4)
  }

  @Test func programsGetTheNamesThatArePromised() throws {
    let object = try json(
      "inspect", Tool.checkout + "/samples/binance/BTCUSDT-1h-2025-01.csv", "--format", "json")
    #expect(
      Set(object.keys) == [
        "file", "size", "compression", "encoding", "format", "dialect", "columns", "records",
        "time", "layout", "layout_yaml", "made_up", "fits", "rows", "rejected", "codes", "skipped",
        "reasons", "notes",
      ])
    #expect(
      NSDictionary(dictionary: object["dialect"] as? [String: Any] ?? [:])
        == [
          "delimiter": ",", "quote": "\"", "escape": NSNull(), "line_ending": "lf",
          "header_lines": 0, "preamble_lines": 0,
        ])
    let columns = try #require(object["columns"] as? [[String: Any]])
    #expect(columns.count == 12)
    #expect(
      Set(columns[1].keys) == [
        "name", "type", "nulls", "min", "max", "strays", "example", "becomes",
      ])
    let time = try #require(object["time"] as? [String: Any])
    #expect(
      NSDictionary(dictionary: time)
        == [
          "column": "column1", "unit": "us", "zone": NSNull(), "from": "2025-01-01T00:00:00Z",
          "to": "2025-01-31T23:00:00Z", "order": "ascending", "interval_seconds": 3600,
          "interval": "1h", "regular": true, "gaps": 0, "weekends": 0,
          "longest_gap_seconds": NSNull(), "duplicates": 0, "series": 1,
        ])
    #expect(object["layout"] as? String == "binance-klines")
  }

  @Test func severalFilesAreAListAndBuiltInLayoutsArePrintedOnce() throws {
    let folder = Tool.checkout + "/samples/binance/"
    let outcome = try tool.run("inspect", folder + "*.csv")
    #expect(outcome.status == 0)
    #expect(outcome.output.components(separatedBy: "\nname: binance-klines\n").count == 2)
    let object = try json("inspect", folder + "*.csv", "--format", "json")
    #expect((object["files"] as? [[String: Any]])?.count == 3)
    #expect((object["passed_over"] as? [Any])?.isEmpty == true)
  }

  @Test func standardInputIsLookedAtLikeAFile() throws {
    try scratch.write(prices, to: "silver.csv")
    let outcome = try tool.run("inspect", "-", input: "silver.csv")
    #expect(outcome.status == 0)
    #expect(outcome.output.hasPrefix("standard input\n"))
    #expect(outcome.output.contains("records   4, and all of them become rows\n"))
    try scratch.write("", to: "empty.csv")
    #expect(
      try tool.run("inspect", "-", input: "empty.csv")
        == Tool.Outcome(
          status: 65,
          output:
            "standard input\n  stored    of unknown size\n  error     standard input: the file is empty\n",
          errors: "retrofill: standard input: the file is empty\n"))
    try scratch.write("\0\u{1}\u{2}\0", to: "binary")
    #expect(
      try tool.run("inspect", "-", input: "binary").errors
        == "retrofill: standard input: this is not text: its first block holds bytes that no text file"
        + " has\n")
  }

  @Test(arguments: [
    ("missing.csv", 66), ("empty.csv", 65), ("not-text.csv", 65), ("truncated.csv.gz", 65),
    ("cut-short.json", 65), ("header-only.csv", 0), ("api-error.json", 0),
    ("klines-with-bad-rows.csv", 0), ("mixed-time-units.csv", 0),
  ])
  func theStatusTellsWhetherTheFileCouldBeRead(name: String, status: Int32) throws {
    #expect(try tool.run("inspect", Tool.checkout + "/samples/bad/" + name).status == status)
  }

  @Test func whatIsWrongWithAFileIsSaidInASentence() throws {
    try scratch.write("time,open,high\n", to: "header.csv")
    try scratch.write(#"{"code":-1121,"msg":"Invalid symbol."}"#, to: "answer.json")
    try scratch.write("PGDMP\u{1}\u{e}", to: "base.dump")
    #expect(
      try tool.run("inspect", "header.csv").output
        == """
        header.csv
          stored    15 B, not compressed, utf-8
          format    csv: fields between `,`, quotes are `"`, lines end in lf, header
          records   0
          note      it has a header and no records, so nothing shows what its columns hold

          COLUMN  TYPE
          time    empty
          open    empty
          high    empty

        """)
    #expect(
      try tool.run("inspect", "answer.json").output
        == """
        answer.json
          stored    38 B, not compressed, utf-8
          format    json
          records   1
          because   it begins as JSON does, with [ or {
          note      this looks like an error that an API answered, and not like data: "Invalid symbol."
                    (code -1121)

          COLUMN  TYPE     MIN              MAX              EXAMPLE
          code    integer  -1121            -1121            -1121
          msg     text     Invalid symbol.  Invalid symbol.  Invalid symbol.

        """)
    let dump = try tool.run("inspect", "base.dump")
    #expect(dump.status == 65)
    #expect(
      dump.errors
        == "retrofill: base.dump: this is a dump in pg_dump's custom format; convert it first with:"
        + " pg_restore -f dump.sql\n")
  }

  @Test func theFilesOfAnArchiveAreEachLookedAt() throws {
    let archive = try zipArchive([
      "a.csv": "time,value\n2024-01-01,1\n2024-01-02,2\n", "b.csv": "x\n",
    ])
    try scratch.write(archive, to: "two.zip")
    let outcome = try tool.run("inspect", "two.zip")
    #expect(outcome.status == 0)
    #expect(outcome.output.hasPrefix("two.zip/a.csv\n  stored    37 B, zip, utf-8\n"))
    #expect(outcome.output.contains("\n\ntwo.zip/b.csv\n  stored    2 B, zip, utf-8\n"))
  }

  @Test func theTablesOfADumpAreListed() throws {
    let dump = Tool.checkout + "/samples/dumps/market.sql"
    let outcome = try tool.run("inspect", dump)
    #expect(outcome.status == 0)
    #expect(
      outcome.output.hasSuffix(
        """
          note      several tables have rows: --table says which of them is looked at

          TABLE           ROWS
          market.candles    96
          market.venues      2

        """))
    let candles = try json("inspect", dump, "--table", "market.candles", "--format", "json")
    #expect(candles["records"] as? Int == 96)
    #expect((candles["layout_yaml"] as? String)?.contains("table: market.candles\n") == true)
    #expect(try tool.run("inspect", dump, "--table", "nope").status == 65)
  }

  @Test func aLayoutThatIsNotThereIsAMistakeOfUsage() throws {
    try scratch.write(prices, to: "silver.csv")
    #expect(try tool.run("inspect", "silver.csv", "--layout", "nope").status == 64)
    #expect(try tool.run("inspect", "silver.csv", "--layout", "nope.yml").status == 66)
    #expect(try tool.run("inspect", "silver.csv", "--encoding", "nope").status == 64)
    #expect(try tool.run("inspect").status == 64)
  }

  @Test func aSignalEndsTheReadingAndNothingIsLeftBehind() throws {
    let spool = scratch.path + "/spool"
    try FileManager.default.createDirectory(atPath: spool, withIntermediateDirectories: false)
    var tool = tool
    tool.environment["TMPDIR"] = spool
    let pipe = Pipe()
    let running = try tool.start(["inspect", "-"], input: pipe.fileHandleForReading)
    func left() throws -> [String] { try FileManager.default.contentsOfDirectory(atPath: spool) }
    while try left().isEmpty {
      try #require(running.process.isRunning)
      usleep(10_000)
    }
    running.process.interrupt()
    while !running.errors.contains("stopping") { usleep(10_000) }
    try pipe.fileHandleForWriting.write(contentsOf: Data("time,value\n2024-01-01,1\n".utf8))
    try pipe.fileHandleForWriting.close()
    let outcome = try running.wait()
    #expect(outcome.status == 130, "\(outcome.errors)")
    #expect(outcome.output == "")
    #expect(try left().isEmpty)
  }

  private func json(_ words: String...) throws -> [String: Any] {
    let outcome = try tool.run(words)
    let object = try JSONSerialization.jsonObject(with: Data(outcome.output.utf8))
    return try #require(object as? [String: Any])
  }
}
