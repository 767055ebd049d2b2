package import FlatFiles
package import Layouts
import Postgres
package import Store

/// Takes records through a layout into a typed table.
final class MappedIntake: Intake {
  private let mapper: RowMapper
  let target: Target
  let parents: Parents
  let attempt: LoadAttempt
  private let precheck: WholeFileCheck?
  let kept: KeptTables
  let reopening: Reopening
  let way: Way
  private var destination: (any RowDestination)?
  /// The files in front have come to their end, as far as they may write the same rows.
  private var hasTurn = false

  /// How the file is opened once more, as it was the first time; `isHashed` says whether its hash is
  /// wanted. Nil for what can be read only once.
  typealias Reopening = ((_ isHashed: Bool) throws -> MappedFile)?

  /// How rows come into the table.
  enum Way {
    /// The fastest that there is for the file and the table.
    case fastest
    /// Merged, because appending them failed.
    case merging
    /// Merged bit by bit, because the server has refused a row on its way.
    case careful
  }

  /// `precheck` is done before the first row is written; rows of `kept` are written already.
  init(
    _ mapper: RowMapper, _ target: Target, _ attempt: LoadAttempt, parents: Parents,
    precheck: WholeFileCheck?, kept: KeptTables, reopening: Reopening, way: Way = .fastest
  ) {
    self.reopening = reopening
    self.way = way
    self.mapper = mapper
    self.precheck = precheck
    self.target = target
    self.attempt = attempt
    self.parents = parents
    self.kept = kept
  }

  func load(_ reading: Reading, _ report: inout LoadReport) throws -> LoadCounts {
    try precheck?.run(in: attempt.context)
    let records = try RecordsOnceMore(
      attempt.request.file, interruption: attempt.context.interruption,
      open: reopening.map { reopen in { try reopen(false).reader } })
    defer { if let note = records.note { report.note(note) } }
    let rows = RowBatch(columns: mapper.columns)
    let finished: any RowDestination
    do {
      try reading.forEachBatch { batch in
        mapper.map(batch, into: rows)
        try reading.tally.count(rows)
        guard !reading.isHopeless else { return }
        if parents.lack(rows.parents) { try resolve(rows.parents, reading) }
        attempt.request.place?.reach(.named)
        let destination = try self.destination ?? makeDestination(reading, records, rows)
        for reject in try destination.add(rows, from: batch) { try reading.tally.add(reject) }
        // What follows may commit, and rejects of this batch may have been one too many.
        guard !reading.isHopeless else { return }
        try destination.batchAdded()
      }
      try judge(mapper.conclude(), &report)
      finished = try destination ?? makeDestination(reading, records, rows)
      try finished.finishWriting()
      try waitForTurn(reading)
      try attempt.context.interruption.check()
      reading.tell("publishing")
    } catch {
      try destination?.abandon()
      throw error
    }
    let counts = try finished.publish(
      sha256: reading.sha256(), extents: mapper.extents, report: &report)
    if !target.isKeyed {
      report.note("\(target.table.name) has no key: the rows were appended")
    }
    if mapper.assumedUTC { report.note("times without a zone were taken as UTC") }
    for note in parents.notes { report.note(note) }
    return counts
  }

  private func resolve(_ names: [[ParentName]], _ reading: Reading) throws {
    // What is missing is made by the first file that names it.
    if attempt.isBehindOthers, !hasTurn, try parents.miss(names) {
      try reading.waitForTurn(until: .named)
      if try parents.miss(names) { try waitForTurn(reading) }
    }
    let resolve = { try self.parents.resolve(names, dataType: self.mapper.dataType) }
    if let destination { try destination.resolving(resolve) } else { try resolve() }
  }

  func waitForTurn(_ reading: Reading) throws {
    if !hasTurn { try reading.waitForTurn() }
    hasTurn = true
  }

  /// Says what was found of the file as a whole.
  ///
  /// - Throws: `LoadError.failsChecks` where that keeps it out.
  private func judge(_ findings: [CheckFinding], _ report: inout LoadReport) throws {
    for warning in findings where warning.severity == .warning {
      report.note("\(warning.code.rawValue): \(warning.message)")
    }
    try findings.refuseFailures(of: attempt.request.file)
  }

  func refreshStatistics() throws { try destination?.refreshStatistics() }

  func settle(_ error: any Error, on connection: Connection) throws {}

  func secondTry(after error: any Error) throws -> SecondTry? {
    let note: String
    switch error {
    case is RefusedCopy:
      note = """
        the server refused a row on its way, so that the file was read again and merged, to tell \
        which ones it refuses
        """
    case let failed as AppendingFailed:
      note = """
        the rows could not all be appended, so that the file was read again and merged: \
        \(failed.because)
        """
    default: return nil
    }
    guard let reopening else {
      guard let refused = error as? RefusedCopy else { return nil }
      throw LoadError.refusedOnTheWay(
        file: "\(attempt.request.file)", table: target.table.name, refused.error)
    }
    parents.move(to: attempt.connection)
    let opened = try reopening(true)
    return SecondTry(
      reader: opened.reader,
      intake: MappedIntake(
        opened.mapper, target, attempt, parents: parents, precheck: nil, kept: .none,
        reopening: reopening, way: error is RefusedCopy ? .careful : .merging),
      note: note)
  }

  private func makeDestination(
    _ reading: Reading, _ records: RecordsOnceMore, _ first: RowBatch
  ) throws -> any RowDestination {
    let made = try newDestination(reading, records, first)
    destination = made
    return made
  }
}

extension Target {
  /// The source of all rows that a layout makes of a file, where it is known before the file is read
  /// and part of the key: rows of another one have other keys.
  fileprivate func oneSource(of layout: EffectiveLayout) -> String? {
    guard case .named(let name) = layout.source, !layout.layout.isWide, let sourceIndex,
      table.key.contains(columns[sourceIndex].name)
    else { return nil }
    return name
  }
}

extension FileLoad {
  /// A load through a layout.
  ///
  /// The request says to read as the layout wants it. A candle that ends after the data was taken
  /// is unfinished. `sources` is what is known of sources that the file may bring. `adjust` may tell
  /// more of how the file is read.
  package init(
    _ request: LoadRequest, through layout: EffectiveLayout,
    sources: [SourceDefinition] = [], in context: RunContext,
    atCheckpoint: @escaping CheckpointHook = { _ in },
    adjust: @escaping (inout ReadOptions) -> Void = { _ in }
  ) {
    self.request = request
    self.context = context
    self.atCheckpoint = atCheckpoint
    prepare = { connection in
      let table = try Catalog(connection).describe(request.table)
      let modified = try request.file.identity()?.modifiedMicroseconds
      let clock = FileClock(
        captured: request.captured?.microseconds ?? modified, now: context.asOf.microseconds)
      // In batches rows are committed before the end of the file is known.
      let precheck =
        request.publish == .batch && layout.mayFailAsAWhole
        ? try WholeFileCheck(request, layout, clock) : nil
      let open = { (isHashed: Bool) in
        try Self.open(request, layout, clock) { options in
          adjust(&options)
          options.isHashed = isHashed
        }
      }
      let opened = try open(true)
      let (reader, mapper) = (opened.reader, opened.mapper)
      let target = try Target(table, filledBy: mapper.columns, layoutName: request.layout)
      let appending = try Appending(to: target, request)
      try target.checkRights(for: request.onConflict)
      if case .newest(let column) = request.onConflict, !target.fills(column) {
        throw LoadError.noSuchConflictColumn(table: request.table, column: column)
      }
      let strategy =
        try Self.strategy(request, target, connection)
        + (precheck == nil ? "" : ", the whole file checked before")
      let note = opened.reader.note(onEncodingTold: layout.layout.encoding)
      return PreparedLoad(
        reader: reader, note: note, strategy: strategy, source: target.oneSource(of: layout),
        appending: appending
      ) { attempt, kept in
        MappedIntake(
          mapper, target, attempt,
          parents: Parents(
            of: mapper.columns, on: attempt.connection, load: attempt.load,
            creates: layout.layout.createsParents, definitions: sources),
          precheck: precheck, kept: kept,
          reopening: request.file.isStandardInput ? nil : open)
      }
    }
    verify = { load in
      let modified = try request.file.identity()?.modifiedMicroseconds
      let clock = FileClock(
        captured: request.captured?.microseconds ?? modified, now: context.asOf.microseconds)
      return try Self.verify(request, layout, load, in: context) {
        try Self.open(request, layout, clock, adjust: adjust)
      }
    }
    isStale = { connection, load in
      let ledger = Ledger(connection)
      let table = try Catalog(connection).describe(request.table)
      // Where rows have no key, some that are gone are no reason to bring the others twice.
      guard let time = table.partitionColumn, layout.source != nil, !table.key.isEmpty else {
        return try ledger.isEmptied(load, table: request.table)
      }
      return try ledger.isStale(load, table: request.table, timeColumn: time)
    }
    isKeyed = { try !Catalog($0).describe(request.table).key.isEmpty }
  }

  private static func open(
    _ request: LoadRequest, _ layout: EffectiveLayout, _ clock: FileClock,
    adjust: (inout ReadOptions) -> Void
  ) throws -> MappedFile {
    try layout.open(request.file, clock: clock) { options in
      adjust(&options)
      options.acceptsCutShort = request.acceptsTruncated
      guard request.publish == .batch else { return }
      // Rows commit by whole batches of the reader.
      options.limits.batchRecords = min(options.limits.batchRecords, request.batchRows)
    }
  }

  /// Which moments a file holds is known once it is read: until then both ways are open where the
  /// table has some of its partitions.
  private static func strategy(
    _ request: LoadRequest, _ target: Target, _ connection: Connection
  ) throws -> String {
    guard target.isKeyed else { return "appended, because the table has no key" }
    let versions = VersionTables(connection)
    let keepsJournal = try request.keepsUndo && !versions.marksChanges(request.table)
    // See `mayAppend`.
    let others = request.file.isStandardInput || keepsJournal ? "merged" : "appended or merged"
    if request.publish == .batch { return others + " in batches" }
    guard target.mayBeBuiltAside else { return others }
    let catalog = Catalog(connection)
    if try catalog.hasDefaultPartition(target.table.name) { return others }
    return try catalog.partitions(of: target.table.name).isEmpty
      ? "partitions built aside" : "new partitions built aside, others \(others)"
  }
}
