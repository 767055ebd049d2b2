import FlatFiles
import Logging
import Postgres
import Store

extension FileLoad {
  /// Does the load, and goes on over a new connection where one breaks: the server was started
  /// again, an administrator ended the session, the network failed. The next try takes the entry
  /// in the ledger over, with all that is written. Standard input cannot be read once more.
  func runReconnecting(_ report: inout LoadReport) throws {
    let times = request.file.isStandardInput ? 0 : context.reconnecting.times
    for broken in 0..<times {
      do {
        return try runOnce(after: broken, mayGoOn: true, &report)
      } catch  where error.isOfTheConnection && (report.load != nil || error is PostgresError) {
        // One that was had is worth another; an address that leads nowhere is not.
        try context.interruption.check()
        context.logger.warning(
          "\(request.file): \(error.firstLine); going on over a new connection")
      }
    }
    try runOnce(after: times, mayGoOn: false, &report)
  }

  /// `broken` is how many connections have broken before.
  private func runOnce(
    after broken: Int, mayGoOn: Bool, _ report: inout LoadReport
  ) throws {
    let connection = try connect(isPatient: broken > 0)
    try context.interruption.cancelling(connection.canceller) {
      guard broken > 0 else { return try run(on: connection, mayGoOn: mayGoOn, &report) }
      if try tellIfPublished(&report, connection) { return }
      report.notes = []
      try run(on: connection, mayGoOn: mayGoOn, &report)
      report.note("the connection to the database broke, and the load went on over a new one")
    }
  }

  private func connect(isPatient: Bool) throws -> Connection {
    guard isPatient else { return try context.database.connect() }
    let start = ContinuousClock.now
    while true {
      do {
        return try context.database.connect()
      } catch let failure as ConnectionFailure {
        let isInTime = ContinuousClock.now - start < .seconds(context.reconnecting.seconds)
        guard isInTime, failure.mayPassOnRetry else {
          throw LoadError.outOfReach(file: "\(request.file)", failure)
        }
        try context.interruption.check()
        pause(milliseconds: 200)
      }
    }
  }

  /// Whether the load turns out to be published, only the answer to its COMMIT was lost.
  private func tellIfPublished(
    _ report: inout LoadReport, _ connection: Connection
  ) throws -> Bool {
    guard let load = report.load else { return false }
    // The server may be at that COMMIT still; its session holds the lock.
    guard try connection.tryAcquire(.load(load), within: AdvisoryLock.patience) else {
      return false
    }
    defer { try? connection.release(.load(load)) }
    guard try report.tell(load, connection) else { return false }
    try LoadTables(load: load).dropAll(connection)
    return true
  }
}

extension LoadReport {
  /// Takes over what the ledger says of a load that is published.
  ///
  /// - Returns: whether it is.
  mutating func tell(_ load: Int64, _ connection: Connection) throws -> Bool {
    guard let done = try Ledger(connection).outcome(of: load) else { return false }
    status = .loaded
    sha256 = done.sha256
    counts = done.counts
    note("the connection broke during COMMIT; the ledger says that it happened")
    return true
  }
}

extension Error {
  /// The connection broke (08), the server was stopped or is starting (57P0x), or none can be had.
  var isOfTheConnection: Bool {
    switch self {
    case let error as PostgresError:
      error.sqlState.code.hasPrefix("08") || error.sqlState.code.hasPrefix("57P0")
    case let failure as ConnectionFailure: failure.mayPassOnRetry
    default: false
    }
  }

  fileprivate var firstLine: Substring { "\(self)".prefix { $0 != "\n" } }
}
