/// How well a dialect fits a sample: the more regular the table and the more its cells look like
/// something, the better.
///
/// After van den Burg, Nazábal and Sutton, "Wrangling messy CSV files by detecting row and type
/// patterns" (2019): pattern score times type score. Beside it, a quote where none may stand, a column
/// without any content and a date that is cut into its parts speak against a dialect.
struct DialectScore {
  let value: Double

  /// What a table of one column is worth beside one of many: next to nothing, but not nothing, so
  /// that of two of them the one with better cells is taken.
  private static let worthOfOneColumn = 0.02
  /// What a cell in quotes speaks for its cut at least: nearly as much as a number, since quotes
  /// say where a cell ends. Less, and text with commas in quotes is cut at something else.
  private static let worthOfQuotes = 0.97
  /// The signs that are made to stand between fields have 1. Points, hyphens and the like stand in
  /// values, and blanks between words, so that their tables must be that much better: with more, a
  /// column of names is cut at its blanks, with less, files with such delimiters are one column.
  private static let priorOfBlank = 0.8
  private static let priorOfSign = 0.7
  /// How much a row whose date is cut speaks against the delimiter: a table of which each row is
  /// cut is worth a third. Less than that is made up by the columns that the parts of dates are.
  private static let doubtOfCutTime = 2.0
  /// Quotes where none may stand. `"` stands in text for inches and in torn records, any other
  /// quote that is astray was most likely no quote.
  private static let doubtOfStrayQuote = (usual: 0.5, other: 2.0)
  /// A cell that would be wrapped in quotes if there were any, or begins or ends with one.
  private static let doubtOfBareQuotes = (wrapped: 2.0, halfWrapped: 1.0)

  init(_ table: SampleTable, _ dialect: Dialect) {
    let rows = table.rows
    guard !rows.isEmpty else {
      value = 0
      return
    }
    let width = table.width
    let body = rows.filter { $0.cells.count == width }
    let filled = (0..<width).count { column in body.contains { !$0.cells[column].isEmpty } }
    let columns = Double(max(filled, 1))
    // Rows of another width count by how many agree among themselves.
    var counts: [Int: Int] = [:]
    for row in rows { counts[row.cells.count, default: 0] += 1 }
    // In order, because sums of fractions depend on it.
    let agreement = counts.sorted { $0.key < $1.key }.reduce(0.0) { sum, pattern in
      let share = Double(pattern.value) / Double(rows.count)
      let length = Double(pattern.key == width ? Int(columns) : pattern.key)
      return sum + share * share * max(length - 1, Self.worthOfOneColumn) / length
    }
    var weight = 0.0
    var cells = 0
    for row in rows {
      for (index, cell) in row.cells.enumerated() {
        let look = CellLook(cell).weight
        weight += row.isQuoted[index] ? max(look, Self.worthOfQuotes) : look
        cells += 1
      }
    }
    let types = weight / Double(max(cells, 1))
    let doubts = Self.doubt(of: dialect, table) + Self.doubt(of: dialect.delimiter, table)
    let doubt = doubts / Double(rows.count)
    value = agreement * types * types * Self.prior(of: dialect.delimiter) / (1 + doubt)
  }

  /// How likely a delimiter is before anything is seen: signs that dates, times and names are made
  /// of cut those into more columns than there are.
  private static func prior(of delimiter: [UInt8]) -> Double {
    guard delimiter.count == 1, let byte = delimiter.first else { return 1 }
    if ",;|\t~^\u{1F}\u{01}".utf8.contains(byte) { return 1 }
    return byte == 0x20 ? priorOfBlank : priorOfSign
  }

  /// How much speaks against a delimiter because it cuts dates and times of day into their parts.
  /// Each part is a number, so that without it `2024-02-10,10` would be a better row of three cells
  /// than of two.
  private static func doubt(of delimiter: [UInt8], _ table: SampleTable) -> Double {
    // A blank stands between a date and its time, and a point in numbers.
    guard delimiter.count == 1, let sign = delimiter.first, "-/:".utf8.contains(sign) else {
      return 0
    }
    return table.rows.reduce(0.0) { sum, row in
      let isCut = zip(row.cells, row.cells.dropFirst()).contains { cutsTime($0, sign, $1) }
      return isCut ? sum + doubtOfCutTime : sum
    }
  }

  /// A date with its weekday and month in words, up to the hour; a longer cell is text.
  private static let longestPartOfTime = 30

  /// Whether what stands left and right of a sign is one time with it: a year with its month, or a
  /// day with its hour and minute.
  private static func cutsTime(
    _ left: ArraySlice<UInt8>, _ sign: UInt8, _ right: ArraySlice<UInt8>
  ) -> Bool {
    // The cell on the right may go on with what stands behind the time.
    let number = right.prefix { isDigit($0) }
    guard [1, 2, 4].contains(number.count), left.count <= longestPartOfTime else { return false }
    let isPart =
      sign == UInt8(ascii: ":")
      ? number.count == 2 && left.contains { $0 == UInt8(ascii: "T") || $0 == 0x20 }
      : isYear(left) || isYear(number)
    return isPart && CellLook((left + [sign] + number)[...]) == .time
  }

  private static func isYear(_ text: ArraySlice<UInt8>) -> Bool {
    text.count == 4 && text.allSatisfy { isDigit($0) }
      && (text.starts(with: "19".utf8) || text.starts(with: "20".utf8))
  }

  private static func isDigit(_ byte: UInt8) -> Bool { byte >= 0x30 && byte <= 0x39 }

  /// How much speaks against the quote of a dialect.
  private static func doubt(of dialect: Dialect, _ table: SampleTable) -> Double {
    guard let quote = dialect.quote else {
      // Cells that are wrapped in quotes would be, if there were no quote, a strange habit.
      return table.rows.reduce(0.0) { sum, row in
        row.cells.reduce(sum) { sum, cell in
          guard let first = cell.first, let last = cell.last, cell.count > 1 else { return sum }
          if first == last, "\"'`\0".utf8.contains(first) {
            return sum + doubtOfBareQuotes.wrapped
          }
          let isHalf = first == UInt8(ascii: "\"") || last == UInt8(ascii: "\"")
          return isHalf ? sum + doubtOfBareQuotes.halfWrapped : sum
        }
      }
    }
    let isUsual = quote == UInt8(ascii: "\"")
    return Double(table.strayQuotes)
      * (isUsual ? doubtOfStrayQuote.usual : doubtOfStrayQuote.other)
  }
}
