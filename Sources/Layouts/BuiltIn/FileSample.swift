import FlatFiles

/// The first records of a file, cut once for each way in which layouts want them cut.
final class FileSample {
  /// How many records are tried.
  static let records = 200
  /// The longest record that is tried: those of the layouts have some hundred bytes, and a document of
  /// many MiB would be held once for each of them.
  private static let recordBytes = 1 << 20

  let file: SourceFile
  /// What the file is by its own account.
  let format: FileFormat
  private let encoding: TextEncoding
  private let table: String?
  private let content: RereadContent
  private var readings: [(options: Cut, reading: Reading?)] = []

  /// The first records of the file, by one way of cutting it.
  struct Reading {
    let names: RecordNames
    let batch: RecordBatch
  }

  /// What of the options of reading makes a difference to records.
  private struct Cut: Equatable {
    var format: ReadOptions.Format
    var dialect: DialectOptions?
    var records: RecordSelection?
    var fieldPaths: [FieldPath]?
    var duplicateKeys: DuplicateKeyPolicy?
    var nonFinite: NonFinitePolicy?
    var table: String?
  }

  /// Looks at what the file is; throws `FileError` when it cannot be read as anything.
  init(_ file: SourceFile, encoding: TextEncoding, table: String?) throws {
    self.file = file
    self.encoding = encoding
    self.table = table
    content = try RereadContent(file)
    var options = ReadOptions()
    options.encoding = encoding
    options.table = table
    format = try FileReader.open(content, Self.limited(options)).format
  }

  /// Whether the file has a header by its own account.
  var hasHeader: Bool {
    if case .csv(let dialect) = format { dialect.headerLines > 0 } else { false }
  }

  var isDump: Bool { if case .dump = format { true } else { false } }

  /// The layout bound to the file; nil where its format is another or the name makes no sense to it.
  func bind(_ layout: Layout) -> EffectiveLayout? {
    guard isOf(layout.format) else { return nil }
    // A dump would be searched to its end for a table that it does not have.
    if let read = tableRead, let own = layout.dumpTable, !DumpTable.mayBe(read, asIn: own) {
      return nil
    }
    let options = LayoutOptions(source: "trial", table: table, encoding: encoding)
    return try? layout.effective(options, fileName: file.name)
  }

  /// The table of a dump that was told, or else the only one with rows.
  private var tableRead: String? {
    if case .dump(let found) = format { table ?? found } else { table }
  }

  private func isOf(_ wanted: Layout.Format) -> Bool {
    switch wanted {
    case .auto: true
    case .json, .ndjson: format == .json || format == .ndjson
    case .csv, .capture, .dump, .copy: format.name == wanted.rawValue
    }
  }

  /// The first records as a layout wants them cut; nil where it cannot be done.
  func reading(for layout: EffectiveLayout) -> Reading? {
    let options = layout.readOptions()
    let isCSV = if case .csv = format { true } else { false }
    let cut = Cut(
      format: options.format, dialect: isCSV ? options.dialect : nil,
      records: format.isJSON ? options.records : nil,
      fieldPaths: format.isJSON ? options.fieldPaths : nil,
      duplicateKeys: format.isJSON ? options.duplicateKeys : nil,
      nonFinite: format.isJSON ? options.nonFinite : nil,
      table: format.name == "dump" ? options.table : nil)
    if let known = readings.first(where: { $0.options == cut }) { return known.reading }
    let reading = try? read(options)
    readings.append((cut, reading))
    return reading
  }

  private func read(_ options: ReadOptions) throws -> Reading? {
    let reader = try FileReader.open(content, Self.limited(options))
    let batch = RecordBatch()
    guard try reader.read(into: batch) else { return nil }
    return Reading(names: RecordNames(reader), batch: batch)
  }

  private static func limited(_ options: ReadOptions) -> ReadOptions {
    var options = options
    options.limits.batchRecords = records
    options.limits.pieceBytes = 64 << 10
    switch options.records.form {
    // Their object is held whole, and its records are short.
    case .columns, .joined: break
    case .elements, .whole, .members: options.limits.recordBytes = recordBytes
    }
    return options
  }
}
