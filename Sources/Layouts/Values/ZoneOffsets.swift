import Foundation

/// When the clocks of a time zone changed, as a table: asked of the system once, so that reading
/// a time in the zone is a search in memory.
struct ZoneOffsets: Sendable {
  /// Microseconds since 1970 from which an offset holds, ascending.
  private var starts: [Int64] = []
  /// Seconds east of UTC from that moment on.
  private var offsets: [Int] = []
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
  }

  /// The moment at which the clocks of the zone showed this time.
  ///
  /// An hour that the clocks showed twice is the first of the two; one that they left out is read
  /// as if they had not been put forward yet.
  mutating func utc(fromLocal local: Int64) -> Int64 {
    let isFirst = last == 0 || moment(local, with: last - 1) == nil
    if isFirst, let moment = moment(local, with: last) { return moment }
    // The last entry that begins, read with the offset before it, not after the time.
    var (low, high) = (0, starts.count)
    while high - low > 1 {
      let middle = (low + high) / 2
      if starts[middle] <= local - Int64(offsets[middle - 1]) * 1_000_000 {
        low = middle
      } else {
        high = middle
      }
    }
    last = low
    let moment = local - Int64(offsets[low]) * 1_000_000
    if moment >= starts[low] { return moment }
    // The clocks jumped over the time.
    return local - Int64(offsets[low - 1]) * 1_000_000
  }

  /// The moment, if the entry's offset held at it.
  @inline(__always)
  private func moment(_ local: Int64, with entry: Int) -> Int64? {
    let moment = local - Int64(offsets[entry]) * 1_000_000
    let end = entry + 1 < starts.count ? starts[entry + 1] : Int64.max
    return moment >= starts[entry] && moment < end ? moment : nil
  }
}
