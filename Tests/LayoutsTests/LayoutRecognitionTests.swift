import FlatFiles
import Layouts
import Testing

@Suite struct LayoutRecognitionTests {
  /// The layouts of a file with this name and content.
  private func layouts(_ fileName: String, _ content: String) throws -> [LayoutFit] {
    try withTemporaryFile(fileName, content) { file in
      try LayoutRecognition(clock: FileClock(captured: nil, now: testNow)).layouts(of: file)
    }
  }

  /// The one layout of a file with this name and content; what is wrong otherwise, in words.
  private func theLayout(_ fileName: String, _ content: String) throws -> String {
    try withTemporaryFile(fileName, content) { file in
      do {
        let clock = FileClock(captured: nil, now: testNow)
        return try LayoutRecognition(clock: clock).theLayout(of: file).name
      } catch let error as RecognitionError {
        return "\(error)".replacing(file.path, with: file.name)
      }
    }
  }

  private let known = BuiltInLayouts.names.joined(separator: ", ")
  private let ohlc = "[[1609459200000,5,9,4,6,1],[1609545600000,6,8,5,7,1]]"

  @Test func whatTheContentCannotTellTheNameTells() throws {
    let reasons = [
      "its records have 6 fields", "2 of its first 2 records become rows",
      "its name tells it from ",
    ]
    func fit(_ layout: String, other: String) -> [LayoutFit] {
      [LayoutFit(layout: layout, reasons: reasons.dropLast() + [reasons[2] + other])]
    }
    #expect(
      try layouts("btc_price.json", ohlc) == fit("legacy-history", other: "ccxt-ohlcv"))
    #expect(
      try layouts("BTC_USDT-1d.json", ohlc) == fit("ccxt-ohlcv", other: "legacy-history"))
  }

  @Test func whatNothingTellsApartIsLeftToThePerson() throws {
    #expect(try layouts("BTC.json", ohlc).map(\.layout) == ["ccxt-ohlcv", "legacy-history"])
  }

  @Test func lowBeforeHighIsToldByTheCandles() throws {
    let candles = "[[1609545600,5,8,6,7,1],[1609459200,4,9,6,5,1]]"
    #expect(try layouts("btc.json", candles).map(\.layout) == ["coinbase-candles"])
  }

  @Test func aFileInNoLayoutIsRecognisedAsNone() throws {
    #expect(try layouts("a.csv", "a,b\n1,2\n").isEmpty)
    #expect(try layouts("a.json", "{\"a\": 1}").isEmpty)
  }

  @Test func oneLayoutIsTakenAndAnythingElseIsForThePerson() throws {
    #expect(try theLayout("btc_price.json", ohlc) == "legacy-history")
    #expect(
      try theLayout("BTC.json", ohlc)
        == "BTC.json fits more than one layout: ccxt-ohlcv and legacy-history. "
        + "Say which with --layout.")
    #expect(
      try theLayout("a.csv", "a,b\n1,2\n")
        == """
        a.csv is in none of the layouts known here. Look at it with: retrofill inspect a.csv; that \
        shows what it holds, and makes up a layout for --layout.
        """)
  }

  /// The tests' own standard input may never end: looking into it would hang here.
  @Test func standardInputIsNotReadToFindItsLayout() throws {
    let recognition = try LayoutRecognition(clock: FileClock(captured: nil, now: testNow))
    let error = #expect(throws: RecognitionError.self) {
      try recognition.theLayout(of: .standardInput)
    }
    #expect(
      error?.description
        == """
        The layout of standard input cannot be found by trying, because it can be read only once. \
        Name one with --layout: \(known), or the path of a layout file.
        """)
  }

  @Test func aNameThatMakesNoSenseToALayoutIsNoError() throws {
    #expect(try layouts("BTC-0m.json", ohlc).map(\.layout) == ["legacy-history"])
  }

  @Test func anEmptyFileIsAnError() {
    #expect(throws: FileError.self) { try layouts("a.csv", "") }
  }
}
