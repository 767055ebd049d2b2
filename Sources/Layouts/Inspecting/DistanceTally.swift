/// How often neighbouring rows are how far apart.
///
/// The first 4,096 different distances are counted each; of others, only in which of 32 equal parts
/// between two powers of two they lie.
struct DistanceTally {
  private var counts: [Int64: Int] = [:]
  private var others: [Int: Int] = [:]
  private(set) var total = 0
  /// The distance that came last, and how often in a row: most are like the one before.
  private var run: (distance: Int64, count: Int) = (0, 0)

  private static let limit = 4_096

  @inline(__always)
  mutating func add(_ distance: Int64) {
    total += 1
    if distance == run.distance {
      run.count += 1
      return
    }
    settle()
    run = (distance, 1)
  }

  private mutating func settle() {
    guard run.count > 0 else { return }
    if counts[run.distance] != nil || counts.count < Self.limit {
      counts[run.distance, default: 0] += run.count
    } else {
      others[Self.part(of: run.distance), default: 0] += run.count
    }
  }

  /// All distances, the smallest first; those that were not counted each stand at the beginning of
  /// their part.
  private var settled: [(distance: Int64, count: Int)] {
    var copy = self
    copy.settle()
    return
      (copy.counts.map { ($0.key, $0.value) }
      + copy.others.map { (Self.start(ofPart: $0.key), $0.value) })
      .sorted { $0.0 < $1.0 }
  }

  private static func part(of distance: Int64) -> Int {
    let power = 63 - distance.leadingZeroBitCount
    return power <= 5 ? Int(distance) : (power << 5) + Int(distance >> (power - 5)) - 32 + 64
  }

  private static func start(ofPart part: Int) -> Int64 {
    if part < 64 { return Int64(part) }
    let power = (part - 64) >> 5
    return Int64((part - 64) & 31 + 32) << (power - 5)
  }

  /// The rhythm that the distances make; nil where there are none.
  func rhythm(weekends: Int, longest: (distance: Int64, from: Int64)) -> Rhythm? {
    let distances = settled
    guard let most = distances.max(by: { ($0.count, $1.distance) < ($1.count, $0.distance) })
    else { return nil }
    let steady = Self.calendarSteps.first { step in
      let count = distances.filter { step.range.contains($0.distance) }.map(\.count).reduce(0, +)
      return step.range.contains(most.distance) && count * 2 > total
    }
    let isRegular = steady != nil || most.count * 2 > total
    guard isRegular else {
      return Rhythm(interval: middle(of: distances), name: nil, isRegular: false)
    }
    // Half a step more than usual is a row that is late, and no gap.
    let limit = steady?.range.upperBound ?? most.distance + most.distance / 2
    var rhythm = Rhythm(
      interval: most.distance, name: steady?.name ?? CandleInterval.text(most.distance),
      isRegular: true, gaps: distances.filter { $0.distance > limit }.map(\.count).reduce(0, +))
    guard let gaps = rhythm.gaps, gaps > 0 else { return rhythm }
    if most.distance == Calendar.microsecondsPerDay { rhythm.weekends = weekends }
    if longest.distance > limit {
      (rhythm.longestGap, rhythm.longestGapFrom) = (longest.distance, longest.from)
    }
    return rhythm
  }

  private static let day = Calendar.microsecondsPerDay
  /// Steps of the calendar, which are not all equally long.
  private static let calendarSteps: [(name: String, range: ClosedRange<Int64>)] = [
    ("1mo", 28 * day...31 * day), ("3mo", 90 * day...92 * day), ("12mo", 365 * day...366 * day),
  ]

  private func middle(of distances: [(distance: Int64, count: Int)]) -> Int64 {
    var rest = total / 2
    for (distance, count) in distances {
      if rest < count { return distance }
      rest -= count
    }
    return distances.last?.distance ?? 0
  }
}

extension CandleInterval {
  /// The shortest spelling of a length of time: `90s`, `1h`, `1d`.
  static func text(_ microseconds: Int64) -> String? {
    let units: [(String, Int64)] = [
      ("w", 7 * Calendar.microsecondsPerDay), ("d", Calendar.microsecondsPerDay),
      ("h", 3_600_000_000), ("m", 60_000_000), ("s", 1_000_000), ("ms", 1_000), ("us", 1),
    ]
    guard microseconds > 0, let unit = units.first(where: { microseconds % $0.1 == 0 }),
      microseconds / unit.1 <= 1_000_000
    else { return nil }
    return "\(microseconds / unit.1)\(unit.0)"
  }
}
