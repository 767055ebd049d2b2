import FlatFiles
import Loading
import Postgres
import Store

/// One run of `restore`, of an archive that was found sound.
///
/// Each part is a load and commits on its own. What the removal had recorded is taken back only
/// after the last part: until then nothing that derives from these rows is recomputed from a half.
struct RestoreRun {
  let table: HistoryTable
  private let verb: Restore
  private let archive: StoredArchive
  private let context: RunContext
  private let connection: Connection
  /// Whether the archive was written here, so that its rows were loaded by loads of the ledger: in
  /// another database the same numbers are other loads'.
  private let isOfThisDatabase: Bool

  private var manifest: Manifest { archive.manifest }

  /// - Throws: `ArchivingError` when the archive does not fit the table.
  init(
    _ verb: Restore, _ archive: StoredArchive, context: RunContext, connection: Connection
  ) throws {
    self.verb = verb
    self.archive = archive
    self.context = context
    self.connection = connection
    table = try HistoryTable(
      verb.into ?? archive.manifest.tableName, timeColumn: archive.manifest.timeColumn,
      on: connection)
    isOfThisDatabase =
      try ArchiveLedger(table: table, connection: connection).id(of: archive) != nil
    try checkColumns()
  }

  private func checkColumns() throws {
    let present = Set(table.columns.map(\.name))
    let missing = manifest.columns.map(\.name).filter { !present.contains($0) }
    guard missing.isEmpty else {
      throw ArchivingError.columnsMissing(
        table.name, columns: missing, directory: archive.directory.path)
    }
    guard Set(table.key) == Set(manifest.key) else {
      throw ArchivingError.keyDiffers(table.name, archived: manifest.key, found: table.key)
    }
  }

  func execute(_ report: inout RestoreReport) throws {
    report.table = table.name.description
    try connection.holdingHistory(of: table.name) {
      report.sources = try createSources()
      for part in manifest.parts {
        try context.interruption.check()
        let load = try restore(part)
        report.loads.append(load)
        if load.status == .failed { return }
      }
      try settle(&report)
    }
    report.note = note(on: report)
  }

  /// What of the archive is not in the table as the archive has it, and why.
  private func note(on report: RestoreReport) -> String? {
    var notes: [String] = []
    if report.kept > 0 {
      let rows = report.kept == 1 ? "1 row that differs" : "\(report.kept) rows that differ"
      notes.append(
        """
        \(table.name) has \(rows) from the archive, and kept \(report.kept == 1 ? "it" : "them"); \
        on_conflict: update would bring the archived version back
        """)
    }
    if report.undone > 0 {
      let (rows, them) =
        report.undone == 1
        ? ("1 row of the archive was", "it") : ("\(report.undone) rows of the archive were", "them")
      notes.append("\(rows) left out: an undo or a forced load had taken \(them) back")
    }
    return notes.isEmpty ? nil : notes.joined(separator: "; ")
  }

  private func restore(_ part: Manifest.Part) throws -> LoadReport {
    let columns = manifest.columns.map(\.name)
    var request = LoadRequest(
      verb: .restore, file: SourceFile(path: archive.directory.path(of: part.file)),
      table: table.name, layout: "archive",
      layoutText: "archive \(manifest.formatVersion)\n" + columns.joined(separator: "\n"))
    request.onConflict = verb.onConflict
    // What is in the table decides what there is to restore, not what was restored before.
    request.force = true
    request.archivedFrom = isOfThisDatabase ? manifest.tableName : nil
    return try FileLoad(
      restoring: request, columns: columns, expectedSHA256: part.contentSHA256, in: context,
      atCheckpoint: verb.atLoadCheckpoint
    ).run()
  }

  /// Takes back what the archive's removal recorded; what derives from the rows is refined again,
  /// now from all of them.
  private func settle(_ report: inout RestoreReport) throws {
    let ledger = ArchiveLedger(table: table, connection: connection)
    guard table.name == manifest.tableName, let id = try ledger.id(of: archive) else { return }
    do {
      try connection.transaction {
        let ranges = try RemovedRanges(table: table, connection: connection)
          .withdraw(archive: id, parts: manifest.parts)
        try DirtyRanges(connection).record(ranges, of: table.name, load: nil)
        try ledger.markWritten(id, by: report.loads.compactMap(\.load), of: manifest)
        try verb.atCheckpoint(.beforeCommit)
      }
      try verb.atCheckpoint(.afterCommit)
    } catch  where !context.isInterruption(error) {
      report.error = error.advised
    }
  }

  // MARK: - Sources

  /// Makes sure that ids of sources mean here what they meant where the rows were archived.
  ///
  /// - Returns: the sources that are unknown here.
  @discardableResult
  func checkSources() throws -> [Manifest.SourceEntry] {
    guard table.hasSources else { return [] }
    return try manifest.sources.filter { source in
      let here = try connection.first(
        """
        SELECT source_id, name FROM sources
        WHERE source_id = \(source.id) OR name = \(source.name)
        ORDER BY source_id = \(source.id) DESC LIMIT 1
        """)
      guard let here else { return true }
      let (id, name): (Int32, String) = try (here.get(0), here.get(1))
      guard id == source.id, name == source.name else {
        throw ArchivingError.sourceTaken(archived: source.name, source.id, found: name, id)
      }
      return false
    }
  }

  private func createSources() throws -> [String] {
    guard try !checkSources().isEmpty else { return [] }
    return try connection.transaction {
      try connection.acquireInTransaction(.sources)
      let missing = try checkSources()
      for source in missing {
        try connection.execute(
          """
          INSERT INTO sources (source_id, name, display_name, category, data_type,
            update_frequency, market_type, created_by)
          VALUES (\(source.id), \(source.name), \(source.displayName), \(source.category),
            \(source.dataType)::data_type_enum, \(source.updateFrequency)::interval,
            \(source.marketType)::market_enum, 'restore')
          """)
      }
      try connection.execute(
        """
        SELECT setval(pg_get_serial_sequence('sources', 'source_id'),
          (SELECT max(source_id) FROM sources))
        """)
      return missing.map(\.name)
    }
  }
}
