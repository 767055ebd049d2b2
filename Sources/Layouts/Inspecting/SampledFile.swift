import FlatFiles

/// The first records of a file, cut as its reader cuts them, column by column.
struct SampledFile {
  let format: FileFormat
  let encoding: TextEncoding
  let columns: [SampledColumn]
  /// Whether the records are joined out of arrays of pairs.
  let isJoined: Bool
  /// How many records there are; those that cannot be read are none.
  let records: Int
  /// Whether there are columns that are not listed.
  let isCut: Bool
  /// What an API says instead of data, where the only record is such an answer.
  private(set) var errorAnswer: String?

  /// How many records are looked at, unless they reach so many bytes before.
  private static let records = 1_000
  private static let bytes = 1 << 20

  /// Reads the beginning of a file with these options. Of JSON records whatever values they have
  /// are columns, and `options` asks for them.
  ///
  /// Throws `FileError` where nothing can be read before the file is found to be damaged.
  init(of file: SourceFile, _ options: inout ReadOptions) throws {
    var limited = options
    limited.limits.batchRecords = Self.records
    limited.limits.batchBytes = 64 << 10
    var reader = try FileReader.open(file, limited)
    var isCut = false
    var names: [String]?
    if reader.format.isJSON {
      var paths = PathsInRecords()
      var (first, count): ([UInt8], Int) = ([], 0)
      try Self.read(reader) { batch, record in
        paths.add(batch.raw(record))
        if count == 0 { first = Array(batch.raw(record).prefix(ErrorAnswer.documentBytes)) }
        count += 1
      }
      if reader.format == .json, count == 1 {
        let answers = try ErrorAnswer(options, path: "\(file)")
        errorAnswer = first.withUnsafeBytes { answers.message(ofUnknown: $0) }
      }
      // Records that are put together out of columns have no text of their own to look at.
      switch options.records.form {
      case .columns, .joined: break
      case .members: options.fieldPaths = [FieldPath(from: .key)] + paths.paths
      case .elements, .whole: options.fieldPaths = paths.paths
      }
      isCut = paths.isCut
      limited.fieldPaths = options.fieldPaths
      names = options.fieldPaths.map(Self.name)
      reader = try FileReader.open(file, limited)
    }
    let references = Self.references(reader, options.fieldPaths)
    let titles = names ?? Self.names(reader)
    var columns = zip(titles, references).map { SampledColumn(name: $0, reference: $1) }
    var count = 0
    try Self.read(reader) { batch, record in
      count += 1
      for column in columns.indices {
        let field = batch.field(record, column)
        columns[column].add(field, batch.content(field))
      }
    }
    format = reader.format
    isJoined = options.records.form == .joined
    encoding = reader.encoding
    self.columns = columns
    self.isCut = isCut
    records = count
  }

  /// Damage behind the first records is for the reading of the whole file to say.
  private static func read(
    _ reader: any RecordReader, _ use: (RecordBatch, Int) -> Void
  ) throws {
    let batch = RecordBatch()
    var (records, bytes) = (Self.records, Self.bytes)
    do {
      while records > 0, bytes > 0, try reader.read(into: batch) {
        for record in batch.records.indices where records > 0 {
          use(batch, record)
          records -= 1
          bytes -= batch.records[record].rawLength
        }
        bytes -= batch.rejects.reduce(0) { $0 + $1.raw.count }
      }
    } catch let error as FileError where records == Self.records {
      throw error
    } catch is FileError {}
  }

  /// The names of the columns, made up where the file has none.
  static func names(_ reader: any RecordReader) -> [String] {
    let names = reader.columnNames ?? []
    return (0..<reader.columnCount).map { $0 < names.count ? names[$0] : "column\($0 + 1)" }
  }

  /// What reports call the value at a path: elements of arrays are columns without a name.
  static func name(of path: FieldPath) -> String {
    if case .index(let index) = path.steps.first, path.steps.count == 1 {
      return "column\(index + 1)"
    }
    return "\(path)"
  }

  private static func references(
    _ reader: any RecordReader, _ paths: [FieldPath]
  ) -> [SampledColumn.Reference] {
    if reader.format.isJSON {
      return paths.map { path in
        if case .index(let index) = path.steps.first, path.steps.count == 1 {
          return .position(index + 1)
        }
        return .name("\(path)")
      }
    }
    let names = reader.columnNames
    return (0..<reader.columnCount).map { index in
      guard let names, index < names.count else { return .position(index + 1) }
      return .name(names[index])
    }
  }
}

/// One column of the first records of a file.
struct SampledColumn {
  /// How a layout asks for a field.
  enum Reference: Sendable, Hashable {
    case name(String)
    case position(Int)
  }

  let name: String
  let reference: Reference
  /// The name in small letters and digits alone: `Open Price` is `openprice`, and `data.p` is `p`.
  let plainName: String
  /// The values that are no token for a missing one, without the blanks around them; nil for others.
  private(set) var values: [[UInt8]?] = []
  /// What the fields hold, as the reader cut them.
  private var fields: [(kind: RecordBatch.FieldKind, bytes: [UInt8])] = []
  private(set) var profile: ColumnProfile

  init(name: String, reference: Reference) {
    self.name = name
    self.reference = reference
    plainName = Self.plain(name, reference)
    profile = ColumnProfile(name: name)
  }

  mutating func add(_ field: RecordBatch.Field, _ content: UnsafeRawBufferPointer) {
    profile.add(field.kind, content)
    fields.append((field.kind, Array(content)))
    switch field.kind {
    case .bare, .quoted, .number:
      let text = ColumnProfile.trimmed(content)
      values.append(KnownTokens.index(of: text) == nil && !text.isEmpty ? Array(text) : nil)
    default: values.append(nil)
    }
  }

  /// The same fields, gathered in another way.
  func gathered(in profile: ColumnProfile) -> ColumnProfile {
    var profile = profile
    for (kind, bytes) in fields { bytes.withUnsafeBytes { profile.add(kind, $0) } }
    return profile
  }

  /// Whether the column has a name that the file gives it.
  var isNamed: Bool { if case .name = reference { true } else { false } }

  private static func plain(_ name: String, _ reference: Reference) -> String {
    guard case .name = reference else { return "" }
    let last = name.split(separator: ".").last.map(String.init) ?? name
    return last.lowercased().filter { $0.isASCII && ($0.isLetter || $0.isNumber) }
  }
}
