/// The text form of an array of one dimension, `{a,"b, c",NULL}` (PostgreSQL manual, 8.15.6).
enum SQLArrayText {
  /// The elements, nil for NULL; nil for the whole when the text is not such an array.
  static func elements(of text: String) -> [String?]? {
    var rest = Substring(text).utf8
    guard rest.popFirst() == UInt8(ascii: "{") else { return nil }
    if rest.elementsEqual("}".utf8) { return [] }
    var elements: [String?] = []
    while true {
      guard let element = element(from: &rest) else { return nil }
      elements.append(element)
      switch rest.popFirst() {
      case UInt8(ascii: ","): continue
      case UInt8(ascii: "}"): return rest.isEmpty ? elements : nil
      default: return nil
      }
    }
  }

  private static func element(from rest: inout Substring.UTF8View) -> String?? {
    switch rest.first {
    case UInt8(ascii: "\""): return quoted(from: &rest).map { .some($0) }
    // An array within: a second dimension.
    case UInt8(ascii: "{"), nil: return nil
    default:
      let bare = rest.prefix { $0 != UInt8(ascii: ",") && $0 != UInt8(ascii: "}") }
      rest = rest[bare.endIndex...]
      let text = String(Substring(bare))
      return .some(text == "NULL" ? nil : text)
    }
  }

  private static func quoted(from rest: inout Substring.UTF8View) -> String? {
    rest.removeFirst()
    var bytes: [UInt8] = []
    while let byte = rest.popFirst() {
      switch byte {
      case UInt8(ascii: "\""): return String(decoding: bytes, as: UTF8.self)
      case UInt8(ascii: "\\"):
        guard let escaped = rest.popFirst() else { return nil }
        bytes.append(escaped)
      default: bytes.append(byte)
      }
    }
    return nil
  }
}
