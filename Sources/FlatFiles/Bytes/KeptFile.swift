/// A source file that was read before, and whose records are kept somewhere else than under its path.
///
/// What is read instead of the file is text of its records alone, in the file's own format: one that
/// goes through the same readers. CSV comes in the canonical dialect, JSON with one record a line.
package protocol KeptFile: AnyObject, Sendable {
  /// What tells it from others.
  var id: String { get }
  /// What the file was when it was read.
  var identity: FileIdentity { get }
  /// Of the file's content; nil where nobody knows it.
  var sha256: String? { get }
  var shape: KeptShape { get }

  /// Begins with the first record.
  func open() throws -> any KeptText
}

/// One reading of such a file, from its beginning.
package protocol KeptText: AnyObject {
  /// Reads at most as many bytes as there is room for; 0 at the end.
  func read(into room: UnsafeMutableRawBufferPointer) throws -> Int

  /// By how much the number of a record in the file is above its number in the text, which counts
  /// from 1: what could not be read of the file is not kept.
  func shift(ofRecord number: Int) -> Int
}

/// What a file was found to be when its records were taken.
package struct KeptShape: Sendable, Hashable {
  package var format: ReadOptions.Format
  /// Whether the text of columns begins with their names.
  package var hasHeader: Bool
  /// The way to the records; what stood around them is not kept.
  package var records: RecordPath

  package init(
    format: ReadOptions.Format, hasHeader: Bool = false, records: RecordPath = RecordPath()
  ) {
    self.format = format
    self.hasHeader = hasHeader
    self.records = records
  }
}

/// What records that are kept cannot give.
package enum KeptProblem: Sendable, Hashable {
  /// The first line was taken for names, and is to be a record.
  case firstLineNamesColumns
  /// The first line was taken for a record, and is to hold names.
  case columnsAreNotNamed
  /// Fields are asked for that stand around the records.
  case partOfDocument(RecordPath)
  case recordsMissing(found: Int, of: Int)
}

extension KeptProblem: CustomStringConvertible {
  package var description: String {
    switch self {
    case .firstLineNamesColumns:
      "its first line was taken for the names of its columns when it was landed, and the layout says"
        + " that there is no header; load the file itself"
    case .columnsAreNotNamed:
      "its first line was taken for a record when it was landed, and the layout says that it names"
        + " the columns; load the file itself"
    case .partOfDocument(let path):
      "only what stands at \(path) was landed of it, and the layout asks for fields around that; land"
        + " it again without --records, or load the file itself"
    case .recordsMissing(let found, let count):
      "\(found) of its \(count) records are still landed; land it again with --force, or load the"
        + " file itself"
    }
  }
}

extension KeptFile {
  /// How to read the text for someone who would read the file so.
  ///
  /// - Throws: `FileError` where it cannot take the place of the file.
  func options(_ told: ReadOptions, path: String) throws -> ReadOptions {
    var options = told
    options.encoding = .utf8
    options.isHashed = told.isHashed && sha256 == nil
    if options.format == .auto { options.format = shape.format }
    if !shape.records.steps.isEmpty, options.asksAroundRecords {
      throw FileError(path: path, problem: .kept(.partOfDocument(shape.records)))
    }
    if shape.format == .csv, options.format == .csv {
      options.dialect = try dialect(told.dialect, path: path)
    }
    if shape.format == .copy { options.dialect.preambleLines = 0 }
    return options
  }

  /// What is told of a dialect is how the file was written, not how its text is.
  private func dialect(_ told: DialectOptions, path: String) throws -> DialectOptions {
    if let lines = told.headerLines, (lines > 0) != shape.hasHeader {
      throw FileError(
        path: path, problem: .kept(lines > 0 ? .columnsAreNotNamed : .firstLineNamesColumns))
    }
    var dialect = DialectOptions.canonical
    dialect.headerLines = shape.hasHeader ? 1 : 0
    dialect.columnCount = told.columnCount
    dialect.ragged = told.ragged
    return dialect
  }
}

/// Such text as the bytes of a source file.
final class KeptOrigin: ByteOrigin {
  let name: String
  let totalBytes: Int? = nil
  private let text: any KeptText

  init(_ text: any KeptText, name: String) {
    self.text = text
    self.name = name
  }

  func read(into room: UnsafeMutableRawBufferPointer) throws -> Int { try text.read(into: room) }

  /// Whoever keeps the records answers for their not changing.
  func checkUnchanged(afterReading received: Int) {}
}
