package import FlatFiles

/// Checks a file against a layout without a database: reads and maps it, as a load would, and
/// keeps what is wrong instead of rows.
package struct FileValidation: Sendable {
  private let layout: EffectiveLayout
  private let clock: FileClock
  /// How many rejects a verdict holds; the rest are counted.
  private let keptRejects: Int
  /// How much of a rejected record a verdict holds, in bytes: with the number of rejects this
  /// bounds the memory, however long the records are.
  fileprivate static let keptRawBytes = 64 << 10

  package init(_ layout: EffectiveLayout, clock: FileClock, keptRejects: Int = 1_000) {
    self.layout = layout
    self.clock = clock
    self.keptRejects = keptRejects
  }

  /// Reads the whole file. What stops the reading is in the verdict, with what was found before.
  ///
  /// `progress` is told after each batch, and ends the validation by throwing.
  ///
  /// - Throws: only what `progress` throws.
  package func verdict(
    on file: SourceFile, progress: (ReadProgress, FileVerdict) throws -> Void = { _, _ in }
  ) throws -> FileVerdict {
    var verdict = FileVerdict(file: file.path, layout: layout.name)
    let (reader, mapper): (any RecordReader, RowMapper)
    do {
      let opened = try layout.open(file, clock: clock)
      (reader, mapper) = (opened.reader, opened.mapper)
    } catch {
      verdict.error = error
      return verdict
    }
    let batch = RecordBatch()
    let rows = RowBatch(columns: mapper.columns)
    while true {
      do {
        guard try reader.read(into: batch) else { return verdict }
      } catch {
        verdict.error = error
        return verdict
      }
      mapper.map(batch, into: rows)
      verdict.add(batch, rows, keeping: keptRejects)
      verdict.assumedUTC = mapper.assumedUTC
      try progress(reader.progress, verdict)
    }
  }
}

/// What a validation found in one file.
package struct FileVerdict: Sendable {
  package enum Status: String, Sendable, Encodable {
    case valid
    /// Readable, but some records could not become rows.
    case invalid
    /// Something stopped the reading; the counts are those up to there.
    case unreadable
  }

  package var file: String
  package var layout: String
  package var records = 0
  package var rejected = 0
  package var skipped: [SkipReason: Int] = [:]
  /// In the order of the file; the first of them, when there are very many.
  package var rejects: [Reject] = []
  /// Whether times of day that name no zone were taken as UTC.
  package var assumedUTC = false
  package var error: (any Error)?

  package init(file: String, layout: String) {
    self.file = file
    self.layout = layout
  }

  package var status: Status {
    error != nil ? .unreadable : rejected > 0 ? .invalid : .valid
  }

  fileprivate mutating func add(_ batch: RecordBatch, _ rows: RowBatch, keeping kept: Int) {
    records += batch.records.count + batch.rejects.count
    skipped.merge(rows.skipped, uniquingKeysWith: +)
    // The reader's rejects and the mapper's are each in order, and belong together.
    let found = (batch.rejects + rows.rejects).sorted { $0.position.record < $1.position.record }
    rejected += found.count
    for var reject in found.prefix(max(0, kept - rejects.count)) {
      if reject.raw.count > FileValidation.keptRawBytes {
        reject.raw.removeSubrange(FileValidation.keptRawBytes...)
      }
      rejects.append(reject)
    }
  }
}

extension FileVerdict: Encodable {
  private enum Key: String, CodingKey {
    case file, layout, status, records, rejected, skipped, rejects, error
    case assumedUTC = "assumed_utc"
  }

  private enum RejectKey: String, CodingKey { case line, byte, column, code, message, raw }

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
    var list = container.nestedUnkeyedContainer(forKey: .rejects)
    for reject in rejects {
      var item = list.nestedContainer(keyedBy: RejectKey.self)
      try item.encode(reject.position.line, forKey: .line)
      try item.encode(reject.position.byte, forKey: .byte)
      try item.encode(reject.column, forKey: .column)
      try item.encode(reject.code.rawValue, forKey: .code)
      try item.encode(reject.message, forKey: .message)
      try item.encode(reject.rawText, forKey: .raw)
    }
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
