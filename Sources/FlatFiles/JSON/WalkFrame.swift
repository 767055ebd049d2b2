/// An object or array that a `RecordWalk` is inside of.
struct WalkFrame {
  let isObject: Bool
  /// The nodes of the record tree, and of the tree of fields, that the value stands at.
  let active: [Int]
  let around: [Int]
  /// Whether it is an object whose members are records.
  var isMap = false
  /// The key of the member at hand.
  private(set) var key: String?
  /// How many members have been come to.
  private(set) var count = 0
  /// How many single records it has given.
  var records = 0
  /// The nodes that have been come to.
  var found: Set<Int> = []
  /// Its first keys.
  private var seen: [String] = []

  private static let shownKeys = 10

  init(isObject: Bool, active: [Int], around: [Int]) {
    self.isObject = isObject
    self.active = active
    self.around = around
  }

  /// Its closing bracket.
  var close: UInt8 { isObject ? UInt8(ascii: "}") : UInt8(ascii: "]") }

  /// Takes down that a member has been come to, an element where it has no key.
  mutating func note(_ key: String?) {
    self.key = key
    count += 1
    if let key, seen.count < Self.shownKeys { seen.append(key) }
  }

  /// What it holds, for a sentence, when all of it has been come to.
  func contents(_ name: String) -> String {
    if count == 0 { return "\(name) is empty" }
    if !isObject { return "\(name) has \(count) \(count == 1 ? "element" : "elements")" }
    let keys = seen.map { "\"\($0)\"" }.joined(separator: ", ")
    return "\(name) has the keys \(keys)\(count > seen.count ? ", …" : "")"
  }
}
