/// The parts of a market's symbol as exchanges spell it: `BTC/USDT`, `btc_usdt`, `BTC-USD`,
/// `BTCUSDT`, `BTC/USDT:USDT`, `BTC-PERPETUAL`, `BTC-27DEC24`.
enum MarketSymbol {
  enum Part: Equatable {
    case text(Range<Int>)
    /// A contract that names no currency it is paid in.
    case none
    /// Nothing shows where the parts meet.
    case untellable
  }

  static func base(_ text: UnsafeRawBufferPointer) -> Part {
    guard let meeting = meeting(text), !meeting.before.isEmpty else { return .untellable }
    return .text(meeting.before)
  }

  static func quote(_ text: UnsafeRawBufferPointer) -> Part {
    guard let meeting = meeting(text), !meeting.behind.isEmpty else { return .untellable }
    let behind = UnsafeRawBufferPointer(rebasing: text[meeting.behind])
    return isContract(behind) ? .none : .text(meeting.behind)
  }

  private static func meeting(
    _ text: UnsafeRawBufferPointer
  ) -> (before: Range<Int>, behind: Range<Int>)? {
    if let separator = text.firstIndex(where: { "/-_".utf8.contains($0) }) {
      let behind = separator + 1
      let end = text[behind...].firstIndex { "/-_:".utf8.contains($0) } ?? text.count
      return (0..<separator, behind..<end)
    }
    let starts = currencies.filter { ends(text, with: $0) }.map { text.count - $0.count }
    guard let first = starts.first else { return nil }
    // `BNBUSD` ends in two currencies: what is known to be traded tells which one is meant.
    let known = starts.filter { start in
      let base = text[..<start]
      return traded.contains { $0.count == base.count && isSpelled(base, $0) }
    }
    let start = starts.count == 1 ? first : known.first
    guard let start, known.count <= 1 else { return nil }
    return (0..<start, start..<text.count)
  }

  private static func ends(_ text: UnsafeRawBufferPointer, with currency: [UInt8]) -> Bool {
    currency.count < text.count && isSpelled(text[(text.count - currency.count)...], currency)
  }

  private static func isSpelled(_ text: Slice<UnsafeRawBufferPointer>, _ word: [UInt8]) -> Bool {
    zip(text, word).allSatisfy { ASCII.upper($0) == $1 }
  }

  private static func isContract(_ text: UnsafeRawBufferPointer) -> Bool {
    guard let first = text.first else { return false }
    return first &- UInt8(ascii: "0") <= 9
      || contracts.contains { $0.count == text.count && isSpelled(text[...], $0) }
  }

  private static let contracts = ["PERPETUAL", "PERP", "SWAP"].map { Array($0.utf8) }
  /// What markets are paid in.
  private static let currencies = [
    "FDUSD", "USDT", "USDC", "BUSD", "TUSD", "USDP", "USD", "EUR", "GBP", "JPY", "TRY", "BRL",
    "AUD", "CAD", "CHF", "KRW", "DAI", "BTC", "XBT", "ETH", "BNB",
  ].map { Array($0.utf8) }
  private static let traded = [
    "BTC", "XBT", "ETH", "BNB", "XRP", "SOL", "ADA", "DOGE", "LTC", "BCH", "TRX", "DOT", "LINK",
    "USDT", "USDC",
  ].map { Array($0.utf8) }
}
