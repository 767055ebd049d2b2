/// What the first column of a sample holds where that is text: what a record may begin with.
struct RowNames: Sendable, Hashable {
  private var texts: Set<[UInt8]> = []
  private var longest = 0

  init() {}

  init(_ cells: some Sequence<ArraySlice<UInt8>>) {
    for cell in cells {
      texts.insert(Array(cell))
      longest = max(longest, cell.count)
    }
  }

  /// Whether a cell is one of the names, or the beginning of one.
  func mayBegin(with cell: ArraySlice<UInt8>) -> Bool {
    !cell.isEmpty && texts.contains { $0.starts(with: cell) }
  }

  /// Whether a cell is no name: several words, and much longer than any of them.
  ///
  /// Twice as long, because a sample does not have the longest name of a file. With less, the torn
  /// last record of a list of companies would be taken for a note; with more, `Source: CoinGecko`
  /// behind symbols of eight letters would be rejected.
  func isSentence(_ cell: ArraySlice<UInt8>) -> Bool {
    !texts.isEmpty && cell.contains(0x20) && cell.count > longest * 2
  }
}
