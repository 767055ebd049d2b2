import FlatFiles
import Layouts
import Testing

/// Numbers that are right and look wrong, and the other way round; files that end too early.
@Suite struct ValueTrapTests {
  private func values(_ texts: [String], _ more: String = "") throws -> Mapped {
    try mapped(
      "p\n" + texts.map { $0 + "\n" }.joined(),
      "into: things\nformat: csv\ndialect: {delimiter: ',', header: first}\n"
        + "columns: {p: {from: p, type: decimal}}\n\(more)")
  }

  @Test(arguments: [
    "1e-05", "7.4e-05", "1e+16", "0.30000000000000004", "1e12", "2553716000000", "-0.00012",
    "12345678901234567890.123456789012345678",
  ])
  func everyDigitAndEveryExponentIsKeptAsItIsWritten(text: String) throws {
    #expect(try values([text]) == Mapped(rows: [text]))
  }

  @Test func pricesOfZeroBeforeAListingAreRejectedWhereThatIsAsked() throws {
    let check = "checks: [range: {column: p, min: '0', exclusive: true}]"
    #expect(try values(["0", "0.0", "1"]) == Mapped(rows: ["0", "0.0", "1"]))
    #expect(
      try values(["0", "0.0", "1"], check)
        == Mapped(rows: ["1"], rejects: ["2 out-of-range", "3 out-of-range"]))
  }

  @Test func negativePremiumsAreNumbersAndNegativePricesAreRejectedWhereThatIsAsked() throws {
    #expect(try values(["-0.0004"]) == Mapped(rows: ["-0.0004"]))
    #expect(
      try values(["-1"], "checks: [range: {column: p, min: 0}]")
        == Mapped(rejects: ["2 out-of-range"]))
  }

  @Test func percentagesBecomeFractionsWhereThatIsTold() throws {
    let percent = "numbers: {percent: true}"
    #expect(try values(["0.01", "0.01%"], percent) == Mapped(rows: ["0.0001", "0.0001"]))
    #expect(
      try values(["0.01", "0.01%"]) == Mapped(rows: ["0.01"], rejects: ["3 not-a-number"]))
  }

  @Test(arguments: ["NaN", "Infinity", "-inf", "1_000", "0x10", "5 USD"])
  func whatPostgreSQLWouldTakeOrRefuseAsANumberIsRejectedBeforeIt(text: String) throws {
    #expect(try values([text]) == Mapped(rejects: ["2 not-a-number"]))
  }

  private static let candles = """
    data_type: ohlcv
    format: csv
    columns: {timestamp: 1, open: 2, high: 3, low: 4, close: 5}
    source: btc
    """

  @Test func aHighBelowTheCloseIsKeptUnlessItIsAskedForAndOneBelowTheLowNever() throws {
    let text = "1706659200,0.0040,0.004031,0.0039,0.004043\n1706659260,4,3,3.5,3.2\n"
    #expect(
      try mapped(text, Self.candles)
        == Mapped(
          rows: ["btc|1706659200000000|0.0040|0.004031|0.0039|0.004043"],
          rejects: ["2 high-below-low"]))
    #expect(
      try mapped(text, Self.candles + "\nchecks: [compare: 'high >= close']")
        == Mapped(rejects: ["1 high-below-close", "2 high-below-low"]))
  }

  // MARK: - Order

  @Test func filesThatRunBackwardsOrInNoOrderAreRead() throws {
    let newestFirst = "1706659320,1,1,1,1\n1706659260,1,1,1,1\n1706659200,1,1,1,1\n"
    let unsorted = "1706659260,1,1,1,1\n1706659320,1,1,1,1\n1706659200,1,1,1,1\n"
    #expect(try mapped(newestFirst, Self.candles).rows.count == 3)
    #expect(try mapped(unsorted, Self.candles).rows.count == 3)
    let check = "\nchecks: [monotonic: {column: timestamp, order: either}]"
    #expect(try mapped(newestFirst, Self.candles + check).rejects == [])
    #expect(try mapped(unsorted, Self.candles + check).rejects == ["3 not-monotonic"])
  }

  // MARK: - Files that were not finished

  @Test func theCandleThatWasStillOpenIsSkipped() throws {
    let text = "1706659200,1,1,1,1\n1706659260,2,2,2,2\n"
    #expect(
      try mapped(text, Self.candles + "\ninterval: 1m", captured: 1_706_659_300_000_000)
        == Mapped(rows: ["btc|1706659200000000|1|1|1|1"], skipped: [.unfinished: 1]))
  }

  @Test func theRowOfTheMomentIsOffTheIntervalAndSaid() throws {
    let text = "1706659200,1\n1706662800,2\n1706666400,3\n1706668111,4\n"
    let layout = """
      into: things
      format: csv
      columns: {at: {at: 1, type: timestamp}, value: {at: 2, type: decimal}}
      time: {column: at}
      source: btc
      """
    #expect(try mapped(text, layout).rows.count == 4)
    try withTemporaryFile("trap.csv", text) { file in
      let checked = try Layout(
        yaml: "name: trap\n" + layout + "\nchecks: [interval: {every: 1h, severity: error}]",
        file: "trap.yml")
      let verdict = try FileValidation(
        checked.effective(fileName: file.name), clock: FileClock(captured: nil, now: testNow)
      ).verdict(on: file)
      #expect(verdict.status == .invalid)
      #expect(verdict.failures.map(\.code.rawValue) == ["off-interval"])
    }
  }

  @Test func aJSONArrayThatIsCutShortIsAnErrorAtItsPlace() throws {
    #expect {
      try mapped(
        "[[1706659200,1,1,1,1],[1706659260,1,1", named: "trap.json",
        Self.candles.replacing("csv", with: "json"))
    } throws: {
      ($0 as? FileError)?.position != nil
    }
  }

  @Test func aLastLineOfNDJSONThatIsCutShortCostsItselfAlone() throws {
    let text = #"{"t":1706659200,"p":"1.5"}"# + "\n" + #"{"t":17066"#
    let layout = """
      into: things
      format: ndjson
      columns: {at: {from: t, type: timestamp}, value: {from: p, type: decimal}}
      time: {column: at}
      """
    #expect(
      try mapped(text, named: "trap.ndjson", layout)
        == Mapped(rows: ["1706659200000000|1.5"], rejects: ["2 cut-short"]))
  }
}
