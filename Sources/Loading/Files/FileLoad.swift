import FlatFiles
package import Postgres
package import Store

/// Loads one file into one table, once.
///
/// The life of a load: look whether the content was loaded before; open an entry in the ledger;
/// read, and write aside; then publish in one transaction everything that belongs together (rows,
/// old versions, dirty ranges, rejects, the ledger's last word). Whatever dies before that COMMIT
/// leaves the table as it was, and the same command takes the entry over.
package struct FileLoad {
  var request: LoadRequest
  let context: RunContext
  let atCheckpoint: CheckpointHook
  /// Opens the file and checks what can be checked before the first write.
  let prepare: (Connection) throws -> PreparedLoad
  let isStale: (Connection, _ load: Int64) throws -> Bool
  /// Compares the table with the file; nil where that cannot be done.
  var verify: ((_ load: Int64) throws -> Verification)?
  /// Whether the table tells rows that are there already from new ones.
  var isKeyed: (Connection) throws -> Bool = { _ in true }

  /// A file that is open, and what will take its records.
  struct PreparedLoad {
    let reader: any RecordReader
    /// What is worth saying of the file as it was found.
    let note: String?
    /// How the rows come into the table, in a few words, as far as that is known before the file is
    /// read.
    let strategy: String
    /// The one source of all rows, where it is part of the table's key.
    var source: String?
    /// Where the table has no key.
    var appending: Appending?
    let makeIntake: (LoadAttempt, KeptTables) throws -> any Intake
  }

  /// Does it. What goes wrong is in the report; only an interruption is thrown.
  ///
  /// - Throws: `Interrupted`.
  package func run() throws -> LoadReport {
    var report = LoadReport(
      file: "\(request.file)", layout: request.layout, table: request.table.description)
    let clock = ContinuousClock()
    let start = clock.now
    do {
      try runReconnecting(&report)
    } catch {
      if context.interruption.isRaised { throw Interrupted() }
      report.status = .failed
      report.error = request.advised(error)
    }
    try runVerification(&report)
    report.seconds = (clock.now - start) / .seconds(1)
    return report
  }

  private func runVerification(_ report: inout LoadReport) throws {
    guard request.verifies, report.status != .failed, let load = report.load, let verify else {
      return
    }
    do {
      report.verification = try verify(load)
    } catch {
      if context.interruption.isRaised { throw Interrupted() }
      report.error = error
    }
  }

  /// What `run` would do.
  package func plan(on connection: Connection) throws -> PlannedAction {
    var report = LoadReport(file: "\(request.file)", layout: request.layout, table: "")
    let size = try request.file.size()
    let identity = LoadIdentity(request, isStale: isStale, isKeyed: isKeyed)
    if case .done(let known) = try identity.earlierByStamp(connection, &report) {
      return PlannedAction(
        action: "skip", subject: "\(request.file)",
        detail: "loaded before into \(request.table) as load \(known.id)" + verified, bytes: size)
    }
    let prepared = try prepare(connection)
    if let note = prepared.note { report.note(note) }
    let policy = prepared.appending == nil ? ", on conflict \(request.onConflict)" : ""
    let how = """
      as \(request.layout)\(policy), publish \(request.publish.rawValue): \(prepared.strategy)
      """
    let whence = request.file.kept.map { ["read from where it was landed as \($0.id)"] } ?? []
    return PlannedAction(
      action: "load", subject: "\(request.file)",
      detail: (["into \(request.table) \(how)"] + whence + report.notes).joined(separator: "; ")
        + verified,
      bytes: size)
  }

  private var verified: String { request.verifies ? "; the table is compared with the file" : "" }

  /// `mayGoOn` says that a connection that breaks is no failure yet.
  func run(on connection: Connection, mayGoOn: Bool, _ report: inout LoadReport) throws {
    try LoadTables.dropOrphans(connection)
    let isBehindOthers = request.place?.isBehindOthers ?? false
    let identity = LoadIdentity(request, isStale: isStale, isKeyed: isKeyed)
    let earlier = try identity.earlierByStamp(connection, &report)
    if case .done(let known) = earlier {
      report.skip(known)
      return
    }
    // What locks the table for a moment keeps it from being looked at.
    let prepared = try Retrying(attempts: 5, context: context)("looking at \(request.table)") {
      try prepare(connection)
    }
    request.place?.write(FileOrder.Rows(table: request.table, source: prepared.source))
    let appending = try prepared.appending?.hashed(request)
    let load = try begin(identity.newLoad(appending), connection)
    report.load = load
    if let note = prepared.note { report.note(note) }
    var attempt = LoadAttempt(
      load: load, request: request, identity: identity, isBehindOthers: isBehindOthers,
      earlier: earlier, context: context, connection: connection, mayGoOn: mayGoOn,
      atCheckpoint: atCheckpoint)
    attempt.appending = appending
    try run(attempt, prepared, &report)
  }

  /// Begins the load, in the order of the files.
  private func begin(_ load: Ledger.NewLoad, _ connection: Connection) throws -> Int64 {
    func begin() throws -> Int64 {
      try Ledger(connection).begin(load, toolVersion: ToolVersion.current) {
        try clear($0, connection)
      }
    }
    guard let place = request.place else { return try begin() }
    try place.wait(until: .begun, meanwhile: context.interruption.check)
    defer { place.reach(.begun) }
    do {
      return try begin()
    } catch LedgerError.alive {
      // It may be a file in front: landed twice under one path, with other content.
      try place.wait(until: .ended, meanwhile: context.interruption.check)
      return try begin()
    }
  }

  /// How often a load starts over because another one took back what it was using.
  private static let mostStarts = 3

  private func run(
    _ attempt: LoadAttempt, _ prepared: PreparedLoad, _ report: inout LoadReport
  ) throws {
    var (attempt, prepared, starts) = (attempt, prepared, 1)
    while true {
      attempt.startsOver = starts < Self.mostStarts && !request.file.isStandardInput
      do {
        return try attempt.run(prepared, &report)
      } catch is KeptTablesDiffer {
        try attempt.forgetWritten()
        try attempt.ledger.forgetBatches(of: attempt.load)
      } catch  where attempt.startsOver && error.isWithdrawal {
        // What batches brought that are committed stays told.
        try attempt.forgetWritten(but: [attempt.tables.brought])
      }
      starts += 1
      prepared = try prepare(attempt.connection)
      report.notes = prepared.note.map { [$0] } ?? []
    }
  }

  /// Removes what a load left that died and cannot be taken over.
  private func clear(_ dead: Ledger.Dead, _ connection: Connection) throws {
    try LoadTables(load: dead.id).dropAll(connection)
    try Parents.withdraw(madeBy: dead.id, on: connection)
    if request.verb == .ingest {
      try LandedFiles(connection: connection).markFailed(ofLoad: dead.id, error: dead.error)
    }
  }
}

extension LoadReport {
  mutating func skip(_ known: Ledger.Known) {
    status = .skipped
    load = known.id
    sha256 = known.sha256
    let name = known.file == file ? "" : " under the name \(known.file)"
    note("loaded before\(name) as load \(known.id), on \(known.finishedAt)")
  }
}
