/// What a cell looks like, by the bytes that it is made of.
enum CellLook: UInt8, Sendable, Hashable, CaseIterable {
  case empty, number, time, boolean, address
  /// Letters, digits and blanks, with the signs that words have.
  case words
  /// Text with signs that could stand between fields.
  case mixed

  /// Whether a header does not look like this.
  var isTyped: Bool { self == .number || self == .time }

  /// Whether it can be one of the names in a line between two tables.
  var isOfHeader: Bool { !isTyped && self != .empty }

  /// How much such a cell speaks for the cells having been cut where they should be.
  ///
  /// Only the order and the rough distances count; that they are right is what
  /// `InspectionScoreTests` and `ConversionScoreTests` measure.
  var weight: Double {
    switch self {
    // Nothing of these is there by chance: they are what columns are made of.
    case .number, .time, .boolean: 1
    // Below them, so that a slash or a colon is not kept in an address where it cuts numbers.
    case .address: 0.95
    // Below them and above `empty`, since a wrong cut of text makes words as well.
    case .words: 0.85
    // A delimiter that makes empty columns would win over the right one if this were as much as
    // `words`, and one of files with many missing values lose if it were as little as `mixed`.
    case .empty: 0.75
    // It holds the sign that should have cut it; not nothing, because some text has signs.
    case .mixed: 0.35
    }
  }

  init(_ cell: ArraySlice<UInt8>) {
    var cell = cell
    while cell.last == 0x20 { cell.removeLast() }
    while cell.first == 0x20 { cell.removeFirst() }
    let hasDigit = cell.contains { Self.digits.contains($0) }
    if cell.isEmpty {
      self = .empty
    } else if hasDigit, Self.isNumber(cell) {
      self = .number
    } else if hasDigit, Self.isTime(cell) {
      self = .time
    } else if Self.truths.contains(String(decoding: cell, as: UTF8.self).lowercased()) {
      self = .boolean
    } else if cell.starts(with: "http".utf8) || cell.starts(with: "www.".utf8) {
      self = cell.contains(0x20) || cell.contains(0x2C) ? .mixed : .address
    } else {
      self = cell.contains { Self.separators.contains($0) } ? .mixed : .words
    }
  }

  private static let digits = UInt8(ascii: "0")...UInt8(ascii: "9")
  private static let truths: Set = ["true", "false", "yes", "no", "nan", "null", "n/a", "none"]
  private static let separators = Set(",;|\t~^\"{}[]\u{1F}\0=".utf8)
  private static let numberSigns = Set("+-.,%$eE".utf8)
  private static let timeSigns = Set("-/.: +TZ".utf8)

  private static func isNumber(_ cell: ArraySlice<UInt8>) -> Bool {
    var signs = 0
    var letters = 0
    for (index, byte) in zip(cell.indices, cell) where !digits.contains(byte) {
      guard numberSigns.contains(byte) else { return false }
      if byte | 0x20 == UInt8(ascii: "e") {
        letters += 1
        if index == cell.startIndex { return false }
      }
      if byte == UInt8(ascii: "+") || byte == UInt8(ascii: "-") {
        let isFirst = index == cell.startIndex
        if !isFirst, cell[index - 1] | 0x20 != UInt8(ascii: "e") { return false }
      }
      signs += 1
    }
    return letters <= 1 && signs <= mostSignsOfNumber
  }

  /// `-$1,234,567.5e-7` has one more and is rare; with more of them a row of small numbers between
  /// commas is one number.
  private static let mostSignsOfNumber = 5
  /// From `1:30p` and `24/01` with a digit more to `Wednesday, 31 January 2024 00:05:00 UTC`.
  /// Shorter, `1-2` would be a time, longer, a sentence of such words.
  private static let timeLengths = 5...40
  /// `2024-01-31 00:05:00.123+00:00` has eight; a list of numbers between slashes soon has more.
  private static let mostSignsOfTime = 9

  /// Digits in groups, with the signs of dates and times between them, or the name of a month.
  private static func isTime(_ cell: ArraySlice<UInt8>) -> Bool {
    guard Self.timeLengths.contains(cell.count) else { return false }
    let words = cell.split { !(0x41...0x5A).contains($0) && !(0x61...0x7A).contains($0) }
    let allowed = words.allSatisfy {
      timeWords.contains(String(decoding: $0.prefix(3), as: UTF8.self).lowercased())
    }
    guard allowed else { return false }
    let signs = cell.filter { !digits.contains($0) && !(0x41...0x7A).contains($0) }
    // A comma stands only in `Jan 1, 2000`: before a blank.
    let hasBareComma = zip(cell, cell.dropFirst()).contains { $0 == 0x2C && $1 != 0x20 }
    return !signs.isEmpty && signs.allSatisfy { timeSigns.contains($0) || $0 == 0x2C }
      && signs.count <= mostSignsOfTime && !hasBareComma && cell.last != 0x2C
  }

  private static let timeWords: Set = [
    "t", "z", "am", "pm", "utc", "gmt", "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug",
    "sep", "oct", "nov", "dec", "mon", "tue", "wed", "thu", "fri", "sat", "sun",
  ]
}
