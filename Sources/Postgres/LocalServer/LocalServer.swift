internal import CPostgres

/// A private PostgreSQL server in a home folder: the real one, on a Unix socket that only its own
/// account may open.
///
/// Two commands may call anything at once: what changes the server's state happens under a lock on
/// a file, which ends with the process that holds it.
///
/// 1. Data is made beside its place and renamed into it, so that data that is there is whole. The
///    database `retrofill` is made with it.
/// 2. The process file tells which process serves the data, but lies after a crash: see
///    `LocalServer+Process.swift`.
package struct LocalServer: Sendable {
  package enum Status: Sendable, Hashable {
    /// The home holds no server.
    case absent
    case stopped
    case running(processID: Int)
  }

  private let home: String
  private let explicitPlace: String?
  let extraSettings: [String: String]

  /// Not `retrofill`: unqualified names of a role go first to the schema of its own name, and there
  /// the product keeps its own tables.
  static let role = "postgres"
  static let database = "retrofill"

  /// The server of a home, which need not exist. `settings` are added to the server's own
  /// configuration; `place` is where its data shall lie, if not where the home would have it.
  package init(home: String, settings: [String: String] = [:], place: String? = nil) {
    self.home = home
    extraSettings = settings
    explicitPlace = place
  }

  /// Whether the home holds a server, running or not.
  package var exists: Bool {
    if let explicitPlace { return Files.exists(explicitPlace + "/data/PG_VERSION") }
    return ServerPlace.isIn(home: home)
  }

  /// Starts the server unless it runs, makes it where there is none, and says how to connect.
  /// Throws `LocalServerError` or `SystemError`.
  @discardableResult
  package func start() throws -> ConnectionSettings {
    let place = try place()
    if answers(at: place) { return connectionSettings(at: place) }
    return try FileLock.holding(place.lock) {
      if !place.isBuilt { try build(at: place) }
      try place.recordPointer()
      try startProcess(at: place)
      return connectionSettings(at: place)
    }
  }

  /// Stops the server; its data stays. Other sessions are ended, their transactions rolled back.
  /// False when it did not run. Throws `LocalServerError` or `SystemError`.
  @discardableResult
  package func stop() throws -> Bool {
    guard exists else { return false }
    let place = try place()
    return try FileLock.holding(place.lock) { try stopProcess(at: place) }
  }

  /// Whether the server is there, and runs. Throws `SystemError`.
  package func status() throws -> Status {
    guard exists else { return .absent }
    return runningProcess(at: try place()).map { .running(processID: Int($0)) } ?? .stopped
  }

  /// How to connect, once the server runs; nil when the home holds none. Throws `SystemError`.
  package func connectionSettings() throws -> ConnectionSettings? {
    exists ? connectionSettings(at: try place()) : nil
  }

  /// Stops the server and removes it with all its data. Throws `LocalServerError` or `SystemError`.
  package func remove() throws {
    try stop()
    let place = try place()
    try Files.remove(place.socketFolder)
    try Files.remove(place.folder)
    if let pointer = place.pointer { try Files.remove(pointer) }
  }

  private func place() throws -> ServerPlace {
    try ServerPlace.make(home: home, explicit: explicitPlace)
  }

  func connectionSettings(at place: ServerPlace) -> ConnectionSettings {
    ConnectionSettings(keywords: [
      "host": place.socketFolder, "port": "\(ServerPlace.port)", "user": Self.role,
      "dbname": Self.database,
    ])
  }
}
