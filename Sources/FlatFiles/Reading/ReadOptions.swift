/// What is told of a file before it is read; what is not told is found out from its first block.
package struct ReadOptions: Sendable {
  package enum Format: String, Sendable, CaseIterable {
    case auto, csv, json, ndjson, dump, copy

    /// Whether fields may turn out to be asked for by paths.
    var mayBeJSON: Bool { self == .auto || self == .json || self == .ndjson }
  }

  package var format = Format.auto
  package var encoding = TextEncoding.auto
  /// Whether compressed data that is cut short is as good as what is there of it: then its SHA-256
  /// is known when `read` throws the error that says so.
  package var acceptsCutShort = false
  package var dialect = DialectOptions()
  /// Where in a JSON file the records stand: `Data.Data`. Empty for the file's own values, and
  /// the elements of its arrays.
  package var recordPath = FieldPath()
  /// The values asked for of each JSON record, one field each. With none, records are only
  /// validated.
  package var fieldPaths: [FieldPath] = []
  /// The table of a dump that is read, as `TablePick` reads it; nil for the only one with rows.
  package var table: String?
  /// Whether a file that is no dump is refused where a table is told.
  package var tableMeansDump = true
  package var nonFinite = NonFinitePolicy.reject
  package var limits = ReadLimits()

  package init() {}
}

/// What to make of the bare tokens `NaN`, `Infinity` and `-Infinity`, which JSON does not have and
/// Python's json module writes.
package enum NonFinitePolicy: String, Sendable, CaseIterable {
  case reject
  case asNull
  /// A string of the same letters.
  case asText
}
