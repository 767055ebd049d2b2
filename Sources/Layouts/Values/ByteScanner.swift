/// A run of bytes read from the front, without copying: what the readers of times share.
struct ByteScanner {
  private var next: UnsafePointer<UInt8>
  private let end: UnsafePointer<UInt8>

  @inline(__always)
  init(_ start: UnsafePointer<UInt8>, count: Int) {
    next = start
    end = start + count
  }

  var isAtEnd: Bool { next == end }

  /// The byte that comes next; 0 at the end.
  var peek: UInt8 { next == end ? 0 : next.pointee }

  /// Passes over a byte if it comes next.
  @inline(__always)
  mutating func take(_ byte: UInt8) -> Bool {
    guard next != end, next.pointee == byte else { return false }
    next += 1
    return true
  }

  /// How many digits come next; nil where none does.
  var digits: Int? {
    var count = 0
    while next + count != end, next[count] &- UInt8(ascii: "0") <= 9 { count += 1 }
    return count == 0 ? nil : count
  }

  /// Reads a number of so many digits; nil when fewer than `least` follow.
  @inline(__always)
  mutating func number(_ least: Int, _ most: Int) -> Int? {
    var value = 0
    var digits = 0
    while digits < most, next != end {
      let digit = next.pointee &- UInt8(ascii: "0")
      guard digit <= 9 else { break }
      value = value &* 10 &+ Int(digit)
      digits += 1
      next += 1
    }
    return digits >= least ? value : nil
  }

  /// Reads the digits of a fraction as microseconds; what is finer is cut off.
  mutating func fraction() -> Int? {
    var microseconds = 0
    var digits = 0
    while next != end {
      let digit = next.pointee &- UInt8(ascii: "0")
      guard digit <= 9 else { break }
      if digits < 6 { microseconds = microseconds * 10 + Int(digit) }
      digits += 1
      next += 1
    }
    guard digits > 0, digits <= 9 else { return nil }
    for _ in stride(from: digits, to: 6, by: 1) { microseconds *= 10 }
    return microseconds
  }

  /// Reads letters, lower-cased, and says whether they begin one of the words; gives its index.
  mutating func word(of words: [[UInt8]]) -> Int? {
    for (index, word) in words.enumerated() {
      guard end - next >= word.count else { continue }
      if word.indices.allSatisfy({ next[$0] | 0x20 == word[$0] }) {
        next += word.count
        return index
      }
    }
    return nil
  }

  /// Reads `Z`, `+hh`, `+hhmm` or `+hh:mm` as seconds east of UTC.
  mutating func offset() -> Int? {
    if take(UInt8(ascii: "Z")) || take(UInt8(ascii: "z")) { return 0 }
    let isWest = take(UInt8(ascii: "-"))
    guard isWest || take(UInt8(ascii: "+")) else { return nil }
    guard let hours = number(2, 2), hours <= 15 else { return nil }
    var minutes = 0
    if take(UInt8(ascii: ":")) || peek != 0 {
      guard let read = number(2, 2), read < 60 else { return nil }
      minutes = read
    }
    let seconds = hours * 3600 + minutes * 60
    return isWest ? -seconds : seconds
  }
}
