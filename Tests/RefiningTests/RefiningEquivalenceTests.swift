import Postgres
import Refining
import Store
import TestSupport
import Testing

/// Whatever the order of loads, corrections, withdrawals, removals and restores, and however often
/// what derives was refined in between: in the end it is what a refining of everything at once makes
/// of the rows.
@Suite(.database) struct RefiningEquivalenceTests {
  @Test(arguments: 1...8 as ClosedRange<UInt64>)
  func dirtyRangesLeadToWhatARecomputationFromScratchLeadsTo(seed: UInt64) throws {
    let series = try Series()
    var history = try History(series, seed: seed)
    for _ in 0..<40 { try history.step() }
    try history.restoreAll()
    try series.score(history.score)
    try series.aggregate()
    #expect(try series.dirtyRanges() == [])
    let gradually = try contentHash(of: series.connection)
    try series.startOver(with: Array(history.rows.values), score: history.score)
    #expect(try contentHash(of: series.connection) == gradually)
    let anomalies = try series.text("SELECT count(*) > 3, count(*) < 90 FROM anomalies")
    #expect(anomalies == ["t|t"])
  }
}

/// A random history of a database: the rows that it came to, and what happens next.
private struct History {
  let series: Series
  let score: Score
  private(set) var rows: [Key: Sample] = [:]
  private var removals: [Removal] = []
  private var generator: SeededGenerator

  /// Rows that are away for a while.
  private struct Removal {
    let source: Int32
    let from: Timestamp
    let until: Timestamp
    let keys: Set<Key>
  }

  struct Key: Hashable {
    let source: Int32
    let moment: Timestamp
  }

  init(_ series: Series, seed: UInt64) throws {
    self.series = series
    generator = SeededGenerator(seed: seed)
    score = Score(
      quality: QualityScore(policy: seed.isMultiple(of: 2) ? .strict : .standard),
      anomalies: AnomalyDetection(
        basis: seed.isMultiple(of: 3) ? .return : .level, window: seed < 4 ? 200 : 40,
        leastCount: 20),
      sliceRows: seed.isMultiple(of: 2) ? 100 : 250_000)
    try series.makePartitions()
    try series.makeSource(1, "btc_price", .ohlcv, every: "1 hour")
    try series.makeSource(2, "rsi_btc", .calculated)
    try series.makeSource(3, "dvol_btc", .derivative, every: "8 hours")
  }

  mutating func step() throws {
    switch Int.random(in: 0..<12, using: &generator) {
    case 0..<6: try load()
    case 6: try unsay()
    case 7: try series.score(score)
    case 8: try series.aggregate(Aggregate(sliceRows: Bool.random(using: &generator) ? 50 : 10_000))
    case 9: try remove()
    case 10: if !removals.isEmpty { try restore(removals.removeFirst()) }
    default:
      try series.score(score)
      try series.aggregate()
    }
  }

  /// Forgets some days of a source, after refining: what is dirty is not archived.
  private mutating func remove() throws {
    try series.score(score)
    try series.aggregate()
    let source = Int32.random(in: 1...3, using: &generator)
    let from = Timestamp(y2024: "02-01").adding(
      days: Int.random(in: 0..<90, using: &generator))
    let until = from.adding(days: Int.random(in: 1...20, using: &generator))
    let away = removals.reduce(into: Set<Key>()) { $0.formUnion($1.keys) }
    let keys = rows.keys.filter {
      $0.source == source && from <= $0.moment && $0.moment < until && !away.contains($0)
    }
    let isFree = removals.allSatisfy { $0.source != source || $0.until <= from || until <= $0.from }
    guard isFree, !keys.isEmpty else { return }
    try series.forget(source, from: "\(from)", to: "\(until)")
    removals.append(Removal(source: source, from: from, until: until, keys: Set(keys)))
  }

  private func restore(_ removal: Removal) throws {
    try series.restore(
      removal.keys.compactMap { rows[$0] }, source: removal.source, from: removal.from,
      until: removal.until)
  }

  mutating func restoreAll() throws {
    for removal in removals { try restore(removal) }
    removals = []
  }

  private mutating func load() throws {
    let source = Int32.random(in: 1...3, using: &generator)
    let start = Int.random(in: 0..<100 * 24, using: &generator)
    let step = [1, 8, 24].randomElement(using: &generator) ?? 1
    let count = Int.random(in: 1...90, using: &generator)
    let loaded = (0..<count).map { number in
      sample(source, hour: start + number * step)
    }.shuffled(using: &generator)
    for row in loaded { rows[Key(source: row.source, moment: row.moment)] = row }
    try series.load(loaded)
  }

  private mutating func unsay() throws {
    let victims = rows.keys.filter { $0.source == 2 || $0.source == 3 }
      .sorted { ($0.source, $0.moment) < ($1.source, $1.moment) }
    guard !victims.isEmpty else { return }
    let start = Int.random(in: 0..<victims.count, using: &generator)
    let gone = victims[start...].prefix(Int.random(in: 1...40, using: &generator))
    try series.unsay(gone.compactMap { rows[$0] })
    for key in gone { rows[key] = nil }
  }

  private mutating func sample(_ source: Int32, hour: Int) -> Sample {
    let moment = Timestamp(y2024: "02-01").adding(minutes: hour * 60)
    let chance = Int.random(in: 0..<200, using: &generator)
    let level = 1000 + Int.random(in: 0..<20, using: &generator) * (chance < 3 ? 100 : 1)
    let figure = "\(level / 10).\(level % 10)" + String(repeating: "0", count: chance % 30)
    if source == 1 || (source == 3 && chance.isMultiple(of: 2)) {
      return Sample(
        source: source, moment: moment, prices: [figure, "1\(figure)", "1", figure],
        volume: chance < 50 ? nil : "\(chance).25")
    }
    let odd = [3: "0", 4: "NaN", 5: "Infinity", 6: "-0.000"][chance]
    return .value(moment, chance == 7 ? nil : odd ?? figure, source: source)
  }
}
