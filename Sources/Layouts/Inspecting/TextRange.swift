/// The least and the greatest of values, of which only these two are held.
struct TextRange {
  private(set) var least: [UInt8]?
  private(set) var greatest: [UInt8]?

  /// How much of a long text is held, in bytes.
  static let keptBytes = 256

  /// Compares by bytes.
  @inline(__always)
  mutating func add(_ text: UnsafeRawBufferPointer) {
    let kept = UnsafeRawBufferPointer(rebasing: text.prefix(Self.keptBytes))
    if least.map({ Self.precedes(kept, $0) }) ?? true { least = Array(kept) }
    if greatest.map({ Self.follows(kept, $0) }) ?? true { greatest = Array(kept) }
  }

  /// Compares by value; the text must be a plain number.
  @inline(__always)
  mutating func addNumber(_ text: UnsafeRawBufferPointer) {
    if least.map({ Self.isLess(text, $0) }) ?? true { least = Array(text) }
    if greatest.map({ Self.isGreater(text, $0) }) ?? true { greatest = Array(text) }
  }

  @inline(__always)
  private static func precedes(_ text: UnsafeRawBufferPointer, _ other: [UInt8]) -> Bool {
    other.withUnsafeBytes { isBefore(text, $0) }
  }

  @inline(__always)
  private static func follows(_ text: UnsafeRawBufferPointer, _ other: [UInt8]) -> Bool {
    other.withUnsafeBytes { isBefore($0, text) }
  }

  @inline(__always)
  private static func isBefore(_ a: UnsafeRawBufferPointer, _ b: UnsafeRawBufferPointer) -> Bool {
    for index in 0..<min(a.count, b.count) where a[index] != b[index] {
      return a[index] < b[index]
    }
    return a.count < b.count
  }

  @inline(__always)
  private static func isLess(_ text: UnsafeRawBufferPointer, _ other: [UInt8]) -> Bool {
    compare(text, other) { DecimalText.isLess($0, $1, than: $2, $3) }
  }

  @inline(__always)
  private static func isGreater(_ text: UnsafeRawBufferPointer, _ other: [UInt8]) -> Bool {
    compare(text, other) { DecimalText.isLess($2, $3, than: $0, $1) }
  }

  @inline(__always)
  private static func compare(
    _ text: UnsafeRawBufferPointer, _ other: [UInt8],
    _ verdict: (UnsafePointer<UInt8>, Int, UnsafePointer<UInt8>, Int) -> Bool
  ) -> Bool {
    other.withUnsafeBufferPointer { other in
      guard let left = text.bindMemory(to: UInt8.self).baseAddress, let right = other.baseAddress
      else { return false }
      return verdict(left, text.count, right, other.count)
    }
  }
}
