internal import CSimdjson

/// A walk over the elements of an array, or over the keys and values of an object in turn. Of one that
/// is not valid it finds whatever looks like them.
struct Elements {
  /// Behind the opening bracket at first, then behind what was found last.
  private(set) var at: Int
  private let isObject: Bool

  init(at start: Int, isObject: Bool = false) {
    at = start
    self.isObject = isObject
  }

  /// Where the next one stands; nil at the end.
  mutating func next(in bytes: UnsafeRawBufferPointer) -> Range<Int>? {
    while at < bytes.count, Self.isBetween(bytes[at]) { at += 1 }
    guard at < bytes.count, bytes[at] != UInt8(ascii: "]"), bytes[at] != UInt8(ascii: "}") else {
      return nil
    }
    var scan = rf_json_scan()
    let rest = UnsafeRawBufferPointer(rebasing: bytes[at...])
    guard scan.lookOn(in: rest, depth: Int(Int32.max)) == RF_JSON_END, scan.at > 0 else {
      return nil
    }
    // A key that stands before its colon ends with its quote.
    let found = at..<at + scan.at
    at = found.upperBound
    return found
  }

  /// The rest of the elements, counted.
  func count(in bytes: UnsafeRawBufferPointer) -> Int {
    var (rest, count) = (self, 0)
    while rest.next(in: bytes) != nil { count += 1 }
    return count
  }

  private static func isBetween(_ byte: UInt8) -> Bool {
    switch byte {
    case 0x20, 0x09, 0x0A, 0x0D, UInt8(ascii: ","), UInt8(ascii: ":"): true
    default: false
    }
  }
}
