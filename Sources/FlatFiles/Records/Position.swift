/// Where a record stands in its source file. All numbers count in the decompressed content; where only
/// the first is known, the others are 0.
package struct Position: Sendable, Hashable {
  /// Which record this is, counted from 1; the header of a CSV file is none.
  package var record: Int
  /// The physical line on which the record begins, counted from 1.
  package var line: Int
  /// The offset of the record's first byte, counted from 0.
  package var byte: Int

  package init(record: Int, line: Int, byte: Int) {
    self.record = record
    self.line = line
    self.byte = byte
  }
}

extension Position {
  /// Of a record whose number alone is known.
  package static func unplaced(record: Int) -> Position {
    Position(record: record, line: 0, byte: 0)
  }

  package var isPlaced: Bool { line > 0 }

  /// How it follows the name of a file: `:12`, or `, record 11`.
  package var suffix: String { isPlaced ? ":\(line)" : ", record \(record)" }
}
