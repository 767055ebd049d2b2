import Postgres
import Store

/// Commits whole batches over several connections, in the order of their numbers.
final class BatchWriters: Sendable {
  private let workers: Workers<Piece, Int>
  private let entries = Turns()
  private let commits = Turns()

  /// A batch that is complete.
  struct Piece: Sendable {
    let batch: Ledger.Batch
    let chunks: [Chunk]
    let rows: Int
    let ranges: [SourceRange]
    let keepParents: Parents.Keeping
  }

  init(_ context: PublishingContext) {
    let writing = Writing(context)
    let (entries, commits) = (entries, commits)
    // A batch waits for each connection: with more of them memory would not stay flat.
    workers = Workers(count: context.attempt.request.connections, queueLength: 1) { _, next in
      do {
        return try writing.writeAll(next, entries, commits)
      } catch {
        for turns in [entries, commits] { turns.fail(with: error) }
        throw error
      }
    }
  }

  var count: Int { workers.count }

  func send(_ piece: Piece, to worker: Int) throws { try workers.send(piece, to: worker) }

  /// Waits until all batches are committed.
  ///
  /// - Returns: how many rows they had.
  func finish() throws -> Int { try workers.finish().reduce(0, +) }

  /// No more batches come. Those that are complete are committed all the same, as far as that goes:
  /// what is wrong with the file stands behind them.
  ///
  /// - Throws: `AppendingFailed`, `RefusedCopy` where they need another way.
  func abandon() throws {
    do {
      _ = try workers.finish()
    } catch let error where error is AppendingFailed || error is RefusedCopy {
      throw error
    } catch {
      // The caller has an error to tell already.
    }
  }
}

/// What the connections of one load have in common.
private struct Writing: Sendable {
  let load: Int64
  let file: String
  let target: Target
  let database: Database
  let interruption: Interruption
  let sayWaiting: @Sendable (_ holder: String) -> Void
  let atCheckpoint: CheckpointHook

  init(_ context: PublishingContext) {
    let attempt = context.attempt
    load = attempt.load
    file = "\(attempt.request.file)"
    target = context.target
    database = attempt.context.database
    interruption = attempt.context.interruption
    sayWaiting = attempt.sayWaiting
    atCheckpoint = attempt.atCheckpoint
  }

  func writeAll(
    _ next: () throws -> BatchWriters.Piece?, _ entries: Turns, _ commits: Turns
  ) throws -> Int {
    let connection = try database.connect()
    try connection.share(.writers(of: load))
    return try interruption.cancelling(connection.canceller) {
      var rows = 0
      while let piece = try next() {
        try write(piece, over: connection, entries, commits)
        rows += piece.rows
      }
      return rows
    }
  }

  /// Begins, copies and commits, where beginning and committing wait for their turn: a batch that
  /// begins behind a merge which waits for the batch before it must not be waited for by that.
  private func write(
    _ piece: BatchWriters.Piece, over connection: Connection, _ entries: Turns, _ commits: Turns
  ) throws {
    try entries.wait(for: piece.batch.number)
    let appender = try Appender(
      connection, of: load, target, file: file, waiting: sayWaiting, atCheckpoint: atCheckpoint)
    do {
      entries.pass()
      for chunk in piece.chunks {
        try chunk.bytes.withUnsafeBytes { try appender.write($0, rows: chunk.rows) }
      }
      try appender.finish()
      try commits.wait(for: piece.batch.number)
    } catch {
      appender.abandon()
      throw error
    }
    try appender.publish {
      // The next batch need not wait for the disk: if the server dies, the ledger has lost this one
      // together with its rows. What ends the load waits for all.
      try connection.execute("SET LOCAL synchronous_commit = off")
      try piece.keepParents(connection)
      try DirtyRanges(connection).record(piece.ranges, of: target.table.name, load: load)
      let ledger = Ledger(connection)
      try ledger.record(piece.ranges, of: load)
      try ledger.record(piece.batch, of: load, atCheckpoint)
    }
    commits.pass()
  }
}
