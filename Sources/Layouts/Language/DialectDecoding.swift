internal import FlatFiles

extension Layout.Dialect {
  static let keys = [
    "delimiter", "quote", "escape", "record_end", "comment", "header", "header_lines",
    "preamble_lines", "ragged", "table",
  ]

  /// The dialect that a layout tells; all is left to the reader where it tells none.
  init(in layout: LayoutMapping) throws {
    guard let written = try layout.mapping("dialect", known: Self.keys) else { return }
    delimiter = try written.value(
      "delimiter", expected: "1 to 16 characters that begin with an ASCII one", Self.delimiter)
    quote =
      try written.value("quote", expected: "one ASCII character, or none", Self.quote) ?? .auto
    escape = try written.value("escape", expected: "one ASCII character", Self.asciiByte)
    recordEnd = try written.word("record_end")
    comment = try written.value("comment", expected: "one ASCII character", Self.asciiByte)
    header = try written.word("header") ?? .auto
    headerLines = try written.number("header_lines", in: 0...100)
    if headerLines != nil, written.node("header") != nil {
      throw written.error("header_lines", .exclude("header", "header_lines"))
    }
    preambleLines = try written.number("preamble_lines", in: 0...1000)
    ragged =
      try written.value("ragged", expected: "reject, pad or truncate") {
        RaggedPolicy(rawValue: $0).flatMap { $0 == .mend ? nil : $0 }
      } ?? .reject
    table = try written.number("table", in: 1...1000)
  }

  /// What the reader is told of it.
  func tell(_ options: inout DialectOptions) {
    options.delimiter = delimiter
    options.quote = quote
    options.escape = escape
    options.recordEnd = recordEnd
    options.comment = comment
    options.headerLines =
      switch header {
      case .auto: headerLines
      case .first: 1
      case .none: 0
      }
    options.preambleLines = preambleLines
    options.ragged = ragged
    options.tables = table.map { .only($0) } ?? .rejectOthers
  }

  private static func delimiter(_ text: String) -> [UInt8]? {
    switch text {
    case "tab", "\\t": [UInt8(ascii: "\t")]
    case "space": [UInt8(ascii: " ")]
    default:
      (1...16).contains(text.utf8.count) && text.utf8.first.map { $0 < 0x80 } ?? false
        ? Array(text.utf8) : nil
    }
  }

  private static func quote(_ text: String) -> QuoteRule? {
    text == "none" ? QuoteRule.none : asciiByte(text).map { .byte($0) }
  }

  private static func asciiByte(_ text: String) -> UInt8? {
    text.utf8.count == 1 ? text.utf8.first : nil
  }
}
