import FlatFiles
import Layouts

/// A record as a test writes it: what a reader would have cut from a file.
struct TestRecord: ExpressibleByArrayLiteral, ExpressibleByStringLiteral {
  var fields: [TestField]

  init(arrayLiteral fields: TestField...) { self.fields = fields }

  /// A CSV line without quotes.
  init(stringLiteral line: String) {
    fields = line.split(separator: ",", omittingEmptySubsequences: false).map {
      TestField(String($0), .bare)
    }
  }
}

struct TestField: ExpressibleByStringLiteral, ExpressibleByIntegerLiteral,
  ExpressibleByFloatLiteral, ExpressibleByNilLiteral
{
  var text: String
  var kind: RecordBatch.FieldKind

  init(_ text: String, _ kind: RecordBatch.FieldKind) {
    self.text = text
    self.kind = kind
  }

  init(stringLiteral text: String) { self.init(text, .quoted) }
  init(integerLiteral number: Int) { self.init(String(number), .number) }
  init(floatLiteral number: Double) { self.init("\(number)", .number) }
  init(nilLiteral: ()) { self.init("", .null) }

  static let absent = TestField("", .absent)
}

/// What became of records, in words that a test can compare as a whole.
struct Mapped: Equatable {
  /// Cells joined by `|`; a missing one is `-`.
  var rows: [String] = []
  var skipped: [SkipReason: Int] = [:]
  /// `record:column:code: message`.
  var rejects: [String] = []
}

/// A moment in microseconds since 1970, far enough on that no test's times lie after it.
let testNow: Int64 = 4_000_000_000_000_000

extension RowMapper {
  convenience init(
    _ yaml: String, names: RecordNames = .positions, fileName: String = "test.csv",
    options: LayoutOptions = LayoutOptions(), captured: Int64? = nil
  ) throws {
    let layout = try Layout(yaml: yaml, file: "layout.yml")
    try self.init(
      layout.effective(options, fileName: fileName), names: names, fileName: fileName,
      clock: FileClock(captured: captured, now: testNow))
  }

  convenience init(
    builtIn name: String, names: RecordNames, fileName: String,
    options: LayoutOptions = LayoutOptions(), captured: Int64? = nil
  ) throws {
    let layout = try Layout.builtIn(named: name).effective(options, fileName: fileName)
    try self.init(
      layout, names: names, fileName: fileName, clock: FileClock(captured: captured, now: testNow))
  }

  /// Maps one batch of records.
  func mapped(_ records: [TestRecord]) -> Mapped {
    let batch = RecordBatch()
    batch.fill(records)
    let rows = RowBatch(columns: columns)
    map(batch, into: rows)
    return Mapped(
      rows: (0..<rows.rowCount).map { rows.text(ofRow: $0, batch) }, skipped: rows.skipped,
      rejects: rows.rejects.map {
        "\($0.position.record):\($0.column ?? "-"):\($0.code.rawValue): \($0.message)"
      })
  }
}

extension RecordBatch {
  /// Fills the batch as a reader would.
  func fill(_ records: [TestRecord]) {
    let width = records.map(\.fields.count).max() ?? 0
    removeAll(columnCount: width)
    for (index, record) in records.enumerated() {
      let start = bytes.count
      for column in 0..<width {
        let field = column < record.fields.count ? record.fields[column] : .absent
        let text = Array(field.text.utf8)
        let offset = text.withUnsafeBytes { bytes.append($0) }
        fields.append(Field(offset: offset, length: text.count, kind: field.kind))
      }
      append(
        Record(
          position: Position(record: index + 1, line: index + 1, byte: start), rawOffset: start,
          rawLength: bytes.count - start))
    }
  }
}

extension RowBatch {
  /// A row with its cells as text, joined by `|`.
  func text(ofRow row: Int, _ batch: RecordBatch) -> String {
    let start = row * columns.count
    return columns.indices.map { text(of: cells[start + $0], column: $0, batch) }
      .joined(separator: "|")
  }

  private func text(of cell: Cell, column: Int, _ batch: RecordBatch) -> String {
    switch cell.kind {
    case .null: "-"
    case .integer, .timestamp, .date: String(cell.bits)
    case .boolean: cell.bits == 1 ? "true" : "false"
    case .source, .parent: name(Int(cell.bits), column)
    case .decimal, .text, .json:
      String(decoding: batch.bytes.slice(Int(cell.bits), Int(cell.length)), as: UTF8.self)
    }
  }

  /// A parent by its name, behind that of the parent within which it is told: `kraken/BTC`.
  private func name(_ index: Int, _ column: Int) -> String {
    let place = columns[..<column].count { $0.parent != nil }
    let parent = parents[place][index]
    guard let scope = parent.scope,
      let column = columns[column].parent?.table.scope?.column,
      let outer = columns.firstIndex(where: { $0.name == column })
    else { return parent.name }
    return name(scope, outer) + "/" + parent.name
  }
}
