package import FlatFiles

/// The rows that a batch of records became: typed cells, ready to be encoded.
///
/// Cells that are text point into the bytes of the record batch they came from, so a row batch is
/// valid as long as that batch is not refilled. Like it, a row batch is reused.
package final class RowBatch {
  /// The columns of every row, in order.
  package let columns: [RowColumn]
  /// `columns.count` cells per row.
  package var cells: ContiguousArray<Cell> = []
  /// For each row, the index in `RecordBatch.records` of the record it came from.
  package var origins: ContiguousArray<Int32> = []
  /// Records that became no row, counted by reason.
  package var skipped: [SkipReason: Int] = [:]
  /// Records that could not become a row; the reader's rejects are not repeated here.
  package var rejects: [Reject] = []
  /// For each column that names parents, in order, the names that its cells index: they grow over
  /// the life of a mapper, and never shrink.
  package var parents: [[ParentName]] = []

  package init(columns: [RowColumn]) { self.columns = columns }

  package var rowCount: Int { origins.count }

  /// Leaves cells behind, which the next rows are written over.
  package func removeAll() {
    origins.removeAll(keepingCapacity: true)
    skipped.removeAll(keepingCapacity: true)
    rejects.removeAll(keepingCapacity: true)
  }
}

/// A column that a layout produces.
package struct RowColumn: Sendable, Hashable {
  package var name: String
  package var type: ColumnType
  /// What its cells are names of, where they are names.
  package var parent: Layout.ParentRule?

  package init(name: String, type: ColumnType, parent: Layout.ParentRule? = nil) {
    self.name = name
    self.type = type
    self.parent = type == .source ? Layout.ParentRule(.sources) : parent
  }
}

/// What a layout makes of a field, before any database is asked.
package enum ColumnType: String, Sendable, CaseIterable {
  /// An exact number, kept as the text the file had, checked against the grammar.
  case decimal
  case integer
  case text
  case boolean
  /// Microseconds since 1970-01-01 00:00 UTC; what the file holds more exactly is cut off.
  case timestamp
  /// Days since 1970-01-01.
  case date
  case json
  /// A list of texts as PostgreSQL writes it, `{a,"b, c",NULL}`: the text, checked.
  case array
  /// The source of the row by its name: an index into the names of its column in
  /// `RowBatch.parents`.
  case source
  /// Another parent by its name, likewise.
  case parent

  /// Those that a layout may name.
  static let written: [ColumnType] = [
    .decimal, .integer, .text, .boolean, .timestamp, .date, .json, .array,
  ]
}

/// One value: 16 bytes, no reference counting.
package struct Cell {
  /// The integer, the microseconds, the days, the truth as 0 or 1, or the offset of text.
  package var bits: Int64
  /// The length of text, in bytes.
  package var length: UInt32
  package var kind: Kind

  package enum Kind: UInt8 {
    case null, integer, timestamp, date, boolean
    /// A decimal number as text in the record batch's bytes: `[+-]?digits[.digits][e±digits]`.
    case decimal
    case text
    /// Valid JSON as text that `jsonb` takes.
    case json
    /// An index into the names of its column in `RowBatch.parents`.
    case source, parent
  }

  @inline(__always)
  package init(kind: Kind, bits: Int64, length: Int = 0) {
    self.kind = kind
    self.bits = bits
    self.length = UInt32(truncatingIfNeeded: length)
  }

  package static let null = Cell(kind: .null, bits: 0)
}

/// Why a record became no row although nothing is wrong with it.
package enum SkipReason: String, Sendable, Hashable, CaseIterable {
  /// Every value is missing: the file marks a moment without data.
  case nullRow = "null-row"
  /// Another record of the same file has the same key and wins.
  case duplicate
  /// The table has the row already and the policy keeps it.
  case exists
  /// The table has a newer row.
  case older
  /// A candle that was still open when the file was taken.
  case unfinished
  /// The layout's filter leaves it out.
  case filtered
  /// An undone load wrote it; a restore does not bring it back.
  case undone
}
