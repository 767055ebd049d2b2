import Loading
import Store

/// What came of comparing a table with a file, for people.
enum VerificationText {
  /// What is the same, and what differs and why:
  ///
  ///     a.csv: timeseries_data has 3 of its 4 rows, 2 of which differ
  ///       ROWS  WHY
  ///          1  missing
  ///          2  overwritten by a later load
  ///       missing: line 3, source_id 1, timestamp 2024-01-02 00:00:00+00
  static func lines(of load: LoadReport) -> [String] {
    guard let verification = load.verification, let sentence = sentence(of: load) else { return [] }
    var table = TextTable([("ROWS", .right), ("WHY", .left)])
    for reason in Verification.Reason.allCases {
      guard let count = verification.differing[reason], count > 0 else { continue }
      table.add([Quantities.count(count), words(reason)])
    }
    return [sentence] + (table.isEmpty ? [] : table.lines(indent: 2))
      + verification.examples.map { "  \(example($0))" }
  }

  static func sentence(of load: LoadReport) -> String? {
    guard let verification = load.verification else { return nil }
    let rows = Quantities.counted(verification.rowsInFile, "row")
    let differing = verification.differing.values.reduce(0, +)
    if differing == 0 {
      return "\(load.file): \(load.table) has its \(rows), checksum \(verification.checksumInFile)"
    }
    let missing = verification.rowsInFile - verification.rowsInTable
    return
      "\(load.file): of its \(rows) \(load.table) has \(Quantities.count(verification.rowsInTable)), "
      + "and \(Quantities.count(differing - missing)) of them with other values"
  }

  /// Why the table does not hold the file, and what to do about it; nil where it does.
  static func complaint(_ load: LoadReport) -> String? {
    guard let verification = load.verification, !verification.holds else { return nil }
    let wrong = verification.differing.filter { !$0.key.isAccountedFor }
    let parts = Verification.Reason.allCases.compactMap { reason in
      wrong[reason].map { "\(Quantities.count($0)) \(words(reason))" }
    }
    return """
      \(load.file): \(load.table) does not hold what the file says: \
      \(parts.joined(separator: ", ")). Load it again with --force, if the file is right.
      """
  }

  private static func words(_ reason: Verification.Reason) -> String {
    switch reason {
    case .missing: "missing"
    case .different: "different"
    case .changedByHand: "changed by hand"
    case .overwritten: "overwritten by a later load"
    case .kept: "kept as they were, as on_conflict says"
    case .older: "left, because what was there was newer"
    case .archived: "archived away or expired"
    case .replaced: "taken back by a load that stands in for this one"
    }
  }

  private static func example(_ example: Verification.Example) -> String {
    let place = example.line.map { "line \($0)" } ?? "record \(example.record)"
    let key = example.key.sorted { $0.key < $1.key }.map { "\($0.key) \($0.value)" }
    let writer = example.load.map { ", of load \($0)" } ?? ""
    return "\(example.reason.rawValue): \(place), " + key.joined(separator: ", ") + writer
  }
}
