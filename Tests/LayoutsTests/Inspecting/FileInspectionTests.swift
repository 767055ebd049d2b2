import FlatFiles
import Testing

@testable import Layouts

@Suite struct FileInspectionTests {
  @Test func aFileWithAHeaderAloneHasNoLayout() throws {
    let report = try inspect("a.csv", "time,open,high,low,close\n")
    #expect(report.records == 0)
    #expect(report.columns.map(\.name) == ["time", "open", "high", "low", "close"])
    #expect(report.columns.map(\.type) == [nil, nil, nil, nil, nil])
    #expect(report.layoutYAML == nil)
    #expect(
      report.notes == ["it has a header and no records, so nothing shows what its columns hold"])
  }

  @Test(arguments: [
    (#"{"code":-1121,"msg":"Invalid symbol."}"#, "\"Invalid symbol.\" (code -1121)"),
    (#"{"Response":"Error","Message":"rate limit"}"#, "\"rate limit\""),
    (#"{"error":{"message":"not found"}}"#, "\"not found\""),
  ])
  func anAnswerThatIsAnErrorIsToldFromData(content: String, message: String) throws {
    let report = try inspect("a.json", content)
    #expect(report.layoutYAML == nil)
    #expect(
      report.notes == [
        "this looks like an error that an API answered, and not like data: \(message)"
      ])
  }

  @Test(arguments: [
    ("", "a.csv: the file is empty"),
    (
      "PGDMP\u{1}\u{e}",
      "a.csv: this is a dump in pg_dump's custom format; convert it first with:"
        + " pg_restore -f dump.sql"
    ),
    (
      "\0\u{1}\u{2}\0", "a.csv: this is not text: its first block holds bytes that no text file has"
    ),
    ("%PDF-1.7", "a.csv: this is a PDF document, which is not read"),
  ])
  func aFileThatCannotBeReadIsAnError(content: String, sentence: String) throws {
    let report = try inspect("a.csv", content)
    #expect(report.error.map { "\($0)" } == sentence)
    #expect(report.size == content.utf8.count)
    #expect(report.layoutYAML == nil)
  }

  @Test func severalLayoutsThatFitAreNamedAndNoneIsChosen() throws {
    let report = try inspect(
      "BTC.json", "[[1609459200000,5,9,4,6,1],[1609545600000,6,8,5,7,1]]")
    #expect(report.fits.map(\.layout) == ["ccxt-ohlcv", "legacy-history"])
    #expect(report.layout == nil)
    #expect(report.layoutYAML == nil)
    #expect(report.columns.allSatisfy { $0.becomes == nil })
    #expect(report.time?.unit == "ms")
  }

  @Test func aLayoutThatIsToldIsLookedThrough() throws {
    let yaml = """
      name: mine
      columns: {timestamp: when, value: {from: v, decimal: ','}}
      time: {unit: '%d.%m.%y'}
      source: one
      """
    var options = InspectionOptions()
    options.layout = (try Layout(yaml: yaml, file: "mine.yml"), yaml)
    let report = try inspect("a.csv", "when;v;w\n31.01.24;1,5;x\n01.02.24;nope;y\n", options)
    #expect(report.layout == "mine")
    #expect(report.layoutYAML == yaml)
    #expect(report.fits.isEmpty)
    #expect(report.columns.map(\.becomes) == ["timestamp", "value", nil])
    #expect((report.rows, report.rejected) == (1, 1))
    #expect(report.time?.unit == "%d.%m.%y")
  }

  @Test func aLayoutThatDoesNotSuitTheFileIsAnError() throws {
    let yaml = "name: mine\ncolumns: {timestamp: when, value: v}\nsource: one\n"
    var options = InspectionOptions()
    options.layout = (try Layout(yaml: yaml, file: "mine.yml"), yaml)
    let report = try inspect("a.csv", "time,value\n2024-01-01,1\n", options)
    #expect(report.error is LayoutMismatch || report.error != nil)
    #expect(report.records == nil)
  }

  @Test func whatWasFoundBeforeTheDamageIsTold() throws {
    let report = try inspect("BTC_USDT-1d.json", "[[1609459200000,5,9,4,6,1],[16095456")
    #expect(report.records == 1)
    #expect(report.layout == "ccxt-ohlcv")
    #expect(
      report.error.map { "\($0)" }
        == "BTC_USDT-1d.json:1:28 (byte 27): the JSON ends in the middle of a value: the file is cut"
        + " short; get it again")
  }

  @Test func rejectsAreCountedByCodeWithTheFirstOfEach() throws {
    let start = 1_704_067_200_000
    let good = (3..<20).map { "\(start + $0 * 60_000),\($0).5\n" }.joined()
    let report = try inspect("a.csv", "time,value\n" + good + "\(start)\n\(start),1,2\n\(start)\n")
    #expect(report.records == 20)
    #expect(
      report.codes == [
        RejectCode(rawValue: "too-few-fields"): 2, RejectCode(rawValue: "too-many-fields"): 1,
      ])
    #expect(report.examples.map(\.position.line) == [19, 20])
    #expect(report.reasons.first == "17 of 20 records have 2 fields, and the others cannot be read")
  }

  @Test func whoStopsItIsNotTakenForDamage() throws {
    struct Stop: Error {}
    #expect(throws: Stop.self) {
      try withTemporaryFile("a.csv", "time,value\n2024-01-01,1\n") { file in
        try FileInspection(InspectionOptions(), now: testNow).report(on: file) { _, _, _ in
          throw Stop()
        }
      }
    }
  }

  @Test func theNamesThatProgramsReadAreThere() throws {
    let report = try inspect("a.csv", "time,value\n2024-01-01,1\n2024-01-02,2\n")
    #expect(report.time?.order == "ascending")
    #expect(report.compression == "none")
    #expect(report.encoding == "utf-8")
    #expect(report.format == "csv")
  }
}
