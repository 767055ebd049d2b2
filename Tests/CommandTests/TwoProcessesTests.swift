import Foundation
import Postgres
import Store
import TestSupport
import Testing

/// Two commands at once, as two cron jobs would start them: neither waits for ever, no row is there
/// twice, and each says who is in its way.
@Suite(.database, .timeLimit(.minutes(3))) struct TwoProcessesTests {
  private let scratch: ScratchFolder
  private let layout: String
  private static let merging = AdvisoryLock.merge(into: "timeseries_data")

  init() throws {
    scratch = try ScratchFolder()
    layout = try scratch.write(
      """
      name: two
      format: csv
      data_type: simple
      source: two
      columns: {timestamp: time, value: value}
      time: {unit: s}
      """, to: "two.yml")
  }

  /// A file of hours, all of one value.
  private func hours(_ name: String, from hour: Int, count: Int, value: Int) throws -> String {
    let lines = (0..<count).map { "\(1_704_067_200 + (hour + $0) * 3_600),\(value)" }
    return try scratch.write((["time,value"] + lines).joined(separator: "\n") + "\n", to: name)
  }

  private func backfill(_ file: String, _ more: String...) throws -> Tool.Running {
    try Tool(environment: ["DATABASE_URL": try TestDatabase.settings.url])
      .start(["backfill", file, "--layout", layout] + more)
  }

  /// Returns once so many sessions wait for the lock of those that publish.
  private func waitUntil(_ count: Int, waitFor lock: AdvisoryLock, _ connection: Connection) throws
  {
    let waiting: SQL = """
      SELECT count(*) FROM pg_locks
      WHERE locktype = 'advisory' AND NOT granted
        AND (classid::bigint << 32) | objid::bigint = \(sql: lock.key)
        AND database = (SELECT oid FROM pg_database WHERE datname = current_database())
      """
    for _ in 0..<6_000 {
      if try connection.one(waiting).get(0) == count { return }
      usleep(10_000)
    }
    Issue.record("no \(count) sessions came to wait")
  }

  private func values(_ connection: Connection) throws -> [String] {
    try connection.query(
      "SELECT value::text, count(*)::text FROM timeseries_data GROUP BY value ORDER BY value"
    ).map { "\(try $0.get(0, as: String.self))×\(try $0.get(1, as: String.self))" }
  }

  @Test func theSameFileIsLeftToTheProcessThatIsAtIt() throws {
    let connection = try TestDatabase.connect()
    let file = try hours("a.csv", from: 0, count: 100, value: 1)
    #expect(try connection.tryAcquire(Self.merging))
    let first = try backfill(file)
    try waitUntil(1, waitFor: Self.merging, connection)
    let second = try backfill(file).wait()
    #expect(second.status == 75)
    let holder = try connection.holder(of: .load(1))
    #expect(holder.contains(" of retrofill \(first.process.processIdentifier) on "))
    let host: String = try connection.one("SELECT host FROM retrofill.loads").get(0)
    #expect(
      second.errors == """
        retrofill: \(file) is being loaded into timeseries_data already (load 1, process \
        \(first.process.processIdentifier) on \(host)). Wait until that has ended, or stop it; then \
        run this again.

        """)
    try connection.release(Self.merging)
    let outcome = try first.wait()
    #expect(outcome.status == 0, "\(outcome.errors)")
    #expect(try values(connection) == ["1×100"])
    let again = try backfill(file).wait()
    #expect(again.status == 0, "\(again.errors)")
    #expect(again.output.contains("skipped"))
  }

  /// Both have built the partition aside by the time that one of them may attach it.
  @Test func overlappingFilesOfOneNewPartitionAreBothThere() throws {
    let connection = try TestDatabase.connect()
    #expect(try connection.tryAcquire(Self.merging))
    let files = [
      try hours("a.csv", from: 0, count: 100, value: 1),
      try hours("b.csv", from: 50, count: 100, value: 2),
    ]
    let running = try files.map { try backfill($0) }
    try waitUntil(2, waitFor: Self.merging, connection)
    let holder = try connection.holder(of: Self.merging)
    try connection.release(Self.merging)
    let outcomes = try running.map { try $0.wait() }
    for (file, outcome) in zip(files, outcomes) {
      #expect(outcome.status == 0, "\(outcome.errors)")
      #expect(
        outcome.errors == """
          \(file): waiting for another load into timeseries_data to publish (\(holder))

          """)
    }
    // As if one had run after the other, in either order.
    #expect([["1×50", "2×100"], ["1×100", "2×50"]].contains(try values(connection)))
    #expect(
      try connection.one(
        "SELECT sum(inserted) = 150 AND sum(updated) = 50 FROM retrofill.loads"
      ).get(0) == true)
  }

  @Test func batchesOfOverlappingFilesLeaveEachHourOnce() throws {
    let connection = try TestDatabase.connect()
    #expect(try connection.tryAcquire(Self.merging))
    let running = try [
      hours("a.csv", from: 0, count: 900, value: 1),
      hours("b.csv", from: 450, count: 900, value: 2),
    ].map { try backfill($0, "--publish", "batch") }
    try waitUntil(2, waitFor: Self.merging, connection)
    try connection.release(Self.merging)
    for running in running {
      let outcome = try running.wait()
      #expect(outcome.status == 0, "\(outcome.errors)")
    }
    #expect(
      try connection.one("SELECT count(*) FROM timeseries_data").get(0, as: Int.self) == 1_350)
  }

  /// Each process with several files at a time, and the same ones, in another order.
  @Test func foldersThatTwoProcessesLoadAtOnceAreLoadedOnce() throws {
    let connection = try TestDatabase.connect()
    let files = try (0..<6).map {
      try hours("\($0).csv", from: $0 * 200, count: 250, value: $0)
    }
    let tool = Tool(environment: ["DATABASE_URL": try TestDatabase.settings.url])
    let running = try [files, files.reversed()].map {
      try tool.start(["backfill", "--layout", layout, "--jobs", "3"] + $0)
    }
    // A file that the other one is at is said to be so, and may be loaded by a second run.
    for running in running {
      let outcome = try running.wait()
      #expect([0, 75].contains(outcome.status), "\(outcome.errors)")
    }
    let again = try tool.start(["backfill", "--layout", layout, "--jobs", "3"] + files).wait()
    #expect(again.status == 0, "\(again.errors)")
    #expect(
      try connection.one("SELECT count(*) FROM timeseries_data").get(0, as: Int.self) == 1_250)
    #expect(
      try connection.one(
        "SELECT count(*) FROM retrofill.loads WHERE status = 'loaded'"
      ).get(0, as: Int.self) == 6)
  }
}
