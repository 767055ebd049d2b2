/// How records are written.
struct PollutionDialect: Hashable {
  var delimiter = ","
  /// The quote character; nil where nothing is ever quoted.
  var quote: String? = "\""
  /// What stands before a quote inside a quoted cell; nil where such a quote is doubled.
  var escape: String?
  var recordEnd = "\n"
  /// The end of every third record, where not all have the same.
  var otherRecordEnd: String?
  /// Whether a delimiter also stands after the last cell.
  var trailingDelimiter = false
  var quotesEverything = false
  /// The columns of which every cell is quoted.
  var quotedColumns: Set<Int> = []

  /// The record without its end.
  func line(_ cells: [String]) -> String { joined(written(cells)) }

  /// The cells of a record as they stand in the file.
  func written(_ cells: [String]) -> [String] {
    cells.enumerated().map { written($1, always: quotedColumns.contains($0)) }
  }

  /// Cells that are written already, as a record without its end.
  func joined(_ cells: [String]) -> String {
    cells.joined(separator: delimiter) + (trailingDelimiter ? delimiter : "")
  }

  private func written(_ cell: String, always: Bool) -> String {
    guard let quote, quotesEverything || always || needsQuotes(cell) else { return cell }
    let inner = cell.unicodeScalars.map { scalar in
      String(scalar) == quote ? (escape ?? quote) + quote : String(scalar)
    }
    return quote + inner.joined() + quote
  }

  /// Whether a reader that knows the dialect would take the bare cell for something else. Cells that
  /// only look as if they did are quoted too where writers do so: a `"` in a file with another
  /// quote, and a comma in a file whose delimiter is a comma and a blank.
  func needsQuotes(_ cell: String) -> Bool {
    let bytes = cell.utf8
    guard let first = bytes.first, let last = bytes.last else { return delimiter == " " }
    let blank = UInt8(ascii: " ")
    if first == blank || last == blank { return true }
    // All that is special is ASCII, so that bytes tell as much as characters would.
    let parts = Array(delimiter.utf8)
    let mark = parts.count == 2 && parts[1] == blank ? [parts[0]] : parts
    if mark.contains(first) || mark.contains(last) { return true }
    let sign = mark.count == 1 ? mark[0] : 0
    let quoteByte = quote?.utf8.first ?? 0
    for byte in bytes {
      switch byte {
      case 0, UInt8(ascii: "\r"), UInt8(ascii: "\n"), UInt8(ascii: "\""): return true
      case sign, quoteByte: return true
      default: break
      }
    }
    return mark.count > 1 && cell.contains(delimiter)
  }
}
