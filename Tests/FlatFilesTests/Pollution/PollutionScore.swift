import Foundation

/// How many rows of polluted files came out exactly.
struct PollutionScore: CustomStringConvertible {
  /// What was expected and what came, of one file or of many.
  struct Tally: Hashable {
    var files = 0
    /// The files of which every row came out, and none too many.
    var wholeFiles = 0
    /// The headers and the rows that should come out exactly.
    var expected = 0
    /// Those that did, less the surplus.
    var exact = 0
    /// The rows that came out beyond all that the file holds.
    var surplus = 0

    /// The cells of damaged rows.
    var damagedCells = 0
    /// Those that came out all the same, as cells of their own and in their order.
    var survivedCells = 0

    /// Exact of expected; 100 where nothing is expected.
    var percent: Double { expected == 0 ? 100 : 100 * Double(exact) / Double(expected) }

    static func += (sum: inout Tally, one: Tally) {
      sum.files += one.files
      sum.wholeFiles += one.wholeFiles
      sum.expected += one.expected
      sum.exact += one.exact
      sum.surplus += one.surplus
      sum.damagedCells += one.damagedCells
      sum.survivedCells += one.survivedCells
    }
  }

  /// A file that did not come out whole.
  struct Miss {
    var label: String
    var tally: Tally
    /// Why nothing came out; nil where something did.
    var error: String?
  }

  let seed: UInt64
  private(set) var overall = Tally()
  private(set) var kinds: [PollutionKind: Tally] = [:]
  /// The files that did not come out whole, in the order they were read.
  private(set) var misses: [Miss] = []

  /// The seed of the environment variable RETROFILL_POLLUTION_SEED, else a random one. It is printed,
  /// so that what one run found another can repeat.
  static func seed() -> UInt64 {
    let told = ProcessInfo.processInfo.environment["RETROFILL_POLLUTION_SEED"].flatMap(UInt64.init)
    let seed = told ?? UInt64.random(in: 1...UInt64(UInt32.max))
    print("RETROFILL_POLLUTION_SEED=\(seed)")
    return seed
  }

  /// Pollutes, converts and counts. `convert` gives the rows of what it made of a file, the header as
  /// a row, tables one after another; where it throws, nothing came out.
  static func run(
    seed: UInt64, count: Int = 800, convert: (PollutedFile) throws -> [[String]]
  ) -> PollutionScore {
    var score = PollutionScore(seed: seed)
    for file in Polluter(seed: seed).variants(count: count) {
      do {
        score.add(file, output: try convert(file))
      } catch {
        score.add(file, output: [], error: "\(error)")
      }
    }
    return score
  }

  init(seed: UInt64) { self.seed = seed }

  /// Counts one file.
  mutating func add(_ file: PollutedFile, output: [[String]], error: String? = nil) {
    let tally = Self.tally(file, output)
    overall += tally
    kinds[file.kind, default: Tally()] += tally
    if tally.wholeFiles == 0 {
      misses.append(Miss(label: file.label, tally: tally, error: error))
    }
  }

  /// Counts the expected rows that are in the output, in their order. Empty rows are passed over, and
  /// so is the first row where the file has no header: its names are made up. A damaged row may come
  /// out as one row or not at all; one that is broken, as two.
  static func tally(_ file: PollutedFile, _ output: [[String]]) -> Tally {
    var rows = output
    if file.tables.allSatisfy({ ($0.rows.first ?? $0.header ?? []).count > 1 }) {
      rows.removeAll { $0.isEmpty || $0 == [""] }
    }
    if let first = file.tables.first, first.header == nil { rows = Array(rows.dropFirst()) }
    let expected = file.expected
    let surplus = max(0, rows.count - expected.count - file.pollutedRecords)
    let matched = RowMatching.count(expected, in: rows)
    let exact = max(0, matched - surplus)
    return Tally(
      files: 1, wholeFiles: exact == expected.count ? 1 : 0, expected: expected.count,
      exact: exact, surplus: surplus, damagedCells: file.polluted.joined().count,
      survivedCells: survived(file.polluted, among: rows, expected: expected))
  }

  /// How many cells of damaged rows are in the row that has most of them, of those that are nothing
  /// else.
  private static func survived(
    _ damaged: [[String]], among rows: [[String]], expected: [[String]]
  ) -> Int {
    guard !damaged.isEmpty else { return 0 }
    let others = Set(rows).subtracting(expected).map { row in row.map { [$0] } }
    return damaged.reduce(0) { sum, row in
      sum + (others.map { RowMatching.count(row.map { [$0] }, in: $0) }.max() ?? 0)
    }
  }

  /// A line for each kind and one for all, then the files that lost most.
  var description: String {
    var lines = [
      "pollution, seed \(seed)",
      Self.line("kind", "percent", "exact", "whole", "surplus", "damaged cells"),
    ]
    for kind in PollutionKind.allCases {
      if let tally = kinds[kind] { lines.append(Self.line(kind.rawValue, tally)) }
    }
    lines.append(Self.line("all", overall))
    let worst = misses.sorted { $0.tally.percent < $1.tally.percent }
    lines += worst.prefix(60).map { miss in
      Self.line("", miss.tally) + "  \(miss.label)" + (miss.error.map { " — \($0)" } ?? "")
    }
    if worst.count > 60 { lines.append("and \(worst.count - 60) files more") }
    return lines.joined(separator: "\n")
  }

  private static func line(_ name: String, _ tally: Tally) -> String {
    // Cut, not rounded: only what is whole shows as 100.
    let percent = (tally.percent * 100).rounded(.down) / 100
    return line(
      name, String(format: "%.2f", percent), "\(tally.exact)/\(tally.expected)",
      "\(tally.wholeFiles)/\(tally.files)", "\(tally.surplus)",
      tally.damagedCells == 0 ? "" : "\(tally.survivedCells)/\(tally.damagedCells)")
  }

  private static func line(_ name: String, _ columns: String...) -> String {
    let padding = String(repeating: " ", count: max(0, 20 - name.count))
    return name + padding
      + columns.map { String(repeating: " ", count: max(1, 14 - $0.count)) + $0 }.joined()
  }
}
