/// Counts equal rows of a file, in memory that does not grow with it.
///
/// Rows are remembered by their keys, which hold source and time. When there are too many, of each
/// source the half is forgotten that lies farther back in time; a row from there is refused
/// afterwards, because whether an equal one came before is not known any more. So a count that is
/// given is always right, and the same file gives the same counts again. Back in time is the
/// direction that the source's rows came from.
struct OrdinalTable {
  /// How many keys are remembered…
  static let limit = 65_536
  /// …unless they take this many bytes before.
  static let byteLimit = 8 << 20

  private struct Entry {
    var offset: Int
    var length: Int
    var hash: Int
    var source: Int
    var time: Int64
    var count: Int64
  }

  /// What is known of the times of one source.
  private struct Line {
    var first: Int64
    var latest: Int64
    /// Known once rows of the source were forgotten.
    var isAscending: Bool?
    /// Rows at or behind this were forgotten; counted in the direction of the source.
    var horizon: Int64?

    func rank(_ time: Int64) -> Int64 { isAscending ?? true ? time : -time }

    func isBehind(_ time: Int64) -> Bool { horizon.map { rank(time) <= $0 } ?? false }
  }

  private var keys: [UInt8] = []
  private var entries: [Entry] = []
  /// Indices into `entries`, or -1; a power of two of them, at most half in use.
  private var slots = [Int](repeating: -1, count: 256)
  private var lines: [Line?] = []
  private let limit: Int

  init(limit: Int = limit) { self.limit = limit }

  /// How many rows with this key came before; nil where that is not known any more.
  mutating func countBefore(_ key: [UInt8], source: Int, time: Int64) -> Int64? {
    while lines.count <= source { lines.append(nil) }
    var line = lines[source] ?? Line(first: time, latest: time)
    if line.isBehind(time) { return nil }
    line.latest = time
    lines[source] = line
    let hash = key.hashValue
    var slot = hash & (slots.count - 1)
    while slots[slot] >= 0 {
      let index = slots[slot]
      if entries[index].hash == hash, isKey(entries[index], key) {
        entries[index].count += 1
        return entries[index].count
      }
      slot = (slot + 1) & (slots.count - 1)
    }
    slots[slot] = entries.count
    entries.append(
      Entry(
        offset: keys.count, length: key.count, hash: hash, source: source, time: time, count: 0))
    keys += key
    if entries.count > limit || keys.count > Self.byteLimit {
      forget()
    } else if entries.count * 2 > slots.count {
      index(slots: slots.count * 2)
    }
    return 0
  }

  private func isKey(_ entry: Entry, _ key: [UInt8]) -> Bool {
    entry.length == key.count
      && keys[entry.offset..<entry.offset + entry.length].elementsEqual(key)
  }

  /// Forgets, of each source, the half of its rows that lies farther back in time.
  private mutating func forget() {
    var ranks: [Int: [Int64]] = [:]
    for entry in entries { ranks[entry.source, default: []].append(entry.time) }
    for (source, times) in ranks {
      guard var line = lines[source] else { continue }
      line.isAscending = line.isAscending ?? (line.latest >= line.first)
      let sorted = times.map(line.rank).sorted()
      line.horizon = max(line.horizon ?? Int64.min, sorted[(sorted.count - 1) / 2])
      lines[source] = line
    }
    let (old, oldKeys) = (entries, keys)
    entries.removeAll(keepingCapacity: true)
    keys.removeAll(keepingCapacity: true)
    for var entry in old where !(lines[entry.source]?.isBehind(entry.time) ?? true) {
      let key = oldKeys[entry.offset..<entry.offset + entry.length]
      entry.offset = keys.count
      keys += key
      entries.append(entry)
    }
    index(slots: slots.count)
  }

  private mutating func index(slots count: Int) {
    slots = [Int](repeating: -1, count: count)
    for (index, entry) in entries.enumerated() {
      var slot = entry.hash & (count - 1)
      while slots[slot] >= 0 { slot = (slot + 1) & (count - 1) }
      slots[slot] = index
    }
  }
}
