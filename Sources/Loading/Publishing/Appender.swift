import Layouts
import Postgres
import Store

/// Copies rows straight into the target, in the transaction that publishes them: for rows whose keys
/// the table cannot have yet, as it has nothing of their source from their moments on, and for tables
/// without a key.
///
/// That is no more than likely. Where a key turns out to be there, or to come twice, the transaction
/// is lost, and the file is read once more and merged.
final class Appender {
  private let connection: Connection
  private let target: Target
  private let file: String
  private let atCheckpoint: CheckpointHook
  private var copy: OpenCopy?
  private(set) var rows = 0

  /// Begins the transaction, over a connection that has nothing else to do until it ends. `waiting` is
  /// told which other client is waited for.
  init(
    _ connection: Connection, of load: Int64, _ target: Target, file: String,
    waiting: (_ holder: String) -> Void = { _ in }, atCheckpoint: @escaping CheckpointHook
  ) throws {
    self.connection = connection
    self.target = target
    self.file = file
    self.atCheckpoint = atCheckpoint
    try connection.beginTransaction()
    do {
      try connection.shareTurn(in: target.table.name, of: load, waiting: waiting)
    } catch {
      connection.rollBackTransaction()
      throw error
    }
  }

  /// - Throws: `AppendingFailed`, `RefusedCopy`.
  func write(_ bytes: UnsafeRawBufferPointer, rows: Int) throws {
    if copy == nil {
      try atCheckpoint(.beforeCopy)
      let opened = try OpenCopy(target.copyStatement(into: target.table.name), on: connection)
      try BinaryCopy.header.withUnsafeBytes { try opened.write($0) }
      copy = opened
    }
    try copy?.write(bytes)
    self.rows += rows
  }

  /// Waits until the server has taken all rows.
  ///
  /// - Throws: `AppendingFailed`, `RefusedCopy`.
  func finish() throws {
    guard let copy else { return }
    self.copy = nil
    try tellingFailures {
      try BinaryCopy.trailer.withUnsafeBytes { try copy.write($0) }
      let taken = try copy.finish()
      // Constraints that would wait for COMMIT are looked at here, where the row can be told.
      try connection.execute("SET CONSTRAINTS ALL IMMEDIATE")
      try target.table.expect(
        rows, "inserted", taken, while: "\(file) was appended")
    }
    try atCheckpoint(.afterCopy)
  }

  /// Does the rest of the transaction, and commits.
  ///
  /// - Throws: `AppendingFailed`, `RefusedCopy`.
  func publish<Value>(_ body: () throws -> Value) throws -> Value {
    let value: Value
    do {
      value = try tellingFailures(body)
      try atCheckpoint(.beforeCommit)
    } catch {
      connection.rollBackTransaction()
      throw error
    }
    try tellingFailures {
      try connection.commitTransaction { try atCheckpoint(.commitSent) }
    }
    try atCheckpoint(.commitAnswered)
    return value
  }

  /// Takes back what was written. Belongs before `publish`, which does so by itself.
  func abandon() {
    copy?.giveUp(because: Abandoned())
    copy = nil
    connection.rollBackTransaction()
  }

  private func tellingFailures<Value>(_ body: () throws -> Value) throws -> Value {
    do {
      return try body()
    } catch let error as PostgresError where error.meansToMerge {
      throw AppendingFailed(because: error.message)
    } catch let error as PostgresError where error.refusesARow {
      throw RefusedCopy(error: error)
    }
  }
}

/// The rows could not be appended, and may be merged.
struct AppendingFailed: Error {
  /// Part of a sentence.
  let because: String
}

extension PostgresError {
  /// A key is there or comes twice; a partition has gone; another session was in the way.
  fileprivate var meansToMerge: Bool {
    sqlState == .uniqueViolation || lacksAPartition
      || sqlState.mayPassOnRetry && !isOfTheConnection
  }
}

extension Target {
  /// Whether the table may be appended to: it has no row that a row of a file could meet whose first
  /// rows these are. `ids` are the ids of the sources, by their index in the rows.
  func isBehindItsRows(_ first: FirstRows, ids: [Int32], _ connection: Connection) throws -> Bool {
    guard isKeyed else { return true }
    guard isKeyedBySourceAndTime, let time = table.partitionColumn, let sourceIndex else {
      return try connection.first("SELECT FROM \(table: table.name) LIMIT 1") == nil
    }
    let ranges = first.extents.ranges(ids: ids)
    // A probe for each is cheap while they are few.
    guard ranges.count <= 100 else { return false }
    let source = columns[sourceIndex].name
    return try ranges.allSatisfy { range in
      let from: SQL =
        first.isRising ? " AND \(identifier: time) >= \(literal: range.from)" : ""
      return try connection.first(
        """
        SELECT FROM \(table: table.name)
        WHERE \(identifier: source) = \(literal: "\(range.source)")\(sql: from) LIMIT 1
        """) == nil
    }
  }
}

/// Where the first rows of a file lie, from which it is guessed how the others will come.
struct FirstRows {
  private(set) var extents = Extents()
  /// Whether those of each source come in rising order of time.
  private(set) var isRising = true

  init(_ rows: RowBatch, of target: Target) {
    let width = target.columns.count
    var last: [Int: Int64] = [:]
    rows.cells.withUnsafeBufferPointer { cells in
      guard let base = cells.baseAddress else { return }
      for row in 0..<rows.rowCount {
        let cells = base + row * width
        let (moment, source) = (target.moment(of: cells), target.source(of: cells))
        extents.add(moment, of: source)
        if let before = last.updateValue(moment, forKey: source), moment < before {
          isRising = false
        }
      }
    }
  }
}
