import FlatFiles
import Layouts
import Postgres
import Store

/// How rows come into the table is decided by the first of them, and by the files in front.
extension MappedIntake {
  func newDestination(
    _ reading: Reading, _ records: RecordsOnceMore, _ first: RowBatch
  ) throws -> any RowDestination {
    let context = try PublishingContext(
      attempt: attempt, target: target, tally: reading.tally, parents: parents, records: records)
    switch attempt.request.publish {
    case .file:
      let appends = try appends(first, context, reading)
      let builds = try !appends && lacksPartition(first, context)
      attempt.request.place?.isPlaced(builds: builds)
      return try WholeFilePublication(context, kept, isCareful: way == .careful, appends: appends)
    case .batch:
      try waitForTurn(reading)
      try attempt.refuseBroughtMeanwhile()
      let appends = try mayAppend(first, context)
      return try appends ? BatchAppending(context) : BatchPublication(context)
    }
  }

  /// Whether rows are appended, once those in front have come far enough to tell.
  private func appends(
    _ first: RowBatch, _ context: PublishingContext, _ reading: Reading
  ) throws -> Bool {
    let appends = try mayAppend(first, context)
    guard attempt.isBehindOthers else { return appends }
    if !appends {
      guard way == .fastest, kept.rows == 0, try lacksPartition(first, context) else {
        return false
      }
      try reading.waitForBuilders()
      guard try mayAppend(first, context) else { return false }
    }
    // What is appended is locked until it is published. The files in front may bring rows.
    try waitForTurn(reading)
    return try mayAppend(first, context)
  }

  /// Whether the first rows need a partition that the table does not have.
  private func lacksPartition(_ rows: RowBatch, _ context: PublishingContext) throws -> Bool {
    guard target.mayBeBuiltAside, rows.rowCount > 0,
      let moments = FirstRows(rows, of: target).extents.moments
    else { return false }
    return try looking(context) {
      try !context.existingPartitions().contains { $0.contains(moments.lowerBound) }
    }
  }

  /// Whether the rows of the file can be appended to the table, as far as the first ones tell. What
  /// can be read only once is not tried with. A whole file whose partitions are not there is better
  /// built aside.
  private func mayAppend(_ rows: RowBatch, _ context: PublishingContext) throws -> Bool {
    guard way == .fastest, reopening != nil, kept.rows == 0, rows.rowCount > 0,
      attempt.earlier.staleLoad == nil, context.versions?.journal == nil
    else { return false }
    let first = FirstRows(rows, of: target)
    return try looking(context) {
      let partitions = try context.existingPartitions()
      if attempt.request.publish == .batch {
        // What it has committed is in the table.
        guard try attempt.ledger.committed(of: attempt.load) == nil else { return false }
      } else if target.table.partitionColumn != nil {
        guard let moments = first.extents.moments,
          partitions.contains(where: { $0.contains(moments.lowerBound) })
        else { return false }
      }
      return try target.isBehindItsRows(first, ids: parents.sourceIDs, attempt.connection)
    }
  }

  /// What locks the table for a moment keeps it from being looked at.
  private func looking(_ context: PublishingContext, _ look: () throws -> Bool) throws -> Bool {
    try Retrying(attempts: 5, context: attempt.context)("looking at \(context.table)", look)
  }
}
