/// The columns that JSON records become in CSV: the keys of all objects, or the places of arrays.
struct JSONColumns {
  private(set) var names: [String] = []
  private var known: Set<String> = []
  private var width = 0

  /// How many columns a table may have.
  private static let limit = 4096

  /// Reads the whole file once for its keys, and asks for their values in `options`; nil where the
  /// file is not JSON or does not become CSV.
  init?(of source: SourceFile, _ options: inout ReadOptions, for form: Conversion.Form) throws {
    guard form == .csv, options.format.mayBeJSON else { return nil }
    if source.isStandardInput {
      // It cannot be read twice. CSV needs no such look, so what is told decides.
      if options.format == .auto { options.format = .csv }
      if options.format == .csv { return nil }
      throw FileError(path: "\(source)", problem: .readTwice)
    }
    var looking = options
    looking.fieldPaths = []
    let reader = try FileReader.open(source, looking)
    if !reader.format.isJSON { return nil }
    options.format =
      switch reader.format {
      case .ndjson: .ndjson
      case .capture: .capture
      default: .json
      }
    let batch = RecordBatch()
    do {
      while try reader.read(into: batch) {
        for record in batch.records.indices {
          let raw = batch.raw(record)
          add(UnsafeRawBufferPointer(rebasing: raw[(CaptureStamp.length(of: raw) ?? 0)...]))
        }
        if names.count > Self.limit {
          throw FileError(path: "\(source)", problem: .tooManyColumns(limit: Self.limit))
        }
      }
    } catch let error as FileError where !names.isEmpty || width > 0 {
      // The reading that follows meets the damage too, and says so.
      if case .tooManyColumns = error.problem { throw error }
    }
    let received = reader.format == .capture ? [FieldPath(from: .received)] : []
    options.fieldPaths = received + (0..<width).map { FieldPath([.index($0)]) }
    options.fieldPaths += names.map { FieldPath([.key($0)]) }
    names = received.map(\.description) + (0..<width).map(CSVHeader.generated) + names
  }

  /// Looks at the keys or the elements of a record that is known to be valid.
  private mutating func add(_ raw: UnsafeRawBufferPointer) {
    guard let start = raw.firstIndex(where: { $0 > 0x20 }) else { return }
    let isObject = raw[start] == UInt8(ascii: "{")
    var depth = 0
    var at = start
    var elements = 0
    var isBehindComma = true
    while at < raw.count {
      let byte = raw[at]
      let opens = byte == UInt8(ascii: "[") || byte == UInt8(ascii: "{")
      let closes = byte == UInt8(ascii: "]") || byte == UInt8(ascii: "}")
      if depth == 1, isBehindComma, byte > 0x20, !closes {
        elements += 1
        isBehindComma = false
        if isObject { addKey(raw, at + 1, JSONString.end(raw, from: at)) }
      }
      if byte == UInt8(ascii: "\"") { at = JSONString.end(raw, from: at) }
      if byte == UInt8(ascii: ","), depth == 1 { isBehindComma = true }
      depth += opens ? 1 : closes ? -1 : 0
      at += 1
    }
    if !isObject { width = min(max(width, elements), Self.limit) }
  }

  private mutating func addKey(_ raw: UnsafeRawBufferPointer, _ start: Int, _ end: Int) {
    let key = JSONString.content(UnsafeRawBufferPointer(rebasing: raw[start..<end]))
    if known.insert(key).inserted { names.append(key) }
  }
}
