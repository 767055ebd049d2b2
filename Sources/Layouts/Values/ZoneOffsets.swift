import Foundation

/// When the clocks of a time zone changed, as a table: asked of the system once, so that reading
/// a time in the zone is a search in memory.
struct ZoneOffsets: Sendable {
  /// Microseconds since 1970 from which an offset holds, ascending.
  private var starts: [Int64] = []
  /// Seconds east of UTC from that moment on.
  private var offsets: [Int] = []
  /// The local times that are each entry's alone.
  private var clear: [Range<Int64>] = []
  /// The entry that was right last time: times of a file lie near each other.
  private var last = 0

  /// Whether the system knows a zone of that name.
  static func exists(_ name: String) -> Bool { TimeZone(identifier: name) != nil }

  /// Nil when the system knows no zone of that name.
  ///
  /// Looks at every fifth day from 1899 to 2100 and halves the interval where the offset differs;
  /// no zone has changed its clocks and changed them back within five days.
  init?(_ name: String) {
    guard let zone = TimeZone(identifier: name) else { return nil }
    func offset(_ day: Int64, _ second: Int64) -> Int {
      zone.secondsFromGMT(
        for: Date(timeIntervalSince1970: TimeInterval(day * 86_400 + second)))
    }
    let (first, end) = (Int64(-25_932), Int64(47_482))
    starts = [Int64.min]
    offsets = [offset(first, 0)]
    for day in stride(from: first, to: end, by: 5) {
      let later = offset(day + 5, 0)
      guard later != offsets[offsets.count - 1] else { continue }
      var (low, high) = (day * 86_400, (day + 5) * 86_400)
      while high - low > 1 {
        let middle = (low + high) / 2
        if offset(0, middle) == later { high = middle } else { low = middle }
      }
      starts.append(high * 1_000_000)
      offsets.append(later)
    }
    clear = Self.clear(starts, offsets)
  }

  /// The moments at which the clocks of a zone showed a time.
  enum Moment {
    case one(Int64)
    /// They showed it twice.
    case two(before: Int64, after: Int64)
    /// They were put forward over it: the moments that it would have been by the offset before the
    /// change and by the one after it.
    case never(before: Int64, after: Int64)
  }

  /// The moments at which the clocks of the zone showed this time.
  @inline(__always)
  mutating func utc(fromLocal local: Int64) -> Moment {
    if local >= clear[last].lowerBound, local < clear[last].upperBound {
      return .one(moment(local, with: last))
    }
    return search(local)
  }

  private mutating func search(_ local: Int64) -> Moment {
    // The last entry whose clear times begin not after the time.
    var (low, high) = (0, starts.count)
    while high - low > 1 {
      let middle = (low + high) / 2
      if clear[middle].lowerBound <= local { low = middle } else { high = middle }
    }
    last = low
    if local < clear[low].upperBound || low + 1 == starts.count {
      return .one(moment(local, with: low))
    }
    let (before, after) = (moment(local, with: low), moment(local, with: low + 1))
    return before < after
      ? .two(before: before, after: after) : .never(before: before, after: after)
  }

  /// The local times that are surely those of each entry: not shown by its neighbours as well, nor
  /// skipped.
  private static func clear(_ starts: [Int64], _ offsets: [Int]) -> [Range<Int64>] {
    starts.indices.map { entry in
      func local(_ moment: Int64, _ offset: Int) -> Int64 { moment + Int64(offset) * 1_000_000 }
      let isLast = entry + 1 == starts.count
      let start =
        entry == 0
        ? Int64.min : local(starts[entry], max(offsets[entry - 1], offsets[entry]))
      let end =
        isLast ? Int64.max : local(starts[entry + 1], min(offsets[entry], offsets[entry + 1]))
      return start..<max(start, end)
    }
  }

  @inline(__always)
  private func moment(_ local: Int64, with entry: Int) -> Int64 {
    local - Int64(offsets[entry]) * 1_000_000
  }
}
