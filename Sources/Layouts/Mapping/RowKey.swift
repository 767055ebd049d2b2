import FlatFiles

/// Some cells of a row as bytes: equal bytes, equal values. Numbers are equal by value, as they are
/// to the database: `1.50` is `1.5`.
struct RowKey {
  private(set) var bytes: [UInt8] = []

  /// Above this a key is kept as its digest, so that none takes much memory.
  private static let longest = 512

  mutating func removeAll() { bytes.removeAll(keepingCapacity: true) }

  /// Appends a cell, whose text lies in `base`.
  mutating func append(_ cell: Cell, _ base: UnsafeRawBufferPointer) {
    bytes.append(cell.kind.rawValue)
    switch cell.kind {
    case .null: break
    case .integer, .timestamp, .date, .boolean, .source, .parent:
      append(UInt64(bitPattern: cell.bits) ^ 1 << 63)
    case .decimal:
      let text = Self.text(of: cell, base)
      guard let start = text.bindMemory(to: UInt8.self).baseAddress else { return }
      let place = bytes.count
      DecimalText.appendCanonical(start, text.count, to: &bytes)
      // Ends the digits: no digit, sign or `e` is zero.
      bytes.append(0)
      assert(bytes.count > place + 1, "a number has digits")
    case .text, .json:
      append(UInt64(cell.length))
      bytes += Self.text(of: cell, base)
    }
  }

  /// Puts the digest of a long key in its place.
  mutating func shorten() {
    guard bytes.count > Self.longest else { return }
    let digest = ContentDigest()
    bytes.withUnsafeBytes { digest.update($0) }
    bytes.removeAll(keepingCapacity: true)
    bytes.append(UInt8.max)
    bytes += Array(digest.finish().utf8)
  }

  /// In an order of bytes that is the order of numbers.
  private mutating func append(_ number: UInt64) {
    for shift in stride(from: 56, through: 0, by: -8) {
      bytes.append(UInt8(truncatingIfNeeded: number >> UInt64(shift)))
    }
  }

  private static func text(
    of cell: Cell, _ base: UnsafeRawBufferPointer
  ) -> UnsafeRawBufferPointer {
    let start = Int(cell.bits)
    return UnsafeRawBufferPointer(rebasing: base[start..<start + Int(cell.length)])
  }
}
