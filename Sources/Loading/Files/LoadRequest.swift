package import FlatFiles
package import Postgres
package import Store

/// One source file into one table: what every kind of load is told.
package struct LoadRequest: Sendable {
  package enum Verb: String, Sendable {
    case ingest, backfill, restore
  }

  package var verb: Verb
  package var file: SourceFile
  package var table: TableName
  /// The layout's name, for people.
  package var layout: String
  /// All that decides which rows come of the content, as text: equal texts, equal rows.
  package var layoutText: String
  /// How the file is read.
  package var reading = ReadOptions()
  /// When the data was taken, where that is told; then `layoutText` says so too. Nil for the file's
  /// modification time.
  package var captured: Timestamp?
  package var onConflict = ConflictPolicy.update
  package var publish = Publish.file
  package var maxRejects = RejectBudget.none
  /// Whether versions are kept of rows that the load overwrites, so that it can be taken back.
  package var keepsUndo = true
  /// Loads again what was loaded before, and stands in for it.
  package var force = false
  /// Compares the table with the file afterwards, also where the file was loaded before.
  package var verifies = false
  /// Whether compressed data that is cut short is loaded up to its last whole record.
  package var acceptsTruncated = false
  /// With `publish: batch`, how many rows commit together; fewer where they are long.
  package var batchRows = 50_000
  /// What was rejected of the file when it was landed, where its landed records are read.
  var landed: LandedRejects?
  /// What was said over the layout, by the names of options: kept where the file has rejects.
  package var options: [String: String] = [:]
  /// All that was said beside the names of file, layout and table, by the names of options, so that
  /// the file can be read once more as it was read.
  package var told: [String: String] = [:]
  /// The rejects that the file is made of, where it is replayed.
  package var replayed: ReplayedRecords?
  /// The table that the rows were archived from, where they are restored and the numbers of loads in
  /// them are those of this database's ledger.
  package var archivedFrom: TableName?
  /// Its place among files that are loaded at once.
  var place: FilePlace?
  /// How many files are loaded at a time.
  var filesAtOnce = 1
  /// Over how many connections rows are written.
  package var connections = 2

  package init(
    verb: Verb, file: SourceFile, table: TableName, layout: String, layoutText: String
  ) {
    self.verb = verb
    self.file = file
    self.table = table
    self.layout = layout
    self.layoutText = layoutText
  }

  /// All that has to be said to load the file once more in the same way, but for what the ledger has
  /// columns for.
  var toldAgain: [String: String] {
    var told = told
    if maxRejects != .none { told["max_rejects"] = "\(maxRejects)" }
    if acceptsTruncated { told["accept_truncated"] = "true" }
    if force { told["force"] = "true" }
    return told
  }
}
