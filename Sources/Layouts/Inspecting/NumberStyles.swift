/// The ways in which a column's numbers may be written that are not the plain one.
struct NumberStyles: OptionSet, Sendable {
  let rawValue: Int

  /// Decimal mark and mark between groups of three.
  private static let known: [(decimal: UInt8, grouping: UInt8?)] = [
    (UInt8(ascii: ","), nil), (UInt8(ascii: ","), UInt8(ascii: ".")),
    (UInt8(ascii: ","), UInt8(ascii: " ")), (UInt8(ascii: "."), nil),
    (UInt8(ascii: "."), UInt8(ascii: ",")), (UInt8(ascii: "."), UInt8(ascii: " ")),
    (UInt8(ascii: "."), UInt8(ascii: "'")),
  ]

  static let all = NumberStyles(rawValue: (1 << known.count) - 1)

  /// The styles in which a text is a number, with or without a percent sign.
  init(reading text: UnsafeRawBufferPointer, scratch: inout [UInt8]) {
    var value = 0
    for (index, marks) in Self.known.enumerated() {
      var style = Layout.NumberStyle()
      (style.decimal, style.grouping) = marks
      style.isPercent = true
      if StyledNumber.spell(text, style, into: &scratch) == .valid { value |= 1 << index }
    }
    rawValue = value
  }

  init(rawValue: Int) { self.rawValue = rawValue }

  /// The style of a column whose values can be read in all of these, where that is one: `1,234` and
  /// nothing else could be both. Of a style with a mark for groups and the same without, the one
  /// without is meant, because no group was there.
  var style: Layout.NumberStyle? {
    let styles = Self.known.indices.filter { rawValue & 1 << $0 != 0 }.map { Self.known[$0] }
    let decimals = Set(styles.map(\.decimal))
    guard decimals.count == 1, let decimal = decimals.first else { return nil }
    var style = Layout.NumberStyle()
    style.decimal = decimal
    let groupings = styles.map(\.grouping)
    if !groupings.contains(nil) {
      guard groupings.count == 1 else { return nil }
      style.grouping = groupings[0]
    }
    return style
  }
}
