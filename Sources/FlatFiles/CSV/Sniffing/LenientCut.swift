/// Cuts one record where a quote that closes nothing is a letter like others.
///
/// It is for samples and for records to be mended: what the strict parser refuses still has cells.
struct LenientCut {
  let text: [UInt8]
  private let dialect: Dialect
  private(set) var cells: [ArraySlice<UInt8>] = []
  private(set) var isQuoted: [Bool] = []
  /// How many quotes stand where none may.
  private(set) var stray = 0

  init(_ text: [UInt8], _ dialect: Dialect) {
    self.text = text
    self.dialect = dialect
  }

  /// Cuts it all; false where a quoted cell is open at the end, which is then cut as a bare one.
  mutating func cut() -> Bool {
    var at = 0
    var isClosed = true
    while true {
      let end: Int
      let quotes = quotes(at)
      switch quotes {
      case .none:
        end = bareEnd(from: at)
        stray += text[at..<end].count { $0 == dialect.quote }
        append(text[at..<end], isQuoted: false)
      case .closed(let close):
        append(text[at + 1..<close], isQuoted: true)
        end = close + 1
      case .open, .stray:
        if quotes == .open { isClosed = false }
        stray += 1
        end = bareEnd(from: at)
        append(text[at..<end], isQuoted: false)
      }
      if end >= text.count { break }
      at = end + dialect.delimiter.count
      if at >= text.count {
        append(text[text.count...], isQuoted: false)
        break
      }
    }
    if dialect.endsInDelimiter, cells.count > 1, cells.last?.isEmpty == true {
      cells.removeLast()
      isQuoted.removeLast()
    }
    return isClosed
  }

  /// The content of a cell, without the escapes of its quotes.
  func content(_ index: Int) -> [UInt8] {
    guard isQuoted[index] else { return Array(cells[index]) }
    var content: [UInt8] = []
    var at = cells[index].startIndex
    while at < cells[index].endIndex {
      let isDoubled =
        text[at] == dialect.quote && at + 1 < cells[index].endIndex && text[at + 1] == text[at]
      if isDoubled || isEscape(at) { at += 1 }
      content.append(text[at])
      at += 1
    }
    return content
  }

  private enum Quotes: Equatable {
    case none
    case closed(Int)
    /// The text ends before the quote that closes it.
    case open
    /// Behind the quote that should close it stands something else.
    case stray
  }

  private func quotes(_ start: Int) -> Quotes {
    guard let quote = dialect.quote, start < text.count, text[start] == quote else { return .none }
    var at = start + 1
    while at < text.count {
      if isEscape(at) {
        at += 2
        continue
      }
      if text[at] == quote {
        if at + 1 == text.count || isDelimiter(at + 1) { return .closed(at) }
        guard text[at + 1] == quote else { return .stray }
        at += 1
      }
      at += 1
    }
    return .open
  }

  private mutating func append(_ cell: ArraySlice<UInt8>, isQuoted quoted: Bool) {
    cells.append(cell)
    isQuoted.append(quoted)
  }

  private func bareEnd(from start: Int) -> Int {
    var at = start
    while at < text.count {
      if isEscape(at) {
        at += 2
        continue
      }
      if isDelimiter(at) { return at }
      at += 1
    }
    return text.count
  }

  private func isEscape(_ at: Int) -> Bool {
    text[at] == dialect.escape && at + 1 < text.count && dialect.isEscaped(text[at + 1])
  }

  private func isDelimiter(_ at: Int) -> Bool {
    text[at] == dialect.delimiter.first
      && (dialect.delimiter.count == 1 || text[at...].starts(with: dialect.delimiter))
  }
}
