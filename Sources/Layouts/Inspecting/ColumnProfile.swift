import FlatFiles

/// What the values of one column of a file are, gathered value by value in flat memory.
struct ColumnProfile {
  /// What the file calls the column, or a made-up name.
  let name: String
  /// What reads its values as times, where the beginning of the file has shown that they are.
  private(set) var timeReader: TimeReader?
  /// How its numbers are written, where the beginning of the file has shown that.
  let numberStyle: Layout.NumberStyle?
  /// Records without a value here: nothing, or JSON's null.
  private(set) var empty = 0
  /// How often each of `KnownTokens` was met.
  private(set) var tokens = [Int](repeating: 0, count: KnownTokens.texts.count)
  /// Values beside these.
  private(set) var values = 0
  private(set) var integers = 0
  private(set) var decimals = 0
  private(set) var times = 0
  private(set) var truths = 0
  private(set) var nested = 0
  /// Numbers that are not written plainly, and in which styles all of these can be read.
  private(set) var styled = 0
  private(set) var styles = NumberStyles.all
  private(set) var percents = 0
  /// Whole numbers that begin with a zero, as codes do.
  private(set) var codes = 0
  /// The first value, as the file writes it.
  private(set) var example: String?
  private(set) var numbers = TextRange()
  private(set) var texts = TextRange()
  private(set) var earliest = Int64.max
  private(set) var latest = Int64.min
  private var scratch: [UInt8] = []

  init(
    name: String, timeReader: TimeReader? = nil, numberStyle: Layout.NumberStyle? = nil
  ) {
    self.name = name
    self.timeReader = timeReader
    self.numberStyle = numberStyle
  }

  /// Takes note of a field of a record.
  @inline(__always)
  mutating func add(_ kind: RecordBatch.FieldKind, _ content: UnsafeRawBufferPointer) {
    switch kind {
    case .absent, .null: empty += 1
    case .nested:
      values += 1
      nested += 1
      keepExample(content)
    case .boolean:
      values += 1
      truths += 1
      texts.add(content)
      keepExample(content)
    case .bare, .quoted, .number:
      let text = Self.trimmed(content)
      if text.isEmpty, case .bare = kind { empty += 1 } else { add(text) }
    }
  }

  private mutating func add(_ text: UnsafeRawBufferPointer) {
    if let token = KnownTokens.index(of: text) {
      tokens[token] += 1
      if !text.isEmpty { texts.add(text) }
      return
    }
    values += 1
    if example == nil { keepExample(text) }
    if timeReader != nil, readTime(text) { return }
    if let numberStyle { addStyled(text, numberStyle) } else { addNumber(text) }
    texts.add(text)
  }

  private mutating func readTime(_ text: UnsafeRawBufferPointer) -> Bool {
    guard let start = text.bindMemory(to: UInt8.self).baseAddress,
      let reading = timeReader?.read(start, count: text.count)
    else { return false }
    switch reading {
    case .moment(let moment), .unclear(let moment, _, _):
      times += 1
      earliest = min(earliest, moment)
      latest = max(latest, moment)
      return true
    case .ambiguous:
      times += 1
      return true
    default: return false
    }
  }

  private mutating func addStyled(_ text: UnsafeRawBufferPointer, _ style: Layout.NumberStyle) {
    guard StyledNumber.spell(text, style, into: &scratch) == .valid else { return }
    if text.last == UInt8(ascii: "%") { percents += 1 }
    styled += 1
    scratch.withUnsafeBytes { numbers.addNumber($0) }
  }

  private mutating func addNumber(_ text: UnsafeRawBufferPointer) {
    guard let start = text.bindMemory(to: UInt8.self).baseAddress else { return }
    switch DecimalText.judge(start, count: text.count) {
    case .valid:
      if text.contains(where: { $0 == UInt8(ascii: ".") || $0 | 0x20 == UInt8(ascii: "e") }) {
        decimals += 1
        if !styles.isEmpty, styled > 0 { narrowStyles(text) }
      } else {
        addInteger(text)
      }
      numbers.addNumber(text)
    case .barePoint:
      decimals += 1
      if StyledNumber.spell(text, Layout.NumberStyle(), into: &scratch) == .valid {
        scratch.withUnsafeBytes { numbers.addNumber($0) }
      }
    case .outOfRange: break
    case .notANumber: addOther(text)
    }
  }

  private mutating func addInteger(_ text: UnsafeRawBufferPointer) {
    let hasSign = text[0] == UInt8(ascii: "-") || text[0] == UInt8(ascii: "+")
    let digits = text.count - (hasSign ? 1 : 0)
    // More digits than 64 bits surely hold.
    if digits > 18 { decimals += 1 } else { integers += 1 }
    if digits > 1, text[hasSign ? 1 : 0] == UInt8(ascii: "0") { codes += 1 }
  }

  private mutating func addOther(_ text: UnsafeRawBufferPointer) {
    if let start = text.bindMemory(to: UInt8.self).baseAddress,
      BooleanText.read(start, count: text.count) != nil
    {
      truths += 1
      return
    }
    guard let last = text.last, last == UInt8(ascii: "%") || last &- UInt8(ascii: "0") <= 9 else {
      return
    }
    let readable = NumberStyles(reading: text, scratch: &scratch)
    if readable.isEmpty { return }
    styled += 1
    styles.formIntersection(readable)
    if last == UInt8(ascii: "%") { percents += 1 }
  }

  /// A plain number among others tells too: `1.5` has no point between groups.
  private mutating func narrowStyles(_ text: UnsafeRawBufferPointer) {
    styles.formIntersection(NumberStyles(reading: text, scratch: &scratch))
  }

  private mutating func keepExample(_ text: UnsafeRawBufferPointer) {
    if example != nil { return }
    example = String(decoding: text.prefix(TextRange.keptBytes), as: UTF8.self)
  }

  @inline(__always)
  static func trimmed(_ text: UnsafeRawBufferPointer) -> UnsafeRawBufferPointer {
    var (start, end) = (0, text.count)
    while start < end, text[start] == 0x20 || text[start] == 0x09 { start += 1 }
    while end > start, text[end - 1] == 0x20 || text[end - 1] == 0x09 { end -= 1 }
    return UnsafeRawBufferPointer(rebasing: text[start..<end])
  }
}
