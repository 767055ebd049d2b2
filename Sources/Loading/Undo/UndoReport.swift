package import Store

/// What an undo did. Its encoding is a promise to other programs.
package struct UndoReport: VerbReport {
  package var load: Int64
  package var file = ""
  package var table = ""
  /// Nil when the load was undone before.
  package var changes: Changes?
  package var note: String?
  package var seconds = 0.0

  package init(load: Int64) { self.load = load }

  package var outcome: Outcome { .done }

  /// What became of the rows of the load.
  package struct Changes: Sendable, Hashable {
    /// Rows that it had brought and that are gone now.
    package var removed = 0
    /// Rows that it had overwritten and that are as they were before.
    package var restored = 0
    /// Versions that later loads wrote over: they disappeared, and the table's rows stay.
    package var overwritten = 0
    /// Rows that somebody changed by hand since: they are left as they are.
    package var left = 0
    /// Rows that were not there any more.
    package var gone = 0
    /// Partitions that the load had made and that held nothing else.
    package var partitions: [String] = []
    /// Loads that had found rows of this one and left them: they are loaded again when they are met.
    package var stale: [Ledger.Stale] = []
  }

  private enum CodingKeys: String, CodingKey {
    case load = "load_id"
    case file, table, status, removed, restored, overwritten, left, gone, partitions
    case stale = "stale_loads"
    case note, seconds
  }

  package func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    let changes = changes ?? Changes()
    try container.encode(load, forKey: .load)
    try container.encode(file, forKey: .file)
    try container.encode(table, forKey: .table)
    try container.encode("undone", forKey: .status)
    try container.encode(changes.removed, forKey: .removed)
    try container.encode(changes.restored, forKey: .restored)
    try container.encode(changes.overwritten, forKey: .overwritten)
    try container.encode(changes.left, forKey: .left)
    try container.encode(changes.gone, forKey: .gone)
    try container.encode(changes.partitions, forKey: .partitions)
    try container.encode(changes.stale, forKey: .stale)
    try container.encodeIfPresent(note, forKey: .note)
    try container.encode(seconds, forKey: .seconds)
  }
}
