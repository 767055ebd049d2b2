import Foundation
import Postgres
import Synchronization
import TestSupport
import Testing

struct LocalServerTests {
  @Test func theFirstStartMakesAServerThatOnlyItsSocketReaches() throws {
    try withHome { home in
      let server = LocalServer(home: home, settings: fast)
      #expect(!server.exists)
      #expect(try server.status() == .absent)
      #expect(try server.connectionSettings() == nil)
      let settings = try server.start()
      let connection = try Connection(settings)
      let row = try #require(
        try connection.first(
          """
          SELECT current_database() AS database, current_setting('listen_addresses') AS addresses,
            current_setting('server_encoding') AS encoding, current_setting('fsync') AS fsync,
            current_setting('data_checksums') AS checksums,
            current_setting('unix_socket_permissions') AS permissions
          """))
      #expect(try row.get("database") == "retrofill")
      #expect(try row.get("addresses") == "")
      #expect(try row.get("encoding") == "UTF8")
      #expect(try row.get("checksums") == "on")
      #expect(try row.get("permissions") == "0700")
      #expect(try row.get("fsync") == "off")
      #expect(server.exists)
      #expect(try server.connectionSettings() == settings)
      #expect(try ConnectionSettings(settings.url) == settings)
      let folder = try #require(settings.keywords["host"])
      #expect(try permissions(folder) == 0o700)
    }
  }

  @Test func itsDataOutliveAStop() throws {
    try withHome { home in
      let server = LocalServer(home: home, settings: fast)
      let settings = try server.start()
      try Connection(settings).script("CREATE TABLE t AS SELECT 1 AS n")
      #expect(try server.start() == settings)
      #expect(try server.stop())
      #expect(try server.status() == .stopped)
      #expect(try !server.stop())
      #expect(throws: ConnectionFailure.self) { try Connection(settings) }
      try server.start()
      #expect(try Connection(settings).first("SELECT n FROM t")?.get(0) == 1)
    }
  }

  @Test func itHoldsNoPipeOfTheCommandThatStartedIt() throws {
    try withHome { home in
      // What `retrofill db start | tee log` hands down, and waits for the end of.
      var ends: [Int32] = [0, 0]
      try #require(pipe(&ends) == 0)
      defer { close(ends[0]) }
      try LocalServer(home: home, settings: fast).start()
      close(ends[1])
      var reading = pollfd(fd: ends[0], events: Int16(POLLIN), revents: 0)
      #expect(poll(&reading, 1, 5000) == 1)
      #expect(reading.revents & Int16(POLLHUP) != 0)
    }
  }

  @Test func itStartsAgainAfterItWasKilled() throws {
    try withHome { home in
      let server = LocalServer(home: home, settings: fast)
      let settings = try server.start()
      let connection = try Connection(settings)
      try connection.script("CREATE TABLE t AS SELECT generate_series(1, 1000) AS n")
      let first = try processID(of: server)
      try killHard(server)
      try server.start()
      #expect(try processID(of: server) != first)
      #expect(try Connection(settings).first("SELECT count(*) FROM t")?.get(0) == 1000)
    }
  }

  @Test(.emptyDatabase) func aProcessNumberThatSomebodyElseHasNowDoesNotStopIt() throws {
    // Somebody of the server's own account, as only those make PostgreSQL refuse: the server of
    // the other tests.
    let other = try #require(
      try TestDatabase.connect().first(
        "SELECT split_part(pg_read_file('postmaster.pid'), E'\\n', 1)")
    )
    .get(0, as: String.self)
    try withPlace { place in
      let server = LocalServer(home: place, settings: fast, place: place)
      let settings = try server.start()
      try killHard(server)
      let file = place + "/data/postmaster.pid"
      var lines = try String(contentsOfFile: file, encoding: .utf8).components(separatedBy: "\n")
      lines[0] = other
      try lines.joined(separator: "\n").write(toFile: file, atomically: false, encoding: .utf8)
      #expect(try server.status() == .stopped)
      #expect(try !server.stop())
      try server.start()
      #expect(try Connection(settings).first("SELECT 1")?.get(0) == 1)
      #expect("\(try processID(of: server))" != other)
    }
  }

  @Test func fourStartsAtOnceMakeOneServer() throws {
    try withHome { home in
      let outcomes = concurrently(4) { try LocalServer(home: home, settings: fast).start() }
      let settings = try #require(try outcomes.first?.get())
      for outcome in outcomes { #expect(try outcome.get() == settings) }
      #expect(try Connection(settings).first("SELECT 1")?.get(0) == 1)
    }
  }

  @Test func anotherOneMayStartItWhileOneStopsIt() throws {
    try withHome { home in
      let server = LocalServer(home: home, settings: fast)
      let settings = try server.start()
      let outcomes = concurrently(6) { try server.stop() }
      #expect(try outcomes.filter { try $0.get() }.count == 1)
      try server.start()
      #expect(try Connection(settings).first("SELECT 1")?.get(0) == 1)
    }
  }

  @Test func whatAKilledStartLeftUnfinishedIsMadeAnew() throws {
    try withPlace { place in
      try FileManager.default.createDirectory(
        atPath: place + "/data.unfinished/base", withIntermediateDirectories: true)
      try "15\n".write(
        toFile: place + "/data.unfinished/PG_VERSION", atomically: true, encoding: .utf8)
      let server = LocalServer(home: place, settings: fast, place: place)
      #expect(!server.exists)
      #expect(try Connection(server.start()).first("SELECT 1")?.get(0) == 1)
      #expect(!FileManager.default.fileExists(atPath: place + "/data.unfinished"))
    }
  }

  @Test func aPathTooLongForASocketGetsAShortPrivateFolder() throws {
    try withPlace { folder in
      let place = folder + "/" + String(repeating: "deep/", count: 25)
      let server = LocalServer(home: place, settings: fast, place: place)
      let settings = try server.start()
      let socket = try #require(settings.keywords["host"])
      #expect(socket.hasPrefix("/tmp/retrofill-"))
      #expect(try permissions(socket) == 0o700)
      #expect(try Connection(settings).first("SELECT 1")?.get(0) == 1)
      try server.stop()
      // Others could have made the folder first: then they could answer in the server's stead.
      try FileManager.default.setAttributes([.posixPermissions: 0o777], ofItemAtPath: socket)
      let error = #expect(throws: LocalServerError.self) { try server.start() }
      #expect(error == .notPrivate(folder: socket))
      try server.remove()
      #expect(!FileManager.default.fileExists(atPath: socket))
    }
  }

  @Test func theSocketFolderMayBeSweptAwayBetweenStarts() throws {
    try withPlace { place in
      let server = LocalServer(home: place, settings: fast, place: place)
      let settings = try server.start()
      let socket = try #require(settings.keywords["host"])
      // The server runs on, but nobody can reach it.
      try FileManager.default.removeItem(atPath: socket)
      try server.start()
      #expect(try Connection(settings).first("SELECT 1")?.get(0) == 1)
    }
  }

  @Test func dataOfAnotherVersionAreRefused() throws {
    try withPlace { place in
      try FileManager.default.createDirectory(
        atPath: place + "/data", withIntermediateDirectories: true)
      try "9\n".write(toFile: place + "/data/PG_VERSION", atomically: true, encoding: .utf8)
      let error = #expect(throws: LocalServerError.self) {
        try LocalServer(home: place, settings: fast, place: place).start()
      }
      guard case .wrongVersion(data: 9, let found) = error else {
        Issue.record("refused otherwise: \(error as Any)")
        return
      }
      #expect(!found.isEmpty)
    }
  }

  @Test func aServerThatDoesNotComeUpShowsItsLog() throws {
    try withPlace { place in
      try LocalServer(home: place, settings: fast, place: place).start()
      let wrong = LocalServer(
        home: place, settings: ["shared_buffers": "plenty"], place: place)
      try wrong.stop()
      let error = #expect(throws: LocalServerError.self) { try wrong.start() }
      #expect(
        "\(error as Any)".contains(#"invalid value for parameter "shared_buffers": "plenty""#))
    }
  }

  @Test(.enabled(if: geteuid() == 0)) func asRootTheHomePointsToDataElsewhere() throws {
    try withHome { home in
      let server = LocalServer(home: home, settings: fast)
      try server.start()
      let pointer = home + "/postgres/place"
      let place = try String(contentsOfFile: pointer, encoding: .utf8)
        .trimmingCharacters(in: .newlines)
      #expect(place.hasPrefix("/var/lib/retrofill/"))
      #expect(FileManager.default.fileExists(atPath: place + "/data/PG_VERSION"))
      try server.stop()
      // A new, empty server in place of lost data would look like success.
      try FileManager.default.moveItem(atPath: place, toPath: place + ".away")
      #expect(server.exists)
      let error = #expect(throws: LocalServerError.self) { try server.start() }
      #expect(error == .lost(folder: place, pointer: pointer))
      try FileManager.default.moveItem(atPath: place + ".away", toPath: place)
      try server.start()
      try server.remove()
      #expect(!server.exists)
      #expect(!FileManager.default.fileExists(atPath: place))
    }
  }

  @Test(.enabled(if: geteuid() == 0)) func aPlainUserHasItInTheHome() async {
    await #expect(processExitsWith: .success) {
      guard setgid(65534) == 0, setuid(65534) == 0, geteuid() == 65534 else { exit(2) }
      try withHome { home in
        let server = LocalServer(home: home, settings: fast)
        let settings = try server.start()
        #expect(try Connection(settings).first("SELECT 1")?.get(0) == 1)
        #expect(FileManager.default.fileExists(atPath: home + "/postgres/data/PG_VERSION"))
        #expect(try server.stop())
      }
    }
  }
}

/// For servers that live for one test.
private let fast = ["fsync": "off", "shared_buffers": "16MB", "max_connections": "20"]

/// Runs `body` with the path of a new home, and removes it with its server.
func withHome(_ body: (String) throws -> Void) throws {
  let home = "/tmp/retrofill-home-\(UInt32.random(in: 0 ... .max))"
  try FileManager.default.createDirectory(atPath: home, withIntermediateDirectories: false)
  defer {
    try? LocalServer(home: home).remove()
    try? FileManager.default.removeItem(atPath: home)
  }
  try body(home)
}

/// Runs `body` with the path of a folder for a server's data, and removes it with its server.
private func withPlace(_ body: (String) throws -> Void) throws {
  let place = "/tmp/retrofill-place-\(UInt32.random(in: 0 ... .max))"
  defer {
    try? LocalServer(home: place, place: place).remove()
    try? FileManager.default.removeItem(atPath: place)
  }
  try body(place)
}

private func processID(of server: LocalServer) throws -> pid_t {
  guard case .running(let processID) = try server.status() else {
    Issue.record("the server does not run")
    return 0
  }
  return pid_t(processID)
}

/// Ends a server as a power cut would, and waits until its process is gone.
private func killHard(_ server: LocalServer) throws {
  kill(try processID(of: server), SIGKILL)
  while try server.status() != .stopped { Thread.sleep(forTimeInterval: 0.01) }
}

private func permissions(_ path: String) throws -> Int? {
  try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int
}

/// Runs the same on several threads at once.
private func concurrently<Value: Sendable>(
  _ count: Int, _ body: @escaping @Sendable () throws -> Value
) -> [Result<Value, any Error>] {
  let outcomes = Mutex<[Result<Value, any Error>]>([])
  let finished = DispatchGroup()
  for _ in 0..<count {
    finished.enter()
    Thread.detachNewThread {
      let outcome = Result { try body() }
      outcomes.withLock { $0.append(outcome) }
      finished.leave()
    }
  }
  finished.wait()
  return outcomes.withLock { $0 }
}
