import Postgres
import Store

/// What an earlier try of the load had written aside when it was killed: rows that are in these
/// tables are not written again.
struct KeptTables: Sendable {
  static let none = KeptTables(tables: [:])

  private let tables: [TableName: Ledger.FilledTable]

  subscript(name: TableName) -> Ledger.FilledTable? { tables[name] }

  var names: [TableName] { tables.keys.sorted() }
  var rows: Int { tables.values.reduce(0) { $0 + $1.rows } }

  private init(tables: [TableName: Ledger.FilledTable]) { self.tables = tables }

  /// Looks what there is of a load that this session holds, and drops what cannot be used.
  ///
  /// Only a load whose file appears as a whole writes aside for longer than a batch.
  ///
  /// - Throws: `LedgerError.alive` when a session of the earlier try does not come to its end.
  static func find(of attempt: LoadAttempt) throws -> KeptTables {
    // The server notices that a client is gone when it next hears or speaks to it: what a session
    // commits until then must be counted.
    let writers = AdvisoryLock.writers(of: attempt.load)
    guard try attempt.connection.tryAcquire(writers, within: .seconds(60)) else {
      throw LedgerError.alive(
        load: attempt.load, file: "\(attempt.request.file)", table: "\(attempt.request.table)",
        holder: try attempt.connection.holder(of: writers))
    }
    try attempt.connection.release(writers)
    let isUsable = attempt.request.verb == .backfill && attempt.request.publish == .file
    let filled = isUsable ? try attempt.ledger.filledTables(of: attempt.load) : []
    let kept = KeptTables(tables: Dictionary(uniqueKeysWithValues: filled.map { ($0.name, $0) }))
    try attempt.tables.dropAll(attempt.connection, but: kept.names)
    try attempt.ledger.forgetTables(of: attempt.load, keeping: kept.names)
    return kept
  }
}

/// The rows that an earlier try had written are not those of this one: it is done from the start.
struct KeptTablesDiffer: Error {}
