/// What a column is, by all its values.
extension ColumnProfile {
  /// The type that all but a few values have; nil where there is no value.
  var type: ColumnType? {
    guard values > 0 else { return nil }
    func isNearlyAll(_ count: Int) -> Bool { count > 0 && (values - count) * 20 <= values }
    // What reads times is there only where the beginning of the file shows that these are times.
    if times * 2 > values { return isDate ? .date : .timestamp }
    if isNearlyAll(integers), decimals == 0 { return codes > 0 ? .text : .integer }
    if isNearlyAll(integers + decimals) { return .decimal }
    if isNearlyAll(styled + integers + decimals), style != nil || isSpelled { return .decimal }
    if truths == values { return .boolean }
    if isNearlyAll(nested) { return .json }
    return .text
  }

  /// Values that are not of the type.
  var strays: Int {
    switch type {
    case .timestamp, .date: values - times
    case .integer: values - integers
    case .decimal: max(0, values - integers - decimals - styled)
    case .json: values - nested
    default: 0
    }
  }

  /// Values that are missing, in a column of this type: texts may be anything.
  var missing: Int {
    switch type {
    case .text, .json: empty
    default: empty + tokens.reduce(0, +)
    }
  }

  /// The texts that stand for a missing value.
  var missingTokens: [String] {
    if type == .text || type == .json { return [] }
    return tokens.indices.filter { tokens[$0] > 0 }.map { KnownTokens.texts[$0] }
  }

  /// How the numbers are written, where that is not the plain way and can be only one.
  var style: Layout.NumberStyle? {
    if let numberStyle { return numberStyle }
    guard styled > 0, var style = styles.style else { return nil }
    // With a sign on some and none on others, these would be read as fractions too.
    if percents > 0 {
      guard percents == styled + integers + decimals else { return nil }
      style.isPercent = true
    }
    return style.isPlain ? nil : style
  }

  /// Whether values are read as the hint says.
  private var isSpelled: Bool { numberStyle != nil && styled > 0 }

  /// Whether the times are written as texts without a time of day.
  private var isDate: Bool {
    guard let timeReader, !timeReader.isCount, earliest <= latest else { return false }
    return earliest % Calendar.microsecondsPerDay == 0 && latest % Calendar.microsecondsPerDay == 0
      && (example?.utf8.count ?? 0) <= "31 September 2024".utf8.count
      && !(example?.contains(":") ?? false)
  }

  /// The least and the greatest value, as text; times in ISO 8601.
  var range: (least: String, greatest: String)? {
    switch type {
    case .timestamp, .date:
      guard earliest <= latest else { return nil }
      return (Moment.text(earliest, isDate: isDate), Moment.text(latest, isDate: isDate))
    case .integer, .decimal: return numbers.texts
    case .json, .array, .source, .parent, nil: return nil
    case .text, .boolean: return texts.texts
    }
  }
}

extension TextRange {
  fileprivate var texts: (least: String, greatest: String)? {
    guard let least, let greatest else { return nil }
    return (String(decoding: least, as: UTF8.self), String(decoding: greatest, as: UTF8.self))
  }
}

/// Moments as reports spell them.
enum Moment {
  /// `2024-01-31T12:00:00Z`, or the day alone.
  static func text(_ microseconds: Int64, isDate: Bool = false) -> String {
    var text = Calendar.text(microseconds)
    if isDate { return String(text.prefix(10)) }
    if text.contains(".") {
      text.removeLast()
      while text.last == "0" { text.removeLast() }
      text += "Z"
    }
    return text.replacing(" ", with: "T")
  }
}
