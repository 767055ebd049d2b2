/// Where a record stands in its source file. All numbers count in the decompressed content.
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
