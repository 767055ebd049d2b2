import FlatFiles
import Logging
import Postgres
import Store

/// A load that has begun: everything between its entry in the ledger and the last word there.
struct LoadAttempt {
  let load: Int64
  let request: LoadRequest
  let identity: LoadIdentity
  /// Whether files in front of this one were still loaded when that was looked up: what they bring is
  /// not known of.
  let isBehindOthers: Bool
  /// What was known of the content before it was read.
  let earlier: LoadIdentity.Earlier
  let context: RunContext
  let connection: Connection
  /// Whether another attempt takes the load over where a connection breaks.
  let mayGoOn: Bool
  /// Whether it starts over where another load took back a parent of its rows.
  var startsOver = false
  /// What is known of the load where its table has no key.
  var appending: Appending?
  let atCheckpoint: CheckpointHook

  var tables: LoadTables { LoadTables(load: load) }
  var ledger: Ledger { Ledger(connection) }

  func run(_ prepared: FileLoad.PreparedLoad, _ report: inout LoadReport) throws {
    let spool = RejectSpool(
      load: load, file: "\(request.file)", home: context.home, landed: request.landed)
    let tally = Tally(spool: spool)
    tally.file = RejectedFile(prepared.reader, options: request.options)
    var intake: (any Intake)?
    do {
      // What an earlier try of this load left is no orphan: its lock is held again.
      let kept = try KeptTables.find(of: self)
      if kept.rows > 0 {
        report.note("going on with \(kept.rows) rows that an earlier try had written")
      }
      if let replayed = request.replayed {
        try RejectStore(connection).mark(load, asReplayOf: replayed.load)
      }
      try atCheckpoint(.loadBegun)
      let reading = try take(prepared, kept, tally, &intake, &report)
      report.sha256 = try reading.sha256()
      report.status = .loaded
      if let cut = reading.cutShort {
        report.note("\(cut.problem); loaded up to the last whole record")
      }
      for note in reading.notes { report.note(note) }
      if let intake { try leave(intake, &report) }
    } catch let repeated as RepeatedContent {
      try forget()
      report.skip(repeated.known)
      try connection.release(.load(load))
    } catch let differing as KeptTablesDiffer {
      throw differing
    } catch  where startsOver && error.isWithdrawal {
      throw error
    } catch {
      report.counts = tally.counts
      report.counts += tally.committed
      guard settle(error, tally, intake, &report) else { throw error }
    }
  }

  /// Says that the name stood for something else before.
  private func noteOtherContent(_ report: inout LoadReport) throws {
    guard !request.file.isStandardInput, request.replayed == nil, let sha256 = report.sha256,
      let other = try ledger.earlier(
        named: identity.newLoad().file, besides: sha256, table: request.table,
        layoutFingerprint: identity.layoutFingerprint)
    else { return }
    report.note("load \(other) brought other content under this name; what it brought stays")
  }

  /// Takes the file, and once more where that gets past what stopped it.
  ///
  /// - Returns: the reading that was published; `intake` is what took it.
  private func take(
    _ prepared: FileLoad.PreparedLoad, _ kept: KeptTables, _ tally: Tally,
    _ intake: inout (any Intake)?, _ report: inout LoadReport
  ) throws -> Reading {
    let mark = try tally.mark()
    let first = try prepared.makeIntake(self, kept)
    intake = first
    let reading = Reading(prepared.reader, tally, request: request, context: context)
    do {
      report.counts = try first.load(reading, &report)
      return reading
    } catch {
      guard let again = try first.secondTry(after: error) else { throw error }
      report.note(again.note)
      intake = again.intake
      try tally.rewind(to: mark)
      try forgetWritten(but: [tables.brought])
      let reading = Reading(again.reader, tally, request: request, context: context)
      report.counts = try again.intake.load(reading, &report)
      return reading
    }
  }

  /// Tidies up behind a load that is published. What goes wrong here does not take that back: it
  /// is said, and the next load does it.
  private func leave(_ intake: any Intake, _ report: inout LoadReport) throws {
    request.place?.reach(.ended)
    do {
      defer {
        try? tables.dropAll(connection)
        try? connection.release(.load(load))
      }
      try atCheckpoint(.afterCommit)
      try noteOtherContent(&report)
      try intake.refreshStatistics()
    } catch {
      if context.interruption.isRaised { throw error }
      report.note("published, but tidying up did not come to its end: \(error)")
    }
  }

  /// Looks once more, inside the publishing transaction, whether another load brought this content
  /// meanwhile, or brought it before under another name.
  ///
  /// It is looked over `aside`, where that is given, which does not see this load's rows.
  ///
  /// - Returns: what else is known of the content.
  /// - Throws: `RepeatedContent` to undo the transaction.
  @discardableResult
  func refuseRepeated(
    _ sha256: String, over aside: Connection? = nil, _ report: inout LoadReport
  ) throws -> LoadIdentity.Earlier {
    if appending != nil { try refuseToAppendTwice(sha256) }
    let earlier = try identity.earlier(sha256: sha256, aside ?? connection, &report)
    if case .done(let known) = earlier { throw RepeatedContent(known: known) }
    return earlier
  }

  /// Looks once more whether the content was loaded before, for a load that publishes before the end
  /// of its file tells what that is: a file in front may have brought it while this one waited.
  ///
  /// - Throws: `RepeatedContent`.
  func refuseBroughtMeanwhile() throws {
    var unsaid = LoadReport(file: "", layout: "", table: "")
    if let content = appending?.content {
      try connection.transaction { _ = try refuseRepeated(content, &unsaid) }
    }
    guard isBehindOthers else { return }
    if case .done(let known) = try identity.earlierByStamp(connection, &unsaid) {
      throw RepeatedContent(known: known)
    }
  }

  /// Writes the ledger's last word. Belongs into the transaction that publishes the rows.
  func conclude(_ counts: LoadCounts, sha256: String, rejects: Tally) throws {
    try rejects.commit(to: connection, of: load)
    // Where not all rejects are kept, nobody can tell what was brought.
    if let replayed = request.replayed, counts.rejected <= RejectStore.kept {
      try RejectStore(connection).mark(replayed: replayed, by: load)
    }
    try ledger.forgetTables(of: load)
    try ledger.replaceEarlier(
      than: load, sha256: sha256, table: request.table,
      layoutFingerprint: identity.layoutFingerprint)
    try atCheckpoint(.beforeLedger)
    try ledger.finish(load, sha256: sha256, counts: counts)
    try writeEvent(on: connection)
    try atCheckpoint(.afterLedger)
  }

  /// Tells of the end of the load in `ingest_events`, where that can be written.
  private func writeEvent(on connection: Connection) throws {
    guard let reason = try LoadEvents(connection).write(of: load) else { return }
    context.logger.info(
      "\(request.file): load \(load) has no event in \(LoadEvents.table): \(reason)")
  }

  /// Forgets what is written aside, but for some tables.
  func forgetWritten(but kept: [TableName] = []) throws {
    try tables.dropAll(connection, but: kept)
    try ledger.forgetTables(of: load)
  }

  private func forget() throws {
    try tables.dropAll(connection)
    try Parents.withdraw(madeBy: load, on: connection)
    try ledger.forget(load)
  }

  /// Writes down why nothing was published. An interrupted load keeps its entry open, and so does
  /// one whose database is out of reach: the next run takes it over.
  ///
  /// - Returns: whether the load turns out to be published, only the answer to COMMIT was lost.
  private func settle(
    _ error: any Error, _ tally: Tally, _ intake: (any Intake)?, _ report: inout LoadReport
  ) -> Bool {
    if mayGoOn, error.isOfTheConnection { return false }
    if context.interruption.isRaised, !connection.isOpen {
      // Nobody wants to wait for a server that may not answer; the next try finds what there is.
      return false
    }
    do {
      // The connection may be what failed.
      let connection = self.connection.isOpen ? self.connection : try context.database.connect()
      if context.interruption.isRaised, report.status != .loaded {
        // The next try goes on with what is written.
        let filled = try Ledger(connection).filledTables(of: load).map(\.name)
        try tables.dropAll(connection, but: filled + [tables.brought])
        return false
      }
      if report.status == .loaded {
        try tables.dropAll(connection)
        return false
      }
      let isPublished = try writeDown(error, tally, intake, &report, on: connection)
      try tables.dropAll(connection)
      if self.connection.isOpen { try connection.release(.load(load)) }
      return try isPublished && report.tell(load, connection)
    } catch let second {
      context.logger.warning(
        "load \(load) stays open in the ledger until the next run takes it over: \(second)")
      return false
    }
  }

  private func writeDown(
    _ error: any Error, _ tally: Tally, _ intake: (any Intake)?, _ report: inout LoadReport,
    on connection: Connection
  ) throws -> Bool {
    try connection.transaction {
      let ledger = Ledger(connection)
      // Waits for a COMMIT under way on a connection that broke.
      guard try ledger.holdOpen(load) else { return true }
      // Only now is it certain which batches are committed.
      let committed = try ledger.committedCounts(of: load)
      report.counts = tally.counts(withMerged: committed)
      if appending != nil, committed.inserted > 0 {
        report.note(
          "the batches that are committed stay, and load \(load) stays open: \(request.table) has no "
            + "key, so that only a load which goes on behind them brings each row once")
        return false
      }
      try ledger.fail(load, counts: report.counts, error: "\(error)")
      try ledger.forgetTables(of: load)
      try tally.commit(to: connection, of: load)
      try intake?.settle(error, on: connection)
      try writeEvent(on: connection)
      withdrawParents(on: connection)
      return false
    }
  }

  /// That a table is locked, gone or another's must not keep the failure from being written down.
  private func withdrawParents(on connection: Connection) {
    do {
      try connection.transaction { try Parents.withdraw(madeBy: load, on: connection) }
    } catch {
      context.logger.warning("load \(load) failed, and what it made beside rows stays: \(error)")
    }
  }
}

extension Error {
  /// Another load had made a parent of the rows, failed, and taken it back: it has to be made again.
  var isWithdrawal: Bool { self is SourceWithdrawn || self is ParentWithdrawn }
}

/// Thrown inside the publishing transaction to undo it: another load brought this content already.
struct RepeatedContent: Error {
  let known: Ledger.Known
}
