/// The columns that JSON records become in CSV: the keys of all objects, the places of arrays, and
/// one for what is neither.
struct JSONColumns {
  private(set) var names: [String] = []
  /// The column of records that are a value themselves, and nothing with keys or places.
  private(set) var valueColumn: Int?
  private var keys: [String] = []
  private var known: Set<String> = []
  private var width = 0
  private var hasValues = false

  /// How many columns a table may have.
  private static let limit = 4096

  /// Reads the whole file once for its keys, and asks for their values in `options`.
  init(
    of reader: any RecordReader, _ options: inout ReadOptions, path: String,
    progress: (ReadProgress) throws -> Void
  ) throws {
    options.format =
      switch reader.format {
      case .ndjson: .ndjson
      case .capture: .capture
      default: .json
      }
    let batch = RecordBatch()
    do {
      while try reader.read(into: batch) {
        try progress(reader.progress)
        for record in batch.records.indices {
          let raw = batch.raw(record)
          add(UnsafeRawBufferPointer(rebasing: raw[(CaptureStamp.length(of: raw) ?? 0)...]))
        }
        if keys.count + width > Self.limit {
          throw FileError(path: path, problem: .tooManyColumns(limit: Self.limit))
        }
      }
    } catch let error as FileError where !keys.isEmpty || width > 0 || hasValues {
      // The reading that follows meets the damage too, and says so.
      if case .tooManyColumns = error.problem { throw error }
    }
    ask(of: reader, &options)
  }

  private mutating func ask(of reader: any RecordReader, _ options: inout ReadOptions) {
    let received = reader.format == .capture ? [FieldPath(from: .received)] : []
    names = received.map(\.description)
    options.fieldPaths = received
    if hasValues {
      valueColumn = names.count
      names.append("value")
      options.fieldPaths.append(FieldPath())
    }
    names += (0..<width).map(CSVHeader.generated) + keys
    options.fieldPaths += (0..<width).map { FieldPath([.index($0)]) }
    options.fieldPaths += keys.map { FieldPath([.key($0)]) }
  }

  /// Looks at the keys or the elements of a record that is known to be valid.
  private mutating func add(_ raw: UnsafeRawBufferPointer) {
    guard let start = raw.firstIndex(where: { $0 > 0x20 }) else { return }
    let isObject = raw[start] == UInt8(ascii: "{")
    guard isObject || raw[start] == UInt8(ascii: "[") else {
      // Nothing is lost of a `null` that has no column.
      if raw[start] != UInt8(ascii: "n") { hasValues = true }
      return
    }
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
    if !isObject { width = max(width, elements) }
  }

  private mutating func addKey(_ raw: UnsafeRawBufferPointer, _ start: Int, _ end: Int) {
    let key = JSONString.content(UnsafeRawBufferPointer(rebasing: raw[start..<end]))
    if known.insert(key).inserted { keys.append(key) }
  }
}
