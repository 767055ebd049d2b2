package import FlatFiles

/// What a validation found in one file.
package struct FileVerdict: Sendable {
  /// How much of a rejected record is held, in bytes: with the number of rejects this bounds the
  /// memory, however long the records are.
  private static let keptRawBytes = 64 << 10
  /// How many rejects of a code are held that the file has only late.
  private static let keptOfEachCode = 5

  package enum Status: String, Sendable, Encodable {
    case valid
    /// Readable, but some records could not become rows, or the file as a whole fails a check.
    case invalid
    /// Something stopped the reading; the counts are those up to there.
    case unreadable
  }

  package var file: String
  package var layout: String
  package var records = 0
  package var rejected = 0
  /// How many of these are the last line, left half written: listed, but no fault of the file.
  private var cutShort = 0
  package var skipped: [SkipReason: Int] = [:]
  /// In the order of the file; when there are very many, the first of them and the first of each
  /// code.
  package var rejects: [Reject] = []
  /// Whether times of day that name no zone were taken as UTC.
  package var assumedUTC = false
  /// How many records were rejected for each reason.
  package var codes: [RejectCode: Int] = [:]
  /// The codes of the layout's own checks, whether anything failed them or not.
  package var checks: [RejectCode] = []
  /// What is wrong with the file as a whole: nothing of it would be published.
  package var failures: [CheckFinding] = []
  /// What was found that keeps nothing out.
  package var warnings: [CheckFinding] = []
  package var error: (any Error)?
  /// Things worth saying: in which encoding the text was found to be.
  package var notes: [String] = []

  package init(file: String, layout: String) {
    self.file = file
    self.layout = layout
  }

  package var status: Status {
    error != nil ? .unreadable : rejected > cutShort || !failures.isEmpty ? .invalid : .valid
  }

  mutating func add(_ findings: [CheckFinding]) {
    failures = findings.filter { $0.severity == .error }
    warnings = findings.filter { $0.severity == .warning }
  }

  mutating func add(_ batch: RecordBatch, _ rows: RowBatch, keeping kept: Int) {
    records += batch.records.count + batch.rejects.count
    skipped.merge(rows.skipped, uniquingKeysWith: +)
    // The reader's rejects and the mapper's are each in order, and belong together.
    let found = (batch.rejects + rows.rejects).sorted { $0.position.record < $1.position.record }
    rejected += found.count
    cutShort += found.count { $0.code == .cutShort }
    for var reject in found {
      let ofItsCode = codes[reject.code, default: 0]
      codes[reject.code] = ofItsCode + 1
      guard rejects.count < kept || ofItsCode < min(kept, Self.keptOfEachCode) else { continue }
      if reject.raw.count > Self.keptRawBytes {
        reject.raw.removeSubrange(Self.keptRawBytes...)
      }
      rejects.append(reject)
    }
  }
}

extension FileVerdict: Encodable {
  private enum Key: String, CodingKey {
    case file, layout, status, records, rejected, skipped, rejects, codes, failures, warnings, error
    case notes
    case assumedUTC = "assumed_utc"
  }

  /// The names are a promise to other programs.
  package func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: Key.self)
    try container.encode(file, forKey: .file)
    try container.encode(layout, forKey: .layout)
    try container.encode(status, forKey: .status)
    try container.encode(records, forKey: .records)
    try container.encode(rejected, forKey: .rejected)
    try container.encode(
      Dictionary(uniqueKeysWithValues: skipped.map { ($0.rawValue, $1) }), forKey: .skipped)
    try container.encode(assumedUTC, forKey: .assumedUTC)
    try container.encodeIfPresent(error.map { "\($0)" }, forKey: .error)
    try container.encode(
      Dictionary(uniqueKeysWithValues: codes.map { ($0.rawValue, $1) }), forKey: .codes)
    try container.encode(notes, forKey: .notes)
    try container.encode(failures, forKey: .failures)
    try container.encode(warnings, forKey: .warnings)
    try container.encode(rejects.map(EncodedReject.init), forKey: .rejects)
  }
}

extension CheckFinding: Encodable {
  private enum Key: String, CodingKey { case code, count, message, examples }

  /// The names are a promise to other programs.
  package func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: Key.self)
    try container.encode(code.rawValue, forKey: .code)
    try container.encode(count, forKey: .count)
    try container.encode(message, forKey: .message)
    try container.encode(examples.map(EncodedReject.init), forKey: .examples)
  }
}

/// A reject as other programs see it.
private struct EncodedReject: Encodable {
  var line: Int
  var byte: Int
  var column: String?
  var code: String
  var message: String
  var raw: String

  init(_ reject: Reject) {
    line = reject.position.line
    byte = reject.position.byte
    column = reject.column
    code = reject.code.rawValue
    message = reject.message
    raw = reject.rawText
  }

  private enum Key: String, CodingKey { case line, byte, column, code, message, raw }

  func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: Key.self)
    try container.encode(line, forKey: .line)
    try container.encode(byte, forKey: .byte)
    try container.encode(column, forKey: .column)
    try container.encode(code, forKey: .code)
    try container.encode(message, forKey: .message)
    try container.encode(raw, forKey: .raw)
  }
}

extension Reject {
  /// The record as text: bytes that are no UTF-8 are spelled `\xHH`.
  package var rawText: String {
    if let text = String(validating: raw, as: UTF8.self) { return text }
    return raw.reduce(into: "") { text, byte in
      if byte < 0x80 {
        text.unicodeScalars.append(Unicode.Scalar(byte))
      } else {
        text += "\\x" + String(byte, radix: 16, uppercase: true)
      }
    }
  }
}
