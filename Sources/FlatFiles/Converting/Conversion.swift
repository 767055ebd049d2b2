/// Writes the records of any file that is read as canonical CSV or NDJSON.
///
/// What can be kept of a record is kept, and said; only what cannot be read is a reject. Several
/// tables of a CSV file follow each other, each with its header, with a blank line between.
package struct Conversion: Sendable {
  /// What a file is turned into.
  package enum Form: String, Sendable, CaseIterable {
    /// RFC 4180, with a header.
    case csv
    /// One JSON value on each line.
    case ndjson
  }

  package var form: Form
  /// Whether CSV begins with a line of names; made up where the file has none.
  package var hasHeader = true
  /// Whether all fields of CSV are in quotes, not only those that need them.
  package var quotesAll = false
  /// Which of a CSV file's tables is wanted, from 1; nil for all.
  package var table: Int?

  package init(to form: Form) { self.form = form }

  /// How much came of a file.
  package struct Tally: Sendable, Hashable {
    package var records = 0
    package var mended = 0
    package var rejected = 0
    package var tables = 0
    /// What is worth saying of the file as a whole.
    package var notes: [String] = []
  }

  /// Something said about a record.
  package enum Remark: Sendable, Hashable {
    case rejected(Reject)
    /// Kept all the same: what was wrong, and what was made of it.
    case mended(Reject)
  }

  /// Converts one file.
  ///
  /// `remark` is told of each record that is rejected or mended, in the order of the file;
  /// `progress` is told after each batch, and ends the conversion by throwing. Throws `FileError` where the file is damaged, after all records before the damage have been written,
  /// and whatever the sink throws.
  package func run(
    _ source: SourceFile, _ options: ReadOptions, to sink: any ByteSink,
    remark: (Remark) throws -> Void, progress: (ReadProgress) throws -> Void = { _ in }
  ) throws -> Tally {
    var options = options
    options.dialect.ragged = .mend
    options.dialect.tables = .oneByOne
    options.isHashed = false
    let input = try ConvertedInput(source, options, for: form, progress: progress)
    do {
      return try run(input, "\(source)", to: sink, remark, progress)
    } catch let error as FileError {
      throw input.error(error)
    }
  }

  private func run(
    _ input: ConvertedInput, _ path: String, to sink: any ByteSink,
    _ remark: (Remark) throws -> Void, _ progress: (ReadProgress) throws -> Void
  ) throws -> Tally {
    let reader = input.reader
    var tally = Tally()
    repeat {
      tally.tables += 1
      let isWanted = table.map { $0 == tally.tables } ?? true
      let output = try writer(
        for: reader, input.columns, sink, isFirst: tally.tables == 1 || table != nil)
      try copy(reader, isWanted ? output : nil, &tally, remark, progress)
    } while try (reader as? CSVReader)?.nextTable() ?? false
    tally.notes = reader.notes
    if let table, table > tally.tables {
      throw FileError(path: path, problem: .noTable(table, found: tally.tables))
    }
    return tally
  }

  private func writer(
    for reader: any RecordReader, _ columns: JSONColumns?, _ sink: any ByteSink, isFirst: Bool
  ) throws -> any RecordWriting {
    switch form {
    case .ndjson: return DocumentLines(of: reader, to: sink)
    case .csv:
      let told = columns?.names ?? reader.columnNames ?? []
      // A line has a field, also that of records without any.
      let madeUp = (0..<max(reader.columnCount, 1)).map(CSVHeader.generated)
      let names = told.isEmpty ? madeUp : CSVHeader.names(told)
      return CSVLines(
        names: hasHeader ? names : nil, valueColumn: columns?.valueColumn, quotesAll: quotesAll,
        hasGapBefore: !isFirst, to: sink)
    }
  }

  private func copy(
    _ reader: any RecordReader, _ output: (any RecordWriting)?, _ tally: inout Tally,
    _ remark: (Remark) throws -> Void, _ progress: (ReadProgress) throws -> Void
  ) throws {
    let batch = RecordBatch()
    try output?.begin()
    var failure: (any Error)?
    do {
      while try reader.read(into: batch) {
        try progress(reader.progress)
        guard let output else { continue }
        tally.records += batch.records.count
        tally.mended += batch.mended.count
        tally.rejected += batch.rejects.count
        for record in batch.records.indices { try output.write(record, of: batch) }
        let remarks =
          batch.rejects.map { Remark.rejected($0) } + batch.mended.map { Remark.mended($0) }
        for one in remarks.sorted(by: { $0.position.record < $1.position.record }) {
          try remark(one)
        }
      }
    } catch let error as FileError {
      failure = error
    }
    try output?.end()
    if let failure { throw failure }
  }
}

extension Conversion.Remark {
  /// The record that it is about.
  package var reject: Reject {
    switch self {
    case .rejected(let reject), .mended(let reject): reject
    }
  }

  fileprivate var position: Position { reject.position }
}

/// Writes records one after the other in some form.
protocol RecordWriting: AnyObject {
  func begin() throws
  func write(_ record: Int, of batch: RecordBatch) throws
  func end() throws
}
