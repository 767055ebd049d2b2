import Foundation
import Postgres
import Synchronization

/// The server of this test process: made when the first test asks, gone when the process ends. What
/// a killed process left behind, the next one removes.
package final class TestCluster: Sendable {
  /// The one of this process; the error when it could not be started.
  package static let shared = Result { try TestCluster() }

  /// How the folder of a process begins: in memory where there is room, because a database for each
  /// test is above all a few hundred files.
  package static let folderPrefix = (hasRoom(memory) ? memory : disk) + namePrefix

  private static let memory = "/dev/shm/"
  private static let disk = "/tmp/"
  private static let namePrefix = "retrofill-tests-"
  private static let bytesNeeded: UInt64 = 2 << 30

  private static func hasRoom(_ folder: String) -> Bool {
    var about = statvfs()
    guard statvfs(folder, &about) == 0, access(folder, W_OK) == 0 else { return false }
    return UInt64(about.f_bavail) * UInt64(about.f_frsize) >= bytesNeeded
  }

  /// Nothing here outlives the process, so nothing waits for the disk.
  private static let serverSettings = [
    "fsync": "off", "synchronous_commit": "off", "full_page_writes": "off",
    "max_connections": "200", "shared_buffers": "64MB", "max_wal_size": "512MB",
  ]

  private let server: LocalServer
  private let settings: ConnectionSettings
  /// How making the template went, once it was tried. Held while a database is made: two at once
  /// would disturb each other over the template.
  private let template = Mutex<Result<Void, any Error>?>(nil)
  private let databaseCount = Atomic<Int>(0)

  private static let templateName = "migrated"

  private init() throws {
    Self.removeLeftovers()
    server = Self.server(ofProcess: getpid())
    // A process before this one may have had the same number.
    if server.exists { try server.remove() }
    settings = try server.start()
    atexit { TestCluster.removeAtExit() }
  }

  /// Makes a database, with the schema of the product in it or empty.
  func makeDatabase(isMigrated: Bool) throws -> TestDatabase {
    let count = databaseCount.add(1, ordering: .relaxed).newValue
    let name = "test_\(count)"
    try template.withLock { template in
      let maintenance = try Connection(settings)
      if isMigrated && template == nil {
        template = Result { try makeTemplate(maintenance) }
      }
      if isMigrated { try template?.get() }
      let origin = isMigrated ? Self.templateName : "template1"
      // Copying the files is five times as fast as writing them to the WAL, where no disk is waited
      // for. Before PostgreSQL 15 there was no other way, and no word for it.
      let strategy: SQL = maintenance.serverVersion >= 150_000 ? "STRATEGY file_copy" : ""
      try maintenance.execute(
        """
        CREATE DATABASE \(identifier: name) TEMPLATE \(identifier: origin) \(sql: strategy)
        """)
    }
    return TestDatabase(settings: settings.with(database: name))
  }

  private func makeTemplate(_ maintenance: Connection) throws {
    try maintenance.execute("CREATE DATABASE \(identifier: Self.templateName)")
    try migrate(settings.with(database: Self.templateName))
  }

  /// Drops a database, ending the sessions in it.
  func drop(_ database: TestDatabase) throws {
    let name = database.settings.keywords["dbname"] ?? ""
    try Connection(settings).execute("DROP DATABASE IF EXISTS \(identifier: name) WITH (FORCE)")
  }

  private static func server(ofProcess process: pid_t) -> LocalServer {
    server(in: folderPrefix + "\(process)")
  }

  private static func server(in folder: String) -> LocalServer {
    LocalServer(home: folder, settings: serverSettings, place: folder)
  }

  private static func removeLeftovers() {
    for folder in [memory, disk] {
      let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
      for name in names where name.hasPrefix(namePrefix) {
        let number = name.dropFirst(namePrefix.count).prefix { $0.isNumber }
        guard let process = pid_t(number), process != getpid(),
          kill(process, 0) != 0, errno == ESRCH
        else { continue }
        // Another process may be at it just now; then that one reports what goes wrong.
        try? server(in: folder + name).remove()
      }
    }
  }

  private static func removeAtExit() {
    do {
      try shared.get().server.remove()
    } catch {
      FileHandle.standardError.write(Data("the test server was left behind: \(error)\n".utf8))
    }
  }
}
