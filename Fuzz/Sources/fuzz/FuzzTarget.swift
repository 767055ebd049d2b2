import FlatFiles
import Foundation

/// What the inputs are fed to: one of the readers, or what stands on all of them.
enum FuzzTarget: String, CaseIterable {
  /// A CSV file, its dialect found out; then the same in a dialect that the first bytes tell.
  case csv, dialect
  case json, ndjson, capture, dump, copy
  /// Compressed files and archives, and text in other encodings.
  case bytes
  /// Conversion to CSV, which is then read again.
  case convert
  /// A layout, and a file that is read through it, apart by a line of `---`.
  case layout

  init(named name: String) {
    guard let target = FuzzTarget(rawValue: name) else {
      let known = FuzzTarget.allCases.map(\.rawValue).joined(separator: ", ")
      print("usage: fuzz TARGET [libFuzzer's arguments], where TARGET is one of \(known)")
      exit(64)
    }
    self = target
  }

  /// Feeds one input. What goes wrong with it is a trap, which libFuzzer keeps the input of.
  func take(_ input: UnsafeRawBufferPointer) {
    switch self {
    case .csv: readTwice(input) { $0.format = .csv }
    case .dialect:
      guard input.count > 4 else { return }
      let signs = Array(input.prefix(4))
      readTwice(UnsafeRawBufferPointer(rebasing: input.dropFirst(4))) { options in
        options.format = .csv
        tell(signs, &options.dialect)
      }
    case .json:
      readTwice(input) {
        $0.format = .json
        $0.fieldPaths = ["[0]", "[1]", "a", "a.b[1]", "p"].compactMap { FieldPath($0) }
      }
    case .ndjson:
      readTwice(input) {
        $0.format = .ndjson
        $0.fieldPaths = ["[0]", "a", "a.b[1]"].compactMap { FieldPath($0) }
      }
    case .capture:
      readTwice(input) {
        $0.format = .capture
        $0.fieldPaths = ["$received", "data.p"].compactMap { FieldPath($0) }
      }
    case .dump: readTwice(input) { $0.format = .dump }
    case .copy: readTwice(input) { $0.format = .copy }
    case .bytes: readTwice(input) { $0.limits.expandedBytes = 1 << 20 }
    case .convert: convertTwice(input)
    case .layout: mapThrough(input)
    }
  }

  /// Dialects of all kinds out of four bytes.
  private func tell(_ signs: [UInt8], _ dialect: inout DialectOptions) {
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
  }
}
