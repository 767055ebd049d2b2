import FlatFiles

/// What inputs are fed to: one of the readers, or what stands on all of them. `Fuzz/` compiles these
/// checks once more, and makes the inputs up.
enum FuzzTarget: String, CaseIterable {
  /// A CSV file, its dialect found out; then the same in a dialect that the first bytes tell.
  case csv, dialect
  case json, ndjson, capture, dump, copy
  /// Compressed files and archives, and text in other encodings.
  case bytes
  /// Conversion to CSV and to NDJSON, which is then read again.
  case convert
  /// A layout, and a file that is read through it, apart by a line of `---`.
  case layout
  /// A look at what a file is, and the layout that is made up for it.
  case inspect

  /// Feeds one input by way of a file. Throws `WrongReading`; whatever else is wrong with the code
  /// is a trap.
  func check(_ input: UnsafeRawBufferPointer, in file: InputFile) throws {
    switch self {
    case .csv: try checkReading(input, in: file) { $0.format = .csv }
    case .dialect:
      guard input.count > 4 else { return }
      let signs = Array(input.prefix(4))
      try checkReading(UnsafeRawBufferPointer(rebasing: input.dropFirst(4)), in: file) {
        $0.format = .csv
        $0.dialect = Self.dialect(told: signs)
      }
    case .json:
      try checkReading(input, in: file) {
        $0.format = .json
        $0.fieldPaths = ["[0]", "[1]", "a", "a.b[1]", "p"].compactMap { FieldPath($0) }
      }
    case .ndjson:
      try checkReading(input, in: file) {
        $0.format = .ndjson
        $0.fieldPaths = ["[0]", "a", "a.b[1]"].compactMap { FieldPath($0) }
      }
    case .capture:
      try checkReading(input, in: file) {
        $0.format = .capture
        $0.fieldPaths = ["$received", "data.p"].compactMap { FieldPath($0) }
      }
    case .dump: try checkReading(input, in: file) { $0.format = .dump }
    case .copy: try checkReading(input, in: file) { $0.format = .copy }
    case .bytes: try checkBytes(input, in: file)
    case .convert: try checkConversion(input, in: file)
    case .layout: try checkLayout(input, in: file)
    case .inspect: try checkInspection(input, in: file)
    }
  }

  /// Dialects of all kinds out of four bytes.
  private static func dialect(told signs: [UInt8]) -> DialectOptions {
    var dialect = DialectOptions()
    dialect.delimiter = signs[0] < 0x60 ? [signs[0]] : [signs[0] & 0x7F, signs[1]]
    switch signs[2] % 4 {
    case 0: dialect.quote = .none
    case 1: dialect.quote = .byte(signs[1])
    default: dialect.quote = .auto
    }
    if signs[2] & 0x10 != 0 { dialect.escape = signs[3] }
    dialect.recordEnd = RecordEnd.allCases[Int(signs[3] % 4)]
    dialect.headerLines = signs[3] & 0x10 != 0 ? Int(signs[3] % 3) : nil
    if signs[3] & 0x20 != 0 { dialect.preambleLines = Int(signs[2] % 3) }
    if signs[3] & 0x40 != 0 { dialect.ragged = .mend }
    dialect.tables = signs[3] & 0x80 != 0 ? .only(Int(signs[2] % 3) + 1) : .rejectOthers
    return dialect
  }
}

/// What a check finds: a reading that no input should lead to.
struct WrongReading: Error, CustomStringConvertible {
  var description: String

  init(_ description: String) { self.description = description }
}
