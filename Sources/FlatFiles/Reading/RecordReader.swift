/// Reads the records of one source file, batch by batch.
package protocol RecordReader: AnyObject {
  /// The names that a CSV file's header gives its columns, made unique, or a dump its table's; nil
  /// where there are none.
  /// Known as soon as the reader is.
  var columnNames: [String]? { get }
  /// Fields per record: the columns of a CSV file or a table, or the paths asked for of a JSON one.
  var columnCount: Int { get }
  /// How the file is read, with everything that was not told found out.
  var format: FileFormat { get }
  /// How the file spells its text, found out where it was not told. Positions and raw text are those
  /// of UTF-8.
  var encoding: TextEncoding { get }

  /// Refills a batch with the next records and rejects; false at the end, with the batch empty.
  ///
  /// Throws `FileError` where the file as a whole is damaged, after all records before the damage
  /// have been handed out.
  func read(into batch: RecordBatch) throws -> Bool

  /// Of a JSON file, whether records are elements of arrays; complete at the end.
  var hasArrays: Bool { get }

  /// What is worth saying of the file as a whole, such as lines that are no records and were left
  /// out; complete at the end.
  var notes: [String] { get }
  var progress: ReadProgress { get }
  /// What has to stand around some of the records so that they can be read alone; nil where they
  /// cannot.
  var frame: RecordFrame? { get }
  /// SHA-256 of the decompressed content, as it was before its text was converted, or of the rows
  /// that were read out of a dump (`TableRecords`); nil before the end.
  var sha256: String? { get }
}

extension RecordReader {
  package var notes: [String] { [] }
  package var hasArrays: Bool { false }

  /// What to say of the encoding, where it is not what everyone expects and was not told.
  package func note(onEncodingTold told: TextEncoding) -> String? {
    guard told == .auto, encoding != .utf8 else { return nil }
    return "read as \(encoding.rawValue), as its beginning shows; --encoding says otherwise"
  }
}

/// How the bytes of a file are cut into records.
package enum FileFormat: Sendable, Hashable {
  case csv(Dialect)
  case json
  case ndjson
  /// A time and a JSON message in each line.
  case capture
  /// A dump of PostgreSQL in SQL, of which one table is read.
  case dump(table: String)
  /// Bare rows in COPY's text format.
  case copy

  /// The word for it in layouts, options and reports.
  package var name: String {
    switch self {
    case .csv: "csv"
    case .json: "json"
    case .ndjson: "ndjson"
    case .capture: "capture"
    case .dump: "dump"
    case .copy: "copy"
    }
  }

  /// Whether records are JSON, and their fields found by paths.
  package var isJSON: Bool {
    switch self {
    case .json, .ndjson, .capture: true
    case .csv, .dump, .copy: false
    }
  }
}
