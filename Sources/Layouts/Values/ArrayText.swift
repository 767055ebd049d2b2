/// The text form of an array of one dimension, as PostgreSQL writes it: `{a,"b, c",NULL}`
/// (manual, 8.15.6).
package enum ArrayText {
  /// The elements, nil for NULL; nil for the whole where the text is no such array.
  package static func elements(of text: UnsafeRawBufferPointer) -> [[UInt8]?]? {
    var rest = text[...]
    guard rest.popFirst() == UInt8(ascii: "{") else { return nil }
    skipBlanks(&rest)
    if rest.first == UInt8(ascii: "}") { return rest.count == 1 ? [] : nil }
    var elements: [[UInt8]?] = []
    while true {
      skipBlanks(&rest)
      guard let element = element(&rest) else { return nil }
      elements.append(element)
      skipBlanks(&rest)
      switch rest.popFirst() {
      case UInt8(ascii: ","): continue
      case UInt8(ascii: "}"): return rest.isEmpty ? elements : nil
      default: return nil
      }
    }
  }

  private static func skipBlanks(_ rest: inout Slice<UnsafeRawBufferPointer>) {
    while rest.first == UInt8(ascii: " ") { rest.removeFirst() }
  }

  /// An element, in quotes or bare; nil where there is none. An array within is a second dimension.
  private static func element(_ rest: inout Slice<UnsafeRawBufferPointer>) -> [UInt8]?? {
    if rest.first == UInt8(ascii: "\"") {
      rest.removeFirst()
      return quoted(&rest).map { .some($0) }
    }
    var bytes: [UInt8] = []
    while let byte = rest.first, byte != UInt8(ascii: ","), byte != UInt8(ascii: "}") {
      if byte == UInt8(ascii: "{") || byte == UInt8(ascii: "\"") { return nil }
      rest.removeFirst()
      guard byte == UInt8(ascii: "\\") else {
        bytes.append(byte)
        continue
      }
      guard let escaped = rest.popFirst() else { return nil }
      bytes.append(escaped)
    }
    while bytes.last == UInt8(ascii: " ") { bytes.removeLast() }
    if bytes.isEmpty { return nil }
    let isNull = bytes.count == 4 && bytes.map(ASCII.lower).elementsEqual("null".utf8)
    return .some(isNull ? nil : bytes)
  }

  private static func quoted(_ rest: inout Slice<UnsafeRawBufferPointer>) -> [UInt8]? {
    var bytes: [UInt8] = []
    while let byte = rest.popFirst() {
      switch byte {
      case UInt8(ascii: "\""): return bytes
      case UInt8(ascii: "\\"):
        guard let escaped = rest.popFirst() else { return nil }
        bytes.append(escaped)
      default: bytes.append(byte)
      }
    }
    return nil
  }
}
