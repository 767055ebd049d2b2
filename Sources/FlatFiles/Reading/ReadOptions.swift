/// What is told of a file before it is read; what is not told is found out from its first block.
package struct ReadOptions: Sendable {
  package enum Format: String, Sendable, CaseIterable {
    case auto, csv, json, ndjson, capture, dump, copy

    /// Whether fields may turn out to be asked for by paths.
    var mayBeJSON: Bool {
      switch self {
      case .auto, .json, .ndjson, .capture: true
      case .csv, .dump, .copy: false
      }
    }
  }

  package var format = Format.auto
  package var encoding = TextEncoding.auto
  /// Whether compressed data that is cut short is as good as what is there of it: then its SHA-256
  /// is known when `read` throws the error that says so.
  package var acceptsCutShort = false
  /// Whether the SHA-256 of the content is wanted. It takes a tenth of the time, and more where the
  /// processor has no instructions for it.
  package var isHashed = true
  package var dialect = DialectOptions()
  /// Where in a JSON file the records stand: the file's own values and the elements of its arrays,
  /// unless told otherwise.
  package var records = RecordSelection()
  /// The values asked for of each JSON record, one field each. With none, records are only
  /// validated.
  package var fieldPaths: [FieldPath] = []
  /// The table of a dump that is read, as `TablePick` reads it; nil for the only one with rows.
  package var table: String?
  /// Whether a file that is no dump is refused where a table is told.
  package var tableMeansDump = true
  package var nonFinite = NonFinitePolicy.reject
  package var duplicateKeys = DuplicateKeyPolicy.last
  package var limits = ReadLimits()

  package init() {}

  /// Whether any field is asked for that stands around the records.
  var asksAroundRecords: Bool { fieldPaths.contains { $0.root != .record } }
}

/// Which value counts where a key that is asked for stands twice in an object.
package enum DuplicateKeyPolicy: String, Sendable, CaseIterable {
  /// As Python's json module and PostgreSQL's jsonb have it.
  case last
  case first
  /// None: the record is a reject.
  case reject
}

/// What to make of the bare tokens `NaN`, `Infinity` and `-Infinity`, which JSON does not have and
/// Python's json module writes.
package enum NonFinitePolicy: String, Sendable, CaseIterable {
  case reject
  case asNull = "null"
  /// A string of the same letters.
  case asText = "text"
}
