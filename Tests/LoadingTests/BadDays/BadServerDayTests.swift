import Foundation
import Layouts
import Loading
import Postgres
import Store
import TestSupport
import Testing

/// What becomes of a load whose server dies, is a standby, or has no room left.
@Suite(.privateServer) struct BadServerDayTests {
  private let workshop: Workshop
  private let server: PrivateServer

  init() throws {
    workshop = try Workshop()
    server = try TestDatabase.server
  }

  @Test func aLoadWhoseServerIsKilledWaitsForItAndGoesOn() throws {
    let path = try base(publish: .file)
    for publish in Publish.allCases {
      let server = server
      let hook = StopOnce(at: .afterMerge) {
        try server.killHard()
        Thread.detachNewThread {
          usleep(300_000)
          try? server.start()
        }
      }
      let report = try load(path, publish, hook.callAsFunction)
      #expect(hook.wasReached)
      #expect(report.words == "")
      #expect(
        try rows(
          TestDatabase.connect(), "SELECT count(*), sum(value) FROM timeseries_data") == [
            "80|10260"
          ])
      _ = try base(publish: publish)
    }
  }

  /// See decision 37: no unlogged table may be made in what is rolled back.
  @Test func aServerThatDiesBehindTheRollbackOfALoadStartsAgain() throws {
    let path = try base(publish: .file)
    let server = server
    for publish in Publish.allCases {
      let hook = StopOnce(at: .afterMerge) {
        // What the load has done so far is written down with this.
        try Connection(server.settings).execute("CREATE TABLE \(identifier: publish.rawValue) ()")
        try endOtherSessions(server.settings)
        try server.killHard()
        try server.start()
      }
      let report = try load(path, publish, hook.callAsFunction)
      #expect(hook.wasReached)
      #expect(report.words == "")
      _ = try base(publish: publish)
    }
  }

  @Test func aLoadWhoseServerStaysDownSaysSo() throws {
    let path = try base(publish: .file)
    let server = server
    let host = server.settings.keywords["host"] ?? ""
    for publish in Publish.allCases {
      let hook = StopOnce(at: .beforeCommit) { try server.killHard() }
      let report = try load(path, publish, waiting: 0.3, hook.callAsFunction)
      #expect(
        report.words == """
          \(path): the connection to the database broke, and no other is to be had. Run the same \
          command again: it goes on where this one stopped. no PostgreSQL server can be reached for \
          database "retrofill" at \(host):5432 as user "postgres": connection to server on socket \
          "\(host)/.s.PGSQL.5432" failed: No such file or directory Is the server running locally \
          and accepting connections on that socket?
            Check host and port, and that the server runs and may be reached from here.
          """)
      try server.start()
      #expect(try state() == "20|190")
    }
    #expect(try load(path, .file).summary == "loaded: 80 read, 60 inserted, 20 updated")
  }

  @Test func aStandbyIsToldOf() throws {
    let path = try base(publish: .file)
    try server.becomeStandby()
    for publish in Publish.allCases {
      #expect(
        try load(path, publish).words == """
          \(path): cannot execute INSERT in a read-only transaction (SQLSTATE 25006)
            hint: The server is a standby, or default_transaction_read_only is on. Name the primary \
          server, or set it to off for this role, and run the same command again.
            statement: INSERT INTO retrofill.loads (verb, table_name, layout, layout_fingerprint, \
          file, member, file_size, file_modified_us, file_inode, on_conflict, publish, keeps_undo, \
          tool_version, host, process_id, opti …
          """)
    }
    try server.becomePrimary()
    #expect(try load(path, .file).summary == "loaded: 80 read, 60 inserted, 20 updated")
  }

  @Test(.enabled(if: SmallDisk.isPossible))
  func aFullDiskOfTheServerIsToldOf() throws {
    let disk = try SmallDisk(kibibytes: 512)
    let connection = try TestDatabase.connect()
    _ = try base(publish: .file)
    try connection.execute("CREATE TABLESPACE small LOCATION \(literal: disk.path)")
    try connection.execute("ALTER ROLE postgres SET default_tablespace = small")
    let path = try workshop.file(
      "big.csv", history(every: 60, count: 40_000) { "\($0).123456789" })
    for publish in Publish.allCases {
      let report = try load(path, publish)
      let staging = "load_\(report.load ?? 0)_staging"
      #expect(
        report.words.replacing(#/"pg_tblspc[^"]*"|line \d+/#, with: "…") == """
          \(path): could not extend file …: No space left on device (SQLSTATE 53100)
            hint: Make room on the server's disk, and run the same command again.
            context: COPY \(staging), …
            statement: COPY "retrofill"."\(staging)" ("source_id", "timestamp", "value", \
          "retrofill_record", "retrofill_line") FROM STDIN (FORMAT binary)
          """)
      #expect(try state() == "20|190")
      #expect(try leftovers(connection) == [])
    }
    try disk.grow(toKibibytes: 64 << 10)
    #expect(
      try load(path, .file).summary == "loaded: 40000 read, 39980 inserted, 20 updated")
    // The disk cannot go while the server has files there.
    try server.killHard()
  }

  @Test(.enabled(if: SmallDisk.isPossible))
  func aFullDiskOfTheHomeIsToldOf() throws {
    let disk = try SmallDisk(kibibytes: 64)
    _ = try base(publish: .file)
    let path = try workshop.file("bad.csv", history(every: 60, count: 2_000) { "x\($0)" })
    let report = try load(path, .file, home: disk.path)
    #expect(
      report.words == """
        The rejects could not be written to \(disk.path)/rejects: No space left on device. Make room \
        or permit writing there, or name another home with --home.
        """)
    #expect(try state() == "20|190")
    try disk.grow(toKibibytes: 8 << 10)
    #expect(try load(path, .file, home: disk.path).summary == "loaded: 2000 read, 2000 rejected")
  }

  // MARK: - The scene

  /// A table of twenty rows, and the path of a file that changes them and adds sixty.
  private func base(publish: Publish) throws -> String {
    let connection = try TestDatabase.connect()
    try connection.script(
      "TRUNCATE timeseries_data, retrofill.timeseries_data_versions; DELETE FROM retrofill.loads")
    _ = try workshop.load(workshop.file("base.csv", history(count: 20)))
    return try workshop.file("next.csv", history(count: 80) { "1\($0)" })
  }

  private func load(
    _ path: String, _ publish: Publish, home: String? = nil, waiting seconds: Double = 10,
    _ hook: @escaping CheckpointHook = { _ in }
  ) throws -> LoadReport {
    var context = workshop.context
    if let home { context.home = Home(path: home) }
    context.reconnecting.seconds = seconds
    var backfill = Backfill(paths: [path], layout: try simpleLayout())
    backfill.publish = publish
    backfill.maxRejects = .percent(100)
    backfill.atCheckpoint = hook
    return try backfill.run(in: context).loads[0]
  }

  private func state() throws -> String {
    try rows(TestDatabase.connect(), "SELECT count(*), sum(value) FROM timeseries_data")[0]
  }
}
