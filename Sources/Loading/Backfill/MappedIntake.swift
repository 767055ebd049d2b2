import FlatFiles
package import Layouts
import Postgres
package import Store

/// Takes records through a layout into a typed table.
final class MappedIntake: Intake {
  private let mapper: RowMapper
  private let target: Target
  private let sources: SourceResolver
  private let attempt: LoadAttempt
  private var destination: (any RowDestination)?

  init(_ mapper: RowMapper, _ target: Target, _ attempt: LoadAttempt, sources: SourceResolver) {
    self.mapper = mapper
    self.target = target
    self.attempt = attempt
    self.sources = sources
  }

  func load(_ reading: Reading, _ report: inout LoadReport) throws -> LoadCounts {
    let destination = try makeDestination(reading.tally)
    self.destination = destination
    let rows = RowBatch(columns: mapper.columns)
    do {
      try reading.forEachBatch { batch in
        mapper.map(batch, into: rows)
        try reading.tally.count(rows)
        guard !reading.isHopeless else { return }
        try sources.resolve(rows.sourceNames, dataType: mapper.dataType)
        for reject in try destination.add(rows, from: batch) { try reading.tally.add(reject) }
        // What follows may commit, and rejects of this batch may have been one too many.
        guard !reading.isHopeless else { return }
        try destination.batchAdded()
      }
      try destination.finishWriting()
      try attempt.context.interruption.check()
    } catch {
      destination.abandon()
      throw error
    }
    let counts = try destination.publish(
      sha256: reading.sha256(), extents: mapper.extents, report: &report)
    for source in sources.created {
      report.note("made the source \(source.name) (\(source.dataType.rawValue))")
    }
    return counts
  }

  func refreshStatistics() throws { try destination?.refreshStatistics() }

  func settle(_ error: any Error, on connection: Connection) throws {}

  private func makeDestination(_ tally: Tally) throws -> any RowDestination {
    let context = PublishingContext(
      attempt: attempt, target: target, tally: tally, sources: sources)
    switch attempt.request.publish {
    case .file: return try WholeFilePublication(context)
    case .batch: return try BatchPublication(context)
    }
  }
}

extension FileLoad {
  /// A load through a layout.
  ///
  /// The request says to read as the layout wants it. A candle that ends after the data was taken
  /// is unfinished. `sources` is what is known of sources
  /// that the file may bring.
  package init(
    _ request: LoadRequest, through layout: EffectiveLayout,
    sources: [SourceDefinition] = [], in context: RunContext,
    atCheckpoint: @escaping CheckpointHook = { _ in }
  ) {
    self.request = request
    self.context = context
    self.atCheckpoint = atCheckpoint
    prepare = { connection in
      let table = try Catalog(connection).describe(request.table)
      let modified = try request.file.identity()?.modifiedMicroseconds
      let clock = FileClock(
        captured: request.captured?.microseconds ?? modified, now: context.asOf.microseconds)
      var options = request.reading
      if request.publish == .batch {
        // Rows commit by whole batches of the reader.
        options.limits.batchRecords = min(options.limits.batchRecords, request.batchRows)
      }
      let reader = try FileReader.open(request.file, options)
      let mapper = try RowMapper(
        layout, names: RecordNames(reader), fileName: request.file.name, clock: clock)
      let target = try Target(table, filledBy: mapper.columns, layoutName: request.layout)
      if case .newest(let column) = request.onConflict, !target.fills(column) {
        throw LoadError.noSuchConflictColumn(table: request.table, column: column)
      }
      let strategy = try Self.strategy(request.publish, target, connection)
      return PreparedLoad(reader: reader, strategy: strategy) { attempt in
        MappedIntake(
          mapper, target, attempt,
          sources: SourceResolver(
            SourceRegistry(attempt.connection), load: attempt.load, definitions: sources))
      }
    }
    isStale = { connection, load in
      let ledger = Ledger(connection)
      let table = try Catalog(connection).describe(request.table)
      guard let time = table.partitionColumn, layout.source != nil else {
        return try ledger.isEmptied(load, table: request.table)
      }
      return try ledger.isStale(load, table: request.table, timeColumn: time)
    }
  }

  /// Which moments a file holds is known once it is read: until then both ways are open where the
  /// table has some of its partitions.
  private static func strategy(
    _ publish: Publish, _ target: Target, _ connection: Connection
  ) throws -> String {
    guard publish == .file, target.partitioning != nil else { return "merged" }
    let catalog = Catalog(connection)
    if try catalog.hasDefaultPartition(target.table.name) { return "merged" }
    return try catalog.partitions(of: target.table.name).isEmpty
      ? "partitions built aside" : "new partitions built aside, others merged"
  }
}
