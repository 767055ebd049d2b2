/// What a table holds of what a file says. Its encoding is a promise to other programs.
package struct Verification: Sendable, Encodable {
  /// The rows that the file says, each key once, and the sum of their hashes.
  package var rowsInFile = 0
  package var checksumInFile = "0"
  /// The rows of the table with these keys.
  package var rowsInTable = 0
  package var checksumInTable = "0"
  /// How many rows differ, by reason.
  package var differing: [Reason: Int] = [:]
  /// A few for each reason, in the order of the file.
  package var examples: [Example] = []

  /// Why a row of the table is not the file's.
  package enum Reason: String, Sendable, CaseIterable {
    // What no load has done.
    case missing, different
    case changedByHand = "changed-by-hand"
    // What the ledger accounts for.
    /// A later load wrote over it.
    case overwritten
    /// The load was to keep rows that were there.
    case kept
    /// The load left rows that are newer by its policy, or written after the load that it repeated.
    case older
    /// It was archived away or expired.
    case archived
    /// A load of other rows stands in for the one that brought it.
    case replaced

    /// Whether the ledger says how it came.
    package var isAccountedFor: Bool {
      switch self {
      case .missing, .different, .changedByHand: false
      case .overwritten, .kept, .older, .archived, .replaced: true
      }
    }
  }

  package struct Example: Sendable, Encodable {
    package var reason: Reason
    /// The key, each column's value as text.
    package var key: [String: String]
    package var record: Int
    /// Nil where only the number of the record is known.
    package var line: Int?
    /// The load that wrote the row of the table.
    package var load: Int64?

    private enum CodingKeys: String, CodingKey {
      case reason, key, record, line
      case load = "load_id"
    }
  }

  /// Whether the table holds what the file says, but for what the ledger accounts for.
  package var holds: Bool { !differing.contains { !$0.key.isAccountedFor && $0.value > 0 } }

  private enum CodingKeys: String, CodingKey {
    case holds, differing, examples
    case rowsInFile = "rows_in_file"
    case rowsInTable = "rows_in_table"
    case checksumInFile = "checksum_in_file"
    case checksumInTable = "checksum_in_table"
  }

  package func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(holds, forKey: .holds)
    try container.encode(rowsInFile, forKey: .rowsInFile)
    try container.encode(rowsInTable, forKey: .rowsInTable)
    try container.encode(checksumInFile, forKey: .checksumInFile)
    try container.encode(checksumInTable, forKey: .checksumInTable)
    let counts = differing.map { ($0.key.rawValue, $0.value) }
    try container.encode(Dictionary(uniqueKeysWithValues: counts), forKey: .differing)
    try container.encode(examples, forKey: .examples)
  }
}

extension Verification.Reason: Encodable {}
