internal import CSimdjson

/// An object of a JSON file that is held whole, because its records are spread over its arrays. It is
/// known to be valid.
final class HeldObject {
  /// An array of the object, under its key in quotes.
  struct ArrayMember {
    var name: String
    var key: Range<Int>
    var elements: Elements
  }

  private let buffer: ByteBuffer
  private let line: Int
  private let byte: Int
  /// The offsets of its line feeds.
  private var lineFeeds: [UInt32] = []

  init(_ value: UnsafeRawBufferPointer, line: Int, byte: Int) {
    self.line = line
    self.byte = byte
    buffer = ByteBuffer(capacity: value.count + Int(RF_JSON_PADDING))
    buffer.append(value)
    // What reads eight bytes at a time reads behind the last one.
    buffer.reserve(Int(RF_JSON_PADDING)).initializeMemory(
      as: UInt8.self, repeating: 0, count: Int(RF_JSON_PADDING))
    var at = 0
    while let next = bytes.firstIndex(of: 0x0A, from: at) {
      lineFeeds.append(UInt32(next))
      at = next + 1
    }
  }

  var bytes: UnsafeRawBufferPointer { buffer.bytes }

  func slice(_ range: Range<Int>) -> UnsafeRawBufferPointer {
    buffer.slice(range.lowerBound, range.count)
  }

  /// The physical line and the byte of the file at an offset.
  func place(of offset: Int) -> (line: Int, byte: Int) {
    var (low, high) = (0, lineFeeds.count)
    while low < high {
      let middle = (low + high) / 2
      if Int(lineFeeds[middle]) < offset { low = middle + 1 } else { high = middle }
    }
    return (line + low, byte + offset)
  }

  /// The arrays among its members, those of these names or all, in order. Of several of one name
  /// the policy chooses; nil with a policy that takes none.
  func arrays(_ names: Set<String>?, _ duplicates: DuplicateKeyPolicy) -> (
    arrays: [ArrayMember], twice: String?
  ) {
    var arrays: [ArrayMember] = []
    var members = Elements(at: 1, isObject: true)
    while let key = members.next(in: bytes) {
      guard let value = members.next(in: bytes) else { break }
      guard bytes[value.lowerBound] == UInt8(ascii: "[") else { continue }
      let name = text(ofKey: key)
      guard names?.contains(name) ?? true else { continue }
      let array = ArrayMember(name: name, key: key, elements: Elements(at: value.lowerBound + 1))
      guard let earlier = arrays.firstIndex(where: { $0.name == name }) else {
        arrays.append(array)
        continue
      }
      switch duplicates {
      case .last: arrays[earlier] = array
      case .first: break
      case .reject: return (arrays, name)
      }
    }
    return (arrays, nil)
  }

  /// The text of a string that stands in quotes.
  func text(ofKey key: Range<Int>) -> String {
    let content = slice(key.lowerBound + 1..<key.upperBound - 1)
    guard content.contains(byte: UInt8(ascii: "\\")), let base = content.baseAddress else {
      return String(decoding: content, as: UTF8.self)
    }
    return String(unsafeUninitializedCapacity: content.count) { room in
      rf_json_unescape(base.assumingMemoryBound(to: UInt8.self), room.baseAddress)
    }
  }
}
