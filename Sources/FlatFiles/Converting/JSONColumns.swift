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
    options.format = reader.format == .ndjson ? .ndjson : .json
    let batch = RecordBatch()
    do {
      while try reader.read(into: batch) {
        for record in batch.records.indices { add(batch.raw(record)) }
        if names.count > Self.limit {
          throw FileError(path: "\(source)", problem: .tooManyColumns(limit: Self.limit))
        }
      }
    } catch let error as FileError where !names.isEmpty || width > 0 {
      // The reading that follows meets the damage too, and says so.
      if case .tooManyColumns = error.problem { throw error }
    }
    options.fieldPaths = (0..<width).map { FieldPath([.index($0)]) }
    options.fieldPaths += names.map { FieldPath([.key($0)]) }
    names = (0..<width).map(CSVHeader.generated) + names
  }

  /// Looks at the keys of a record that is known to be valid.
  private mutating func add(_ raw: UnsafeRawBufferPointer) {
    guard let open = raw.first(where: { $0 > 0x20 }) else { return }
    var depth = 0
    var at = 0
    var elements = 0
    var isKey = true
    while at < raw.count {
      switch raw[at] {
      case UInt8(ascii: "\""):
        let end = stringEnd(raw, at)
        if depth == 1, isKey, open == UInt8(ascii: "{") { addKey(raw, at + 1, end) }
        if depth == 1 { elements = max(elements, 1) }
        at = end
      case UInt8(ascii: "["), UInt8(ascii: "{"): depth += 1
      case UInt8(ascii: "]"), UInt8(ascii: "}"): depth -= 1
      case UInt8(ascii: ",") where depth == 1:
        isKey = true
        elements += 1
      case UInt8(ascii: ":") where depth == 1: isKey = false
      default: break
      }
      at += 1
    }
    if open == UInt8(ascii: "[") { width = min(max(width, elements + 1), Self.limit) }
  }

  private mutating func addKey(_ raw: UnsafeRawBufferPointer, _ start: Int, _ end: Int) {
    let text = UnsafeRawBufferPointer(rebasing: raw[start..<end])
    var key = String(decoding: text, as: UTF8.self)
    if text.contains(byte: UInt8(ascii: "\\")) { key = Self.unescaped(key) }
    if known.insert(key).inserted { names.append(key) }
  }

  private static func unescaped(_ key: String) -> String {
    var result = ""
    var rest = Substring(key)
    while let character = rest.popFirst() {
      guard character == "\\", let letter = rest.popFirst() else {
        result.append(character)
        continue
      }
      switch letter {
      case "n": result.append("\n")
      case "t": result.append("\t")
      case "r": result.append("\r")
      case "b": result.append("\u{8}")
      case "f": result.append("\u{C}")
      case "u":
        let digits = rest.prefix(4)
        rest = rest.dropFirst(4)
        let code = UInt32(digits, radix: 16).flatMap(Unicode.Scalar.init) ?? "\u{FFFD}"
        result.unicodeScalars.append(code)
      default: result.append(letter)
      }
    }
    return result
  }

  /// The closing quote of the string that begins at `start`.
  private func stringEnd(_ raw: UnsafeRawBufferPointer, _ start: Int) -> Int {
    var at = start + 1
    while at < raw.count, raw[at] != UInt8(ascii: "\"") {
      at += raw[at] == UInt8(ascii: "\\") ? 2 : 1
    }
    return min(at, raw.count - 1)
  }
}
