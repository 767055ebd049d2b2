import FlatFiles
import Layouts
import Postgres
import Store

/// Encodes rows and sends each to its place: a partition to be built aside where the target has
/// none for its moment, the staging table otherwise.
///
/// Belongs to the reading thread.
final class RowRouter {
  /// Rows for one place gather until they fill a piece of this many bytes. Four times as many were
  /// slower by a fifth: the server's process and this one share a processor's cache.
  static let pieceBytes = 64 << 10
  /// All that gathers in all places before the fullest are sent.
  private static let gatheredBytes = 8 << 20

  /// What stands for all parents named so far, for each column that names some.
  var parents: [ParentKeys] = [] {
    didSet { encoder.parents = parents }
  }
  private(set) var order = KeyOrder()

  private var encoder: RowEncoder
  private let target: Target
  private let tables: LoadTables
  private let partitions: [Partition]
  private let buildsAside: Bool
  private let writers: TableWriters
  /// What takes the rows for partitions that exist; nil where these are staged.
  private let appender: Appender?
  private let kept: KeptTables
  private let pool = BufferPool()
  private var sinks: [RowSink] = []
  private var spans: [Span] = []
  private var current: Span?
  /// The partitions that staged rows need and the target did not have.
  private(set) var missing: [PartitionBuild] = []
  /// The tables that rows are appended to.
  private var appended: [(table: TableName, sink: RowSink)] = []

  /// From one moment up to another, in microseconds since 1970, rows go to one sink.
  private struct Span {
    let from: Int64
    let to: Int64
    let sink: RowSink
  }

  /// `partitions` are those that the target has already; whether rows of others are built aside or
  /// staged, `buildsAside` says. Rows of `kept` are written already.
  init(
    target: Target, tables: LoadTables, partitions: [Partition], buildsAside: Bool,
    kept: KeptTables, writers: TableWriters, appender: Appender?
  ) {
    self.appender = appender
    self.buildsAside = buildsAside
    self.kept = kept
    self.target = target
    self.tables = tables
    self.partitions = partitions
    self.writers = writers
    encoder = RowEncoder(columns: target.columns)
  }

  /// Takes the rows of a batch.
  ///
  /// - Returns: rejects of rows that hold what their columns cannot.
  func add(_ rows: RowBatch, from batch: RecordBatch) throws -> [Reject] {
    var rejects: [Reject] = []
    let width = target.columns.count
    // Held once, and not for each row.
    let (encoder, records) = (encoder, batch.records)
    try rows.cells.withUnsafeBufferPointer { cells in
      guard let base = cells.baseAddress else { return }
      for row in 0..<rows.rowCount {
        let record = Int(rows.origins[row])
        let cells = base + row * width
        let moment = target.moment(of: cells)
        let sink = try sink(for: moment)
        let position = records[record].position
        let start = sink.gatheredBytes
        if let reject = encoder.encode(
          cells, of: record, in: batch, tail: sink.tail(of: position), to: sink.buffer)
        {
          rejects.append(reject)
          continue
        }
        let source = target.source(of: cells)
        sink.count(moment, of: source, record: position.record, from: start)
        order.add(moment, of: source)
        if sink.gatheredBytes >= Self.pieceBytes { try send(sink) }
      }
    }
    try sendTheFullest()
    return rejects
  }

  /// Sends all that has gathered.
  ///
  /// - Throws: `KeptTablesDiffer` when an earlier try had written other rows than came again.
  func flush() throws {
    guard sinks.reduce(0, { $0 + $1.keptRows }) == kept.rows,
      sinks.allSatisfy({ $0.keptRows == $0.kept?.rows ?? 0 })
    else { throw KeptTablesDiffer() }
    for sink in sinks where sink.gathered > 0 { try send(sink) }
  }

  private func send(_ sink: RowSink) throws {
    guard sink.destination == .target, let appender else { return try sink.send(to: writers) }
    try appender.write(sink.buffer.bytes, rows: sink.gathered)
    sink.clear()
  }

  private var staging: RowSink? { sinks.first { $0.destination == .staging } }

  var stagedRows: Int { staging?.rows ?? 0 }

  /// The moments of the staged rows, where the target is partitioned by time.
  var stagedMoments: ClosedRange<Timestamp>? {
    target.timeIndex == nil ? nil : staging?.extents.moments
  }

  /// The tables that rows were appended to, and where these lie.
  var appendedTo: [(table: TableName, extents: Extents)] {
    appended.map { ($0.table, $0.sink.extents) }
  }

  /// Where all rows lie, by source.
  func extents() -> Extents { extents { _ in true } }

  /// Where the rows lie that are built aside.
  func builtExtents() -> Extents { extents { $0.destination != .staging } }

  private func extents(of isMeant: (RowSink) -> Bool) -> Extents {
    var all = Extents()
    for sink in sinks where isMeant(sink) { all.merge(sink.extents) }
    return all
  }

  /// Where the rows of one built partition lie, by source, and from when to when.
  func extents(of build: PartitionBuild) -> Extents {
    sinks.first { $0.destination == .build(build.name) }?.extents ?? Extents()
  }

  @inline(__always)
  private func sink(for moment: Int64) throws -> RowSink {
    if let current, current.from <= moment, moment < current.to { return current.sink }
    let span = try spans.first { $0.from <= moment && moment < $0.to } ?? open(for: moment)
    current = span
    return span.sink
  }

  private func open(for microseconds: Int64) throws -> Span {
    // History comes in order of time, mostly: with the next partition the one before is full.
    if let current, case .build(let name) = current.sink.destination {
      if current.sink.gathered > 0 { try send(current.sink) }
      try writers.fill(name, on: current.sink.worker)
    }
    let span = try makeSpan(holding: Timestamp(microseconds: microseconds))
    spans.append(span)
    return span
  }

  private func makeSpan(holding moment: Timestamp) throws -> Span {
    guard target.table.partitionColumn != nil else {
      return Span(from: .min, to: .max, sink: try sink(into: nil))
    }
    if let existing = partitions.first(where: { $0.contains(moment) }) {
      return span(over: existing, to: try sink(into: existing))
    }
    // A partition of another width may cover part of the one that would be made here; then it
    // cannot be attached beside it.
    guard let partition = target.partitioning?.partition(holding: moment),
      !partitions.contains(where: { $0.overlaps(partition) }),
      let build = PartitionBuild(partition, of: target, tables: tables)
    else { throw LoadError.noPartition(table: target.table.name, moment: moment) }
    try target.checkMayMakePartition(for: moment)
    guard buildsAside else {
      if appender != nil {
        throw AppendingFailed(because: "\(partition.name) is not there, and cannot be built aside")
      }
      missing.append(build)
      return span(over: partition, to: try stagingSink())
    }
    let sink = newSink(to: .build(build.name))
    try writers.begin(build, kept: sink.kept, on: sink.worker)
    return span(over: partition, to: sink)
  }

  private func span(over partition: Partition, to sink: RowSink) -> Span {
    Span(
      from: partition.from?.microseconds ?? .min, to: partition.to?.microseconds ?? .max,
      sink: sink)
  }

  private func stagingSink() throws -> RowSink { staging ?? newSink(to: .staging) }

  /// Where rows of a partition go that exists, or of a table without any.
  private func sink(into partition: Partition?) throws -> RowSink {
    guard appender != nil else { return try stagingSink() }
    let sink = newSink(to: .target)
    appended.append((partition?.name ?? target.table.name, sink))
    return sink
  }

  private func newSink(to destination: Chunk.Destination) -> RowSink {
    let sink = RowSink(
      destination: destination, worker: sinks.count % writers.count,
      load: target.recordsLoad ? tables.load : nil, pool: pool,
      kept: destination.table(of: tables).flatMap { kept[$0] })
    sinks.append(sink)
    return sink
  }

  /// Rows in no order of time gather in many sinks at once.
  private func sendTheFullest() throws {
    var gathered = sinks.reduce(0) { $0 + $1.gatheredBytes }
    guard gathered > Self.gatheredBytes else { return }
    for sink in sinks.sorted(by: { $0.gatheredBytes > $1.gatheredBytes }) {
      gathered -= sink.gatheredBytes
      try send(sink)
      if gathered <= Self.gatheredBytes / 2 { return }
    }
  }
}
