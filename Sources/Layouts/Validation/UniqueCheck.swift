import FlatFiles

/// Finds rows of a file that have the same key, exactly, in flat memory.
///
/// A row without a value in one of the columns has no key, as in the database.
final class UniqueCheck: FileCheck {
  private let check: Layout.Check
  private let columns: [Int]
  private let names: [String]
  private var runs = SortedRuns()
  private var key = RowKey()
  private var failure: (any Error)?

  init(_ check: Layout.Check, columns: [Int], names: [String]) {
    self.check = check
    self.columns = columns
    self.names = names
  }

  func add(_ row: ObservedRow) {
    guard failure == nil, !columns.contains(where: { row.cells[$0].isNull }) else { return }
    key.removeAll()
    for column in columns { key.append(row.cells[column], row.text) }
    key.shorten()
    do { try runs.add(key.bytes, row.position) } catch { failure = error }
  }

  func conclude(sources: [String]) throws -> [CheckFinding] {
    if let failure { throw failure }
    var finding = CheckFinding(of: check)
    var last: [UInt8] = []
    var first = Position(record: 0, line: 0, byte: 0)
    let subject = names.map { "`\($0)`" }.joined(separator: ", ")
    try runs.forEach { entry in
      guard first.record > 0, entry.key.elementsEqual(last) else {
        last.removeAll(keepingCapacity: true)
        last += entry.key
        first = entry.position
        return
      }
      finding.count += 1
      guard finding.wants(entry.position) else { return }
      finding.add(
        Reject(
          position: entry.position, column: names.joined(separator: ", "), code: check.code,
          message: "the same \(subject) as on line \(first.line)", raw: []))
    }
    guard let example = finding.examples.first else { return [] }
    let count = finding.count
    finding.message =
      "\(count) row\(count == 1 ? " has" : "s have") the same \(subject) as an earlier one; the "
      + "first stands on line \(example.position.line): \(example.message)"
    return [finding]
  }
}
