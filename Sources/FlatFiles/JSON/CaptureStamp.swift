/// The time with which a line of a capture begins: ISO 8601 in UTC with up to nine digits of a
/// second, and a space behind it.
enum CaptureStamp {
  /// How long it is with the space; nil where there is none.
  static func length(of line: UnsafeRawBufferPointer) -> Int? {
    let form = "0000-00-00T00:00:00".utf8
    guard line.count > form.count + 1 else { return nil }
    for (byte, wanted) in zip(line, form) {
      guard wanted == UInt8(ascii: "0") ? isDigit(byte) : byte == wanted else { return nil }
    }
    var at = form.count
    if line[at] == UInt8(ascii: ".") {
      let digits = line[(at + 1)...].prefix(10).prefix(while: isDigit).count
      guard (1...9).contains(digits) else { return nil }
      at += digits + 1
    }
    guard at + 1 < line.count, line[at] == UInt8(ascii: "Z"), line[at + 1] == UInt8(ascii: " ")
    else { return nil }
    return at + 2
  }

  private static func isDigit(_ byte: UInt8) -> Bool { byte >= 0x30 && byte <= 0x39 }

  /// Whether a file that begins so is a capture: its first line that is not blank has a time and
  /// an object or array behind it.
  static func begins(_ sample: UnsafeRawBufferPointer) -> Bool {
    for line in sample.split(separator: 0x0A) {
      let line = UnsafeRawBufferPointer(rebasing: line)
      if line.isBlank { continue }
      guard let stamp = length(of: line), stamp < line.count else { return false }
      return line[stamp] == UInt8(ascii: "{") || line[stamp] == UInt8(ascii: "[")
    }
    return false
  }
}
