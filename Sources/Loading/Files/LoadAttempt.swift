import FlatFiles
import Postgres
import Store

/// A load that has begun: everything between its entry in the ledger and the last word there.
struct LoadAttempt {
  let load: Int64
  let request: LoadRequest
  let identity: LoadIdentity
  let context: RunContext
  let connection: Connection
  let atCheckpoint: CheckpointHook

  var tables: LoadTables { LoadTables(load: load) }
  var ledger: Ledger { Ledger(connection) }

  func run(_ prepared: FileLoad.PreparedLoad, _ report: inout LoadReport) throws {
    let spool = RejectSpool(load: load, file: request.file.path, home: context.home)
    let tally = Tally(spool: spool)
    var intake: (any Intake)?
    do {
      try LoadTables.dropOrphans(connection)
      try atCheckpoint(.loadBegun)
      let taking = try prepared.makeIntake(self)
      intake = taking
      let reading = Reading(prepared.reader, tally, request: request, context: context)
      report.counts = try taking.load(reading, &report)
      report.sha256 = try reading.sha256()
      report.status = .loaded
      try tables.dropAll(connection)
    } catch let repeated as RepeatedContent {
      try forget()
      report.skip(repeated.known)
    } catch {
      report.counts = tally.counts
      try settle(error, tally, spool, intake)
      throw error
    }
    try connection.release(.load(load))
  }

  /// Looks once more, inside the publishing transaction, whether another load brought this content
  /// meanwhile, or brought it before under another name.
  ///
  /// - Throws: `RepeatedContent` to undo the transaction.
  func refuseRepeated(_ sha256: String, _ report: inout LoadReport) throws {
    if let known = try identity.known(sha256: sha256, connection, &report) {
      throw RepeatedContent(known: known)
    }
  }

  /// Writes the ledger's last word. Belongs into the transaction that publishes the rows.
  func conclude(_ counts: LoadCounts, sha256: String, rejects: Tally) throws {
    try rejects.commit(to: connection)
    if request.force {
      try ledger.replaceEarlier(
        than: load, sha256: sha256, table: request.table,
        layoutFingerprint: identity.layoutFingerprint)
    }
    try atCheckpoint(.beforeLedger)
    try ledger.finish(load, sha256: sha256, counts: counts)
  }

  private func forget() throws {
    try tables.dropAll(connection)
    try SourceRegistry(connection).withdraw(madeBy: load)
    try ledger.forget(load)
  }

  /// Writes down why nothing was published. An interrupted load keeps its entry open: the next
  /// run takes it over.
  private func settle(
    _ error: any Error, _ tally: Tally, _ spool: RejectSpool, _ intake: (any Intake)?
  ) throws {
    // The connection may be what failed.
    let connection = self.connection.isOpen ? self.connection : try context.database.connect()
    try tables.dropAll(connection)
    if context.interruption.isRaised { return }
    try connection.transaction {
      try spool.commit(to: connection)
      try intake?.settle(error, on: connection)
      try Ledger(connection).fail(load, sha256: nil, counts: tally.counts, error: "\(error)")
      try SourceRegistry(connection).withdraw(madeBy: load)
    }
    try connection.release(.load(load))
  }
}

/// Thrown inside the publishing transaction to undo it: another load brought this content already.
struct RepeatedContent: Error {
  let known: Ledger.Known
}
