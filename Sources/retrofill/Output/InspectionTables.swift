import FlatFiles
import Layouts

/// The columns of a file, or the tables of a dump, in a table that is as wide as the terminal.
struct InspectionTables {
  private(set) var lines: [String] = []

  /// How many columns are listed.
  private static let listed = 100

  init(_ file: Inspection, width: Int) {
    if !file.tables.isEmpty {
      var table = TextTable([("TABLE", .left), ("ROWS", .right)])
      for one in file.tables { table.add(["\(one.table)", Quantities.count(one.rows)]) }
      lines = table.lines(indent: 2)
      return
    }
    if file.columns.isEmpty { return }
    let attempts = [(24, true), (24, false), (20, false), (16, false), (12, false), (9, false)]
    for (cell, hasExamples) in attempts {
      lines = Self.lines(file, cell: cell, hasExamples: hasExamples)
      if lines.allSatisfy({ $0.count <= width }) { break }
    }
    let more = file.columns.count - Self.listed
    if more > 0 { lines.append("  … and \(Quantities.counted(more, "column")) more") }
  }

  private static func lines(_ file: Inspection, cell: Int, hasExamples: Bool) -> [String] {
    var table = TextTable([
      ("COLUMN", .left), ("TYPE", .left), ("MISSING", .right), ("MIN", .left), ("MAX", .left),
      ("EXAMPLE", .left), ("BECOMES", .left),
    ])
    for column in file.columns.prefix(listed) {
      table.add([
        shortened(column.name, cell), column.type ?? "empty", share(column.nulls, of: file.records),
        value(column.least, column.type, cell), value(column.greatest, column.type, cell),
        hasExamples ? shortened(column.example ?? "", cell) : "", column.becomes ?? "",
      ])
    }
    return table.lines(indent: 2)
  }

  /// `12 %`; nothing where nothing is missing, and never 0 or 100 where that is not all.
  private static func share(_ nulls: Int, of records: Int?) -> String {
    guard nulls > 0, let records, records > 0 else { return "" }
    if nulls >= records { return "100 %" }
    let percent = nulls * 100 / records
    return percent == 0 ? "<1 %" : "\(percent) %"
  }

  private static func value(_ text: String?, _ type: String?, _ cell: Int) -> String {
    guard let text else { return "" }
    return shortened(type == ColumnType.timestamp.rawValue ? shortened(moment: text) : text, cell)
  }

  /// A moment without what is zero of it: `2024-01-31`, `2024-01-31 09:30`.
  static func shortened(moment: String) -> String {
    var text = moment.replacing("T", with: " ")
    for tail in ["Z", ":00", " 00:00"] where text.hasSuffix(tail) {
      // Minutes are no seconds: only what is behind them is cut off.
      if tail == ":00", text.count != "2024-01-31 09:30:00".count { continue }
      text.removeLast(tail.count)
    }
    return text
  }

  private static func shortened(_ text: String, _ length: Int) -> String {
    let visible = VisibleText.line(text)
    return visible.count <= length ? visible : visible.prefix(length - 1) + "…"
  }
}
