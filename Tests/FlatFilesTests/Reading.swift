import FlatFiles
import Foundation
import Testing

/// A record as a test looks at it: its place, its raw text and its fields.
struct ReadRecord: Hashable, CustomStringConvertible {
  var record: Int
  var line: Int
  var byte: Int
  var raw: String
  var fields: [String]

  var description: String { "\(record)/\(line)/\(byte) \(raw) \(fields)" }
}

/// All that came of a file.
struct ReadResult {
  var records: [ReadRecord] = []
  /// The contents of the fields of all records; nil for `null` and what is absent.
  var texts: [[String?]] = []
  var rejects: [Reject] = []
  var columnNames: [String]?
  var encoding: TextEncoding?
  var batches = 0
  var sha256: String?
  var error: FileError?

  /// The fields of all records.
  var fields: [[String]] { records.map(\.fields) }

  /// Rejects as `line/byte code raw`.
  var rejected: [String] {
    rejects.map {
      "\($0.position.line)/\($0.position.byte) \($0.code.rawValue)"
        + " \(String(decoding: $0.raw, as: UTF8.self))"
    }
  }
}

/// A file in a folder of its own that goes with the test.
final class TemporaryFile {
  let path: String
  private let folder: URL

  init(_ bytes: some Sequence<UInt8>, name: String = "input") throws {
    folder = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    path = folder.appending(path: name).path
    try Data(bytes).write(to: URL(filePath: path))
  }

  convenience init(_ text: String, name: String = "input") throws {
    try self.init(Array(text.utf8), name: name)
  }

  deinit { try? FileManager.default.removeItem(at: folder) }

  var source: SourceFile { SourceFile(path: path) }
  var contents: [UInt8] { get throws { Array(try Data(contentsOf: URL(filePath: path))) } }
}

/// Reads a whole file. What a field holds is told by its spelling: quoted `"a"`, a number `1`, bare
/// `1`, `null`, `-` for absent, nested `{…}`.
func read(_ file: SourceFile, _ options: ReadOptions = ReadOptions()) -> ReadResult {
  var result = ReadResult()
  do {
    let reader = try FileReader.open(file, options)
    result.columnNames = reader.columnNames
    result.encoding = reader.encoding
    let batch = RecordBatch()
    while try reader.read(into: batch) {
      result.batches += 1
      result.rejects += batch.rejects
      result.records += batch.records.indices.map { describe(batch, $0) }
      result.texts += batch.records.indices.map { texts(batch, $0) }
    }
    #expect(batch.isEmpty)
    result.sha256 = reader.sha256
  } catch let error as FileError {
    result.error = error
  } catch {
    Issue.record(error)
  }
  return result
}

func read(_ file: TemporaryFile, _ options: ReadOptions = ReadOptions()) -> ReadResult {
  read(file.source, options)
}

func read(_ text: String, _ options: ReadOptions = ReadOptions()) throws -> ReadResult {
  read(try TemporaryFile(text), options)
}

private func texts(_ batch: RecordBatch, _ record: Int) -> [String?] {
  (0..<batch.columnCount).map { column in
    let field = batch.field(record, column)
    switch field.kind {
    case .absent, .null: return nil
    default: return String(decoding: batch.content(field), as: UTF8.self)
    }
  }
}

private func describe(_ batch: RecordBatch, _ record: Int) -> ReadRecord {
  let position = batch.records[record].position
  return ReadRecord(
    record: position.record, line: position.line, byte: position.byte,
    raw: String(decoding: batch.raw(record), as: UTF8.self),
    fields: (0..<batch.columnCount).map { column in
      let field = batch.field(record, column)
      let text = String(decoding: batch.content(field), as: UTF8.self)
      return switch field.kind {
      case .absent: "-"
      case .null: "null"
      case .quoted: "\"\(text)\""
      case .bare, .number, .boolean, .nested: text
      }
    })
}

/// Options with the smallest pieces and batches, so that every record straddles an edge.
func tiny(
  _ options: ReadOptions = ReadOptions(), pieceBytes: Int = 1, batchRecords: Int = 1
) -> ReadOptions {
  var options = options
  options.limits.pieceBytes = pieceBytes
  options.limits.batchRecords = batchRecords
  return options
}

func csv(_ change: (inout DialectOptions) -> Void = { _ in }) -> ReadOptions {
  var options = ReadOptions()
  options.format = .csv
  change(&options.dialect)
  return options
}

func json(
  _ paths: [String] = [], at recordPath: String..., form: RecordSelection.Form = .elements,
  format: ReadOptions.Format = .json, nonFinite: NonFinitePolicy = .reject,
  duplicateKeys: DuplicateKeyPolicy = .last
) -> ReadOptions {
  var options = ReadOptions()
  options.format = format
  options.fieldPaths = paths.compactMap { FieldPath($0) }
  let recordPaths = recordPath.compactMap { RecordPath($0) }
  options.records = RecordSelection(
    at: recordPaths.isEmpty ? [RecordPath()] : recordPaths, form: form)
  options.nonFinite = nonFinite
  options.duplicateKeys = duplicateKeys
  return options
}
