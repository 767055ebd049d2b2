package import Loading
package import Postgres
package import Store

/// Puts the rows of an archive back, each as it was, by upsert: a second time changes nothing.
///
/// Every byte of the archive is looked at before the first row is written. Rows that the table has
/// and that differ are kept unless `onConflict` says otherwise: they were corrected since. What the
/// archive's removal recorded is taken back, and the restored ranges are refined again.
package struct Restore: Verb {
  /// The folder of the archive.
  package var directory: String
  /// Another table of the same columns and key; nil is the one that was archived.
  package var into: TableName?
  package var onConflict: ConflictPolicy
  package var atCheckpoint: ArchivingCheckpointHook = { _ in }
  package var atLoadCheckpoint: CheckpointHook = { _ in }

  package init(directory: String, into: TableName? = nil, onConflict: ConflictPolicy = .keep) {
    self.directory = directory
    self.into = into
    self.onConflict = onConflict
  }

  /// Says which parts would be loaded, after checking the archive and whether it fits the table.
  package func plan(in context: RunContext) throws -> [PlannedAction] {
    let archive = try StoredArchive(readingFrom: Directory(path: directory).absolute)
    try archive.verify()
    let connection = try context.database.connect()
    let run = try RestoreRun(self, archive, context: context, connection: connection)
    try run.checkSources()
    return archive.manifest.parts.map { part in
      PlannedAction(
        action: "restore", subject: archive.directory.path(of: part.file),
        detail: "into \(run.table.name), on conflict \(onConflict)", rows: part.rows,
        bytes: part.bytes)
    }
  }

  /// Restores, part by part.
  ///
  /// - Throws: what is wrong with the archive or the table, before anything is written; afterwards
  ///   it is in the report.
  package func run(in context: RunContext) throws -> RestoreReport {
    let clock = ContinuousClock()
    let start = clock.now
    let archive = try StoredArchive(readingFrom: Directory(path: directory).absolute)
    try archive.verify()
    let connection = try context.database.connect()
    var report = RestoreReport(directory: archive.directory.path)
    try context.interruption.cancelling(connection.canceller) {
      let run = try RestoreRun(self, archive, context: context, connection: connection)
      try run.execute(&report)
    }
    report.seconds = (clock.now - start) / .seconds(1)
    return report
  }
}
