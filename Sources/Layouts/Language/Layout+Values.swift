extension Layout {
  /// How numbers are written, and by what power of ten they count. The plain way is `-1234.5e6`.
  package struct NumberStyle: Sendable, Hashable {
    package var decimal = UInt8(ascii: ".")
    /// What stands between groups of three digits; a space also stands for its unbreakable kin.
    package var grouping: UInt8?
    /// Whether the numbers are percentages, with or without the sign: they become fractions.
    package var isPercent = false
    /// By how many places the point is moved to the right.
    package var shift = 0

    package init() {}

    var isPlain: Bool { self == NumberStyle() }
  }

  /// What is done to the text of a field before its type is read, in this order.
  package struct TextRule: Sendable, Hashable {
    package var part: TextPart?
    package var letters: LetterCase?
    /// Texts and what stands for them; a text that is not among them is rejected.
    package var map: [Replacement] = []
    /// What stands for a text that `map` does not have.
    package var otherwise: String?
    /// Words for true and false beside the usual, in any case.
    package var trueWords: [String] = []
    package var falseWords: [String] = []

    package init() {}

    var isEmpty: Bool { self == TextRule() }

    package struct Replacement: Sendable, Hashable {
      package var from: String
      package var to: String
    }
  }

  /// The part of a text that counts.
  package enum TextPart: Sendable, Hashable {
    /// One of the pieces between separators, counted from 1.
    case piece(Int, separator: [UInt8])
    /// What a market trades, and in what it is paid: `BTC/USDT`, `BTCUSDT`, `BTC-PERPETUAL`.
    case base, quote
  }

  package enum LetterCase: String, Sendable, CaseIterable { case upper, lower }

  /// The ordinal among equal rows of the file: what tells equal trades of one second apart.
  package struct OrdinalRule: Sendable, Hashable {
    /// The ordinal of the first: 0 or 1.
    package var first: Int
    /// The columns that equal rows agree in; empty for all the others.
    package var among: [String]
    /// A column that tells rows apart by itself: where it has a text, a row is the first of its kind.
    package var unless: String?

    package init(first: Int, among: [String] = [], unless: String? = nil) {
      self.first = first
      self.among = among
      self.unless = unless
    }
  }

  /// Fields of a record with fixed text around them: `{Date} {Time}`.
  package struct FieldTemplate: Sendable, Hashable {
    package enum Part: Sendable, Hashable {
      case text(String)
      /// A field, and what stands for it where it is missing; nil where nothing does.
      case field(FieldReference, otherwise: String?)
    }

    package var parts: [Part]

    var references: [FieldReference] {
      parts.compactMap { if case .field(let reference, _) = $0 { reference } else { nil } }
    }

    /// Reads `{name}`, `{3}` for a position, and `{name|other|3}` for the first that is there, or
    /// `{name|"text"}` for a text where it is missing; `{{` and `}}` are braces. Nil when a brace has no
    /// partner, or there is no field.
    package init?(_ text: String) {
      parts = []
      var rest = text[...]
      while let brace = rest.firstIndex(where: { $0 == "{" || $0 == "}" }) {
        if let twin = rest[rest.index(after: brace)...].first, twin == rest[brace] {
          parts.append(.text(String(rest[...brace])))
          rest = rest[rest.index(brace, offsetBy: 2)...]
          continue
        }
        guard rest[brace] == "{", let end = rest[brace...].firstIndex(of: "}"),
          let field = Self.field(rest[rest.index(after: brace)..<end])
        else { return nil }
        if brace > rest.startIndex { parts.append(.text(String(rest[..<brace]))) }
        parts.append(field)
        rest = rest[rest.index(after: end)...]
      }
      if !rest.isEmpty { parts.append(.text(String(rest))) }
      if references.isEmpty { return nil }
    }

    private static func field(_ text: Substring) -> Part? {
      var names = text.split(separator: "|", omittingEmptySubsequences: false)
      var otherwise: String?
      if let last = names.last, names.count > 1, last.count > 1, last.hasPrefix("\""),
        last.hasSuffix("\"")
      {
        otherwise = String(last.dropFirst().dropLast())
        names.removeLast()
      }
      return reference(names).map { .field($0, otherwise: otherwise) }
    }

    private static func reference(_ names: [Substring]) -> FieldReference? {
      var reference = FieldReference()
      for name in names {
        if name.isEmpty || name.contains("{") { return nil }
        if let position = Int(name) {
          guard (1...10_000).contains(position), reference.position == nil else { return nil }
          reference.position = position
        } else {
          reference.names.append(String(name))
        }
      }
      return reference
    }
  }
}

extension Layout.ColumnRule {
  /// The fields of a record that the column is made of.
  var references: [Layout.FieldReference] {
    switch origin {
    case .field(let reference): [reference]
    case .template(let template): template.references
    case .constant, .ordinal, .each: []
    }
  }
}
