/// Finds the parent that a field names, a source for example, without making a string of it for each
/// record.
///
/// An open-addressing table over the spellings seen so far; the one of the last record is tried
/// first, because most files keep to one source for long. It takes as many as a file may mean: a
/// column of ids that is named as the source by mistake has one for each record.
struct ParentDirectory {
  /// What `index` returns where there is none: no name can be made of the text, or there is no room
  /// for another name.
  static let noName = -1
  static let noRoom = -2

  /// How many spellings are kept…
  static let limit = 65_536
  /// …unless they take this many bytes before.
  static let byteLimit = 8 << 20

  private let rule: Layout.ParentRule
  /// The names in the order in which they were first met.
  private(set) var names: [String] = []
  /// Where each stands in `names`: several spellings may mean one.
  private var indices: [String: Int] = [:]
  private var spellings: [UInt8] = []
  private var entries: [Entry] = []
  /// Indices into `entries`, or -1; a power of two of them, at most half in use.
  private var slots = [Int](repeating: -1, count: 64)
  private var last = -1

  private struct Entry {
    var offset: Int
    var length: Int
    var hash: UInt64
    /// The index in `names`, or `noName`.
    var parent: Int
  }

  /// `names` are known to be valid, and are the first.
  init(_ rule: Layout.ParentRule, names: [String] = []) {
    self.rule = rule
    for name in names { _ = add(name) }
  }

  /// Adds a name that is known to be valid, and returns its index.
  mutating func add(_ name: String) -> Int {
    if let index = indices[name] { return index }
    indices[name] = names.count
    names.append(name)
    return names.count - 1
  }

  /// The index of the parent that a spelling means, or why there is none.
  mutating func index(of text: UnsafeRawBufferPointer) -> Int {
    if last >= 0, isSpelling(entries[last], text) { return entries[last].parent }
    let hash = Self.hash(text)
    var slot = Int(truncatingIfNeeded: hash) & (slots.count - 1)
    while slots[slot] >= 0 {
      let entry = entries[slots[slot]]
      if entry.hash == hash, isSpelling(entry, text) {
        last = slots[slot]
        return entry.parent
      }
      slot = (slot + 1) & (slots.count - 1)
    }
    let name = rule.name(String(decoding: text, as: UTF8.self))
    if entries.count >= Self.limit || spellings.count + text.count > Self.byteLimit {
      return name.map { indices[$0] ?? Self.noRoom } ?? Self.noName
    }
    let entry = Entry(
      offset: spellings.count, length: text.count, hash: hash,
      parent: name.map { add($0) } ?? Self.noName)
    spellings.append(contentsOf: text)
    slots[slot] = entries.count
    last = entries.count
    entries.append(entry)
    if entries.count * 2 > slots.count { grow() }
    return entry.parent
  }

  @inline(__always)
  private func isSpelling(_ entry: Entry, _ text: UnsafeRawBufferPointer) -> Bool {
    guard entry.length == text.count else { return false }
    return spellings.withUnsafeBytes { known in
      known[entry.offset..<entry.offset + entry.length].elementsEqual(text)
    }
  }

  private mutating func grow() {
    slots = [Int](repeating: -1, count: slots.count * 2)
    for (index, entry) in entries.enumerated() {
      var slot = Int(truncatingIfNeeded: entry.hash) & (slots.count - 1)
      while slots[slot] >= 0 { slot = (slot + 1) & (slots.count - 1) }
      slots[slot] = index
    }
  }

  /// FNV-1a.
  private static func hash(_ text: UnsafeRawBufferPointer) -> UInt64 {
    text.reduce(0xcbf2_9ce4_8422_2325) { ($0 ^ UInt64($1)) &* 0x100_0000_01b3 }
  }
}

extension Layout.ParentRule {
  /// The name that a text means, as it is kept; nil when it means none.
  ///
  /// Exchanges are lower-case throughout. A market is known by the symbol that its exchange gave it,
  /// and a coin or connector by the id of whoever named it: none of these is changed.
  func name(_ text: String) -> String? {
    if isByKey { return Int64(text).map { String($0) } }
    guard !text.isEmpty, !text.utf8.contains(0) else { return nil }
    return switch table {
    case .sources: SourceName.sanitised(text)
    case .exchanges: text.lowercased()
    case .markets, .coinPriorities, .apiConnectors: text
    }
  }
}
