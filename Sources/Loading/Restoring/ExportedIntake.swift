import FlatFiles
import Layouts
import Postgres
package import Store

/// Takes records that the server's own `COPY … TO … (FORMAT csv, HEADER)` wrote back into a table.
///
/// The records are cut and counted here, as those of every file, but the server reads their fields,
/// because it wrote them: so every type comes back exactly, also those that no layout knows.
final class ExportedIntake: Intake {
  private let attempt: LoadAttempt
  private let target: Target
  private let expectedSHA256: String
  private var versions: VersionTable?

  private var connection: Connection { attempt.connection }
  private var staging: StagingTable {
    StagingTable(name: attempt.tables.staging, target: target)
  }

  init(_ attempt: LoadAttempt, _ target: Target, expectedSHA256: String) {
    self.attempt = attempt
    self.target = target
    self.expectedSHA256 = expectedSHA256
  }

  func load(_ reading: Reading, _ report: inout LoadReport) throws -> LoadCounts {
    try stage(reading)
    let sha256 = try reading.sha256()
    guard sha256 == expectedSHA256 else {
      throw FileError(path: "\(attempt.request.file)", problem: .changedWhileReading)
    }
    try createPartitions()
    var counts = LoadCounts()
    let retrying = Retrying(attempts: 5, context: attempt.context)
    try retrying("publishing \(attempt.request.file)") {
      counts = reading.tally.counts
      try attempt.publishing { try publish(sha256, &counts, reading.tally) }
    }
    report.add(.merged, rows: counts.rowsRead)
    return counts
  }

  func refreshStatistics() throws {
    try connection.execute("ANALYZE \(table: target.table.name) (\(identifiers: target.table.key))")
  }

  func settle(_ error: any Error, on connection: Connection) throws {}

  /// Copies the records into the staging table as they are.
  private func stage(_ reading: Reading) throws {
    try staging.create(connection)
    versions = try attempt.prepareVersions(of: target.table)
    try attempt.atCheckpoint(.beforeCopy)
    let lines = ByteBuffer(capacity: 1 << 20)
    let columns = target.columns.map(\.name)
    let copied = try connection.copyIn(
      "COPY \(table: staging.name) (\(identifiers: columns)) FROM STDIN (FORMAT csv)"
    ) { writer in
      try reading.forEachBatch { batch in
        if reading.isHopeless { return }
        lines.removeAll()
        for record in batch.records.indices {
          lines.append(batch.raw(record))
          lines.append(byte: UInt8(ascii: "\n"))
        }
        try writer.write(lines.bytes)
      }
    }
    try attempt.atCheckpoint(.afterCopy)
    guard copied == reading.tally.counts.rowsRead else {
      throw FileError(
        path: "\(attempt.request.file)",
        problem: .notRead("the server took \(copied) of its records"))
    }
  }

  /// Makes the partitions that the rows need and the table does not have, in a transaction of
  /// their own: it locks out readers of the table, and is over at once.
  private func createPartitions() throws {
    guard let policy = target.partitioning, let time = target.table.partitionColumn else { return }
    let catalog = Catalog(connection)
    let existing = try catalog.partitions(of: target.table.name)
    let moments: [Timestamp] = try connection.query(
      """
      SELECT min(\(identifier: time)) FROM \(table: staging.name)
      GROUP BY date_trunc('day', \(identifier: time)) ORDER BY 1
      """
    ).map { try $0.get(0) }
    let missing = moments.filter { moment in !existing.contains { $0.contains(moment) } }
    guard !missing.isEmpty else { return }
    let retrying = Retrying(attempts: 5, context: attempt.context)
    try retrying("making partitions of \(target.table.name)") {
      try connection.transaction {
        try connection.execute("SET LOCAL lock_timeout = '10s'")
        let partitions = Set(missing.map(policy.partition(holding:)))
        for partition in partitions { try catalog.create(partition, of: target.table.name) }
        try attempt.ledger.record(partitions.map(\.name), madeBy: attempt.load)
      }
    }
  }

  private func publish(_ sha256: String, _ counts: inout LoadCounts, _ tally: Tally) throws {
    try connection.takeTurn(in: target.table.name, of: attempt.load, waiting: attempt.sayWaiting)
    let undone = try takeOutUndone()
    counts.skip(SkipReason.undone.rawValue, undone)
    let ranges = try staging.ranges(connection)
    let merged = try attempt.merge(
      Merge.Input(
        table: staging.name, rows: counts.rowsRead - undone, mayRepeatKeys: false,
        isStaged: false, moments: try stagedMoments()),
      into: target, keeping: versions)
    counts.add(merged)
    try attempt.recordDirty(merged.dirty, of: target.table.name)
    try attempt.ledger.record(ranges, of: attempt.load)
    try attempt.advanceSequences(of: target)
    try attempt.conclude(counts, sha256: sha256, rejects: tally)
  }

  /// - Returns: how many rows are not restored because the load that wrote them was undone.
  private func takeOutUndone() throws -> Int {
    guard let origin = attempt.request.archivedFrom else { return 0 }
    return try RowsOfUndoneLoads(
      connection: connection, target: target, staging: staging.name, origin: origin
    ).takeOut()
  }

  private func stagedMoments() throws -> ClosedRange<Timestamp>? {
    guard let time = target.table.partitionColumn else { return nil }
    return try connection.first(
      """
      SELECT min(\(identifier: time)), max(\(identifier: time)) FROM \(table: staging.name)
      HAVING count(*) > 0
      """
    ).map { row in try row.get(0)...row.get(1) }
  }
}

extension Target {
  /// A table and those of its columns that a file exported from such a table fills.
  init(_ table: TableDescription, filledByExportOf columns: [String], name: String) throws {
    for column in columns where table.column(column)?.isGenerated ?? true {
      throw LoadError.noSuchColumn(
        table: table.name, column: column, layout: name,
        columns: table.columns.filter { !$0.isGenerated }.map(\.name))
    }
    if table.key.isEmpty { throw LoadError.noKey(table: table.name, .restoring) }
    if let missing = table.key.first(where: { !columns.contains($0) }) {
      throw LoadError.keyNotFilled(table: table.name, column: missing, layout: name)
    }
    self.table = table
    // The server reads the fields, so nothing here encodes them.
    self.columns = columns.map { TargetColumn(name: $0, encoding: .text) }
    partitioning = PartitionPolicy.of(table.name)
    timeIndex = table.partitionColumn.flatMap(columns.firstIndex(of:))
    sourceIndex =
      table.column("source_id")?.type == "int4" ? columns.firstIndex(of: "source_id") : nil
  }
}

extension FileLoad {
  /// A load of a file that `COPY … TO … (FORMAT csv, HEADER)` wrote, whose content is known by its
  /// SHA-256: with any other content nothing is published.
  package init(
    restoring request: LoadRequest, columns: [String], expectedSHA256: String,
    in context: RunContext, atCheckpoint: @escaping CheckpointHook = { _ in }
  ) {
    var request = request
    request.reading = Self.exportOptions(columns: columns.count)
    self.request = request
    self.context = context
    self.atCheckpoint = atCheckpoint
    prepare = { connection in
      let table = try Catalog(connection).describe(request.table)
      let target = try Target(table, filledByExportOf: columns, name: request.layout)
      let reader = try FileReader.open(request.file, request.reading)
      return PreparedLoad(reader: reader, note: nil, strategy: "merged") { attempt, _ in
        ExportedIntake(attempt, target, expectedSHA256: expectedSHA256)
      }
    }
    isStale = { _, _ in false }
  }

  private static func exportOptions(columns: Int) -> ReadOptions {
    var options = ReadOptions()
    options.format = .csv
    options.encoding = .utf8
    options.dialect = .canonical
    options.dialect.columnCount = columns
    // The server wrote the quotes, so none is missing, and its values may be this long.
    options.limits.recordBytes = 1 << 30
    options.limits.quotedBytes = 1 << 30
    return options
  }
}
