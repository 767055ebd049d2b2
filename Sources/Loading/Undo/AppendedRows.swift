import Postgres
import Store

/// The rows of a load that appended them to a table without a key, and wrote its number beside each.
/// It has overwritten nothing, and whether somebody changed a row since cannot be told: all of them go.
struct AppendedRows {
  let entry: Ledger.Entry
  let connection: Connection

  init(_ entry: Ledger.Entry, _ connection: Connection) {
    self.entry = entry
    self.connection = connection
  }

  func count() throws -> Int {
    try connection.one(
      "SELECT count(*) FROM \(table: entry.table) WHERE load_id = \(entry.id)::bigint"
    ).get(0)
  }

  func takeBack() throws -> UndoReport.Changes {
    var changes = UndoReport.Changes()
    changes.removed = try connection.execute(
      "DELETE FROM \(table: entry.table) WHERE load_id = \(entry.id)::bigint")
    changes.gone = max(0, entry.inserted - changes.removed)
    let ranges = try Ledger(connection).ranges(of: entry.id)
    try DirtyRanges(connection).record(ranges, of: entry.table, load: entry.id)
    return changes
  }
}
