import Foundation
import Postgres
import TestSupport
import Testing

struct InterruptionTests {
  @Test(.emptyDatabase) func anotherThreadCancelsAStatement() throws {
    let connection = try TestDatabase.connect()
    let canceller = connection.canceller
    let settings = try TestDatabase.settings
    let process = connection.processID
    Thread.detachNewThread {
      try? waitUntilActive(process, settings)
      canceller.cancel()
    }
    let error = #expect(throws: PostgresError.self) { try connection.query("SELECT pg_sleep(60)") }
    #expect(error?.sqlState == .queryCanceled)
    #expect(try connection.first("SELECT 1")?.get(0) == 1)
  }

  @Test(.emptyDatabase) func raisingCancelsWhatRuns() throws {
    let connection = try TestDatabase.connect()
    let interruption = Interruption()
    let settings = try TestDatabase.settings
    let process = connection.processID
    Thread.detachNewThread {
      try? waitUntilActive(process, settings)
      interruption.raise()
    }
    let error = #expect(throws: PostgresError.self) {
      try interruption.cancelling(connection.canceller) {
        try connection.query("SELECT pg_sleep(60)")
      }
    }
    #expect(error?.sqlState == .queryCanceled)
    #expect(throws: Interrupted.self) { try interruption.check() }
    #expect(throws: Interrupted.self) {
      try interruption.cancelling(connection.canceller) { Issue.record("ran all the same") }
    }
  }

  @Test(.emptyDatabase) func raisingLeavesAloneWhatIsNoLongerRegistered() throws {
    let connection = try TestDatabase.connect()
    let interruption = Interruption()
    try interruption.cancelling(connection.canceller) {}
    interruption.raise()
    #expect(interruption.isRaised)
    #expect(try connection.first("SELECT 1")?.get(0) == 1)
  }

  @Test(.emptyDatabase) func cancellingAnIdleOrClosedConnectionDoesNothing() throws {
    var connection: Connection? = try TestDatabase.connect()
    let canceller = try #require(connection?.canceller)
    canceller.cancel()
    #expect(try connection?.first("SELECT 1")?.get(0) == 1)
    connection = nil
    canceller.cancel()
  }

  @Test func nothingIsThrownUnlessRaised() throws {
    try Interruption().check()
    #expect(
      Interrupted().description == "interrupted; the same command goes on where this one stopped")
  }
}

/// Waits until a session runs a statement, so that a cancellation has something to hit.
private func waitUntilActive(_ process: Int, _ settings: ConnectionSettings) throws {
  let watcher = try Connection(settings)
  while try watcher.first(
    "SELECT 1 FROM pg_stat_activity WHERE pid = \(process) AND state = 'active'") == nil
  {
    Thread.sleep(forTimeInterval: 0.01)
  }
}
