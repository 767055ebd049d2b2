/// A CSV parser that is told the dialect and guesses nothing. It shows that what is expected of a
/// polluted file can be read from it.
struct ToldParser {
  private let dialect: PollutionDialect
  private let delimiter: [UInt8]
  private let recordEnd: [UInt8]
  private let otherRecordEnd: [UInt8]
  private let quote: [UInt8]
  /// A quote inside a quoted cell.
  private let innerQuote: [UInt8]
  private let bytes: [UInt8]
  private var position = 0

  /// The records that belong to the tables, without the empty ones. The text is that of the file,
  /// but for a damaged row.
  static func rows(of file: PollutedFile, text: [UInt8]) -> [[String]] {
    var parser = ToldParser(dialect: file.dialect, bytes: text)
    for _ in 0..<file.leadingLines { parser.skipLine() }
    let commentMark = Array((file.commentMark ?? "").utf8)
    var records: [[String]] = []
    while parser.position < parser.bytes.count {
      if parser.isNext(commentMark) {
        parser.skipLine()
        continue
      }
      let record = parser.record()
      if record != [""] { records.append(record) }
    }
    return records.dropLast(file.trailingLines)
  }

  private init(dialect: PollutionDialect, bytes: [UInt8]) {
    self.dialect = dialect
    self.bytes = bytes
    delimiter = Array(dialect.delimiter.utf8)
    recordEnd = Array(dialect.recordEnd.utf8)
    otherRecordEnd = Array((dialect.otherRecordEnd ?? "").utf8)
    quote = Array((dialect.quote ?? "").utf8)
    innerQuote = Array((dialect.escape ?? dialect.quote ?? "").utf8) + quote
  }

  /// Whether the text stands here; an empty one never does.
  private func isNext(_ text: [UInt8]) -> Bool {
    guard let first = text.first, bytes.count - position >= text.count, bytes[position] == first
    else { return false }
    return text.indices.allSatisfy { bytes[position + $0] == text[$0] }
  }

  private mutating func take(_ text: [UInt8]) -> Bool {
    guard isNext(text) else { return false }
    position += text.count
    return true
  }

  private mutating func takeEnd() -> Bool { take(recordEnd) || take(otherRecordEnd) }

  private mutating func skipLine() {
    while position < bytes.count, !takeEnd() { position += 1 }
  }

  private mutating func record() -> [String] {
    var cells = [cell()]
    while position < bytes.count, !takeEnd() {
      _ = take(delimiter)
      cells.append(cell())
    }
    if dialect.trailingDelimiter, cells.count > 1, cells.last == "" { cells.removeLast() }
    return cells
  }

  /// A cell, up to the delimiter or the end of the record.
  private mutating func cell() -> String {
    var content: [UInt8] = []
    if take(quote) { quoted(into: &content) }
    while position < bytes.count, !isNext(delimiter), !isNext(recordEnd),
      !isNext(otherRecordEnd)
    {
      content.append(bytes[position])
      position += 1
    }
    return String(decoding: content, as: UTF8.self)
  }

  private mutating func quoted(into content: inout [UInt8]) {
    while position < bytes.count {
      if take(innerQuote) {
        content += quote
      } else if take(quote) {
        return
      } else {
        content.append(bytes[position])
        position += 1
      }
    }
  }
}
