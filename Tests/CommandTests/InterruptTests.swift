import Foundation
import Postgres
import Store
import TestSupport
import Testing

/// Ctrl-C, and what the database is left with.
@Suite(.database, .timeLimit(.minutes(3))) struct InterruptTests {
  private let scratch: ScratchFolder

  init() throws { scratch = try ScratchFolder() }

  /// A file that takes a while, and a command that loads it.
  private func arguments() throws -> [String] {
    var text = "time,value\n"
    for minute in 0..<600_000 { text += "\(1_600_000_000 + minute * 60),\(minute % 977).25\n" }
    let file = try scratch.write(text, to: "long.csv")
    let layout = try scratch.write(
      """
      name: long
      format: csv
      data_type: simple
      source: long
      columns: {timestamp: time, value: value}
      time: {unit: s}
      """, to: "long.yml")
    return ["backfill", file, "--layout", layout]
  }

  private func tool() throws -> Tool {
    Tool(environment: ["DATABASE_URL": try TestDatabase.settings.url])
  }

  private func count(_ sql: SQL) throws -> Int {
    try #require(try TestDatabase.connect().first(sql)?.get(0))
  }

  /// Returns once the load is in the ledger, so that a signal meets it at work.
  private func waitUntilItLoads() throws {
    let connection = try TestDatabase.connect()
    for _ in 0..<3_000 {
      if try connection.first("SELECT FROM retrofill.loads") != nil { return }
      usleep(10_000)
    }
    Issue.record("no load began")
  }

  @Test func theFirstSignalEndsTheLoadAndTheSameCommandDoesIt() throws {
    let arguments = try arguments()
    let running = try tool().start(arguments)
    try waitUntilItLoads()
    running.process.interrupt()
    let outcome = try running.wait()
    #expect(outcome.status == 130, "\(outcome.errors)")
    #expect(outcome.errors.hasPrefix("retrofill: stopping; once more ends it at once"))
    #expect(try count("SELECT count(*) FROM timeseries_data") == 0)

    let again = try tool().run(arguments)
    #expect(again.status == 0, "\(again.errors)")
    #expect(try count("SELECT count(*) FROM timeseries_data") == 600_000)
    #expect(try count("SELECT count(*) FROM retrofill.loads WHERE status = 'loaded'") == 1)
  }

  @Test func whatWasDoneBeforeTheSignalIsReportedAllTheSame() throws {
    let words = try arguments()
    let small = try scratch.write("time,value\n1500000000,1\n", to: "small.csv")
    let running = try tool().start([words[0], small] + words[1...])
    let connection = try TestDatabase.connect()
    let second: SQL = "SELECT FROM retrofill.loads WHERE load_id = 2"
    while try connection.first(second) == nil {
      try #require(running.process.isRunning)
      usleep(10_000)
    }
    running.process.interrupt()
    let outcome = try running.wait()
    #expect(outcome.status == 130, "\(outcome.errors)")
    #expect(outcome.output.contains("small.csv"))
    #expect(!outcome.output.contains("long.csv"))
    #expect(try count("SELECT count(*) FROM timeseries_data") == 1)
  }

  /// A load that waits for another session's merge hears of it too.
  @Test func aSignalEndsAlsoTheWaitingForALock() throws {
    let other = try TestDatabase.connect()
    #expect(try other.tryAcquire(.merge(into: "timeseries_data")))
    let running = try tool().start(
      ["backfill", "samples/fred/DGS10.csv", "--layout", "fred"])
    for _ in 0..<3_000 {
      let waiting = try other.first(
        """
        SELECT FROM pg_locks WHERE locktype = 'advisory' AND NOT granted
          AND database = (SELECT oid FROM pg_database WHERE datname = current_database())
        """)
      if waiting != nil { break }
      usleep(10_000)
    }
    running.process.interrupt()
    let outcome = try running.wait()
    #expect(outcome.status == 130, "\(outcome.errors)")
    #expect(try count("SELECT count(*) FROM timeseries_data") == 0)
  }

  @Test func aJobThatIsInterruptedSaysSoInItsHistory() throws {
    let words = try arguments()
    let job = try scratch.write(
      """
      job: long
      steps:
        - id: load
          backfill: {paths: \(words[1]), layout: \(words[3])}
        - id: score
          score:
      """, to: "long-job.yml")
    let running = try tool().start(["run", job])
    try waitUntilItLoads()
    running.process.interrupt()
    let outcome = try running.wait()
    #expect(outcome.status == 130, "\(outcome.errors)")
    #expect(outcome.output.hasPrefix("long: interrupted in "))
    #expect(try count("SELECT count(*) FROM retrofill.runs WHERE status = 'interrupted'") == 1)
    #expect(
      try count(
        """
        SELECT count(*) FROM retrofill.steps
        WHERE (step_id, status) IN (('load', 'interrupted'), ('score', 'skipped'))
        """) == 2)
  }

  @Test func aKilledRunIsTakenUpByTheNext() throws {
    let arguments = try arguments()
    let running = try tool().start(arguments)
    try waitUntilItLoads()
    kill(running.process.processIdentifier, SIGKILL)
    _ = try running.wait()
    let again = try tool().run(arguments)
    #expect(again.status == 0, "\(again.errors)")
    #expect(try count("SELECT count(*) FROM timeseries_data") == 600_000)
  }
}
