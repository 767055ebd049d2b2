import Foundation
package import Postgres
import Synchronization

/// A server of one test's own, which that test may kill and start again.
package final class PrivateServer: Sendable {
  private static let made = Atomic<Int>(0)
  /// What the server has said to be committed survives its death, though not that of the machine.
  private static let serverSettings = [
    "fsync": "off", "full_page_writes": "off", "shared_buffers": "32MB", "autovacuum": "off",
    "jit": "off", "wal_level": "replica",
  ]

  package let settings: ConnectionSettings
  private let folder: String
  private let server: LocalServer

  init() throws {
    let number = Self.made.add(1, ordering: .relaxed).newValue
    folder = TestCluster.folderPrefix + "\(getpid()).\(number)"
    server = LocalServer(home: folder, settings: Self.serverSettings, place: folder)
    settings = try server.start()
    try migrate(settings)
  }

  /// Ends the server at once, as `pg_ctl stop -m immediate` does: it leaves its data as they are.
  package func killHard() throws {
    guard case .running(let process) = try server.status() else { return }
    kill(pid_t(process), SIGQUIT)
    while case .running = try server.status() { usleep(5_000) }
  }

  /// Starts the server where it does not run.
  package func start() throws { _ = try server.start() }

  /// Starts the server anew as a standby: it takes what a primary would send, and no writes.
  package func becomeStandby() throws {
    try server.stop()
    try Data().write(to: URL(fileURLWithPath: folder + "/data/standby.signal"))
    try start()
  }

  package func becomePrimary() throws { try Connection(settings).execute("SELECT pg_promote()") }

  func remove() { try? server.remove() }
}
