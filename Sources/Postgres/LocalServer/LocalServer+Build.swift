#if canImport(Glibc)
  internal import Glibc
#else
  internal import Darwin
#endif

extension LocalServer {
  /// Makes the data of a new server. Call with the lock held.
  func build(at place: ServerPlace) throws {
    let programs = try ServerPrograms.find()
    // Left by somebody who was killed over it.
    try Files.remove(place.unfinishedData)
    try run(
      [
        programs.initdb, "--pgdata", place.unfinishedData, "--username", Self.role,
        "--auth-local=trust", "--auth-host=reject", "--encoding=UTF8", "--locale=\(Self.locale)",
        "--lc-messages=C", "--data-checksums",
      ] + (isDurable ? [] : ["--no-sync"]),
      at: place)
    try includeConfiguration(in: place.unfinishedData, of: place)
    // The single-user server needs no socket, and leaves no moment at which the data is there
    // without the database.
    try run(
      [programs.postgres, "--single", "-D", place.unfinishedData, "template1"],
      input: "CREATE DATABASE \(Self.database)\n", at: place)
    try Files.rename(place.unfinishedData, to: place.data)
  }

  /// Writes the settings that the server shall run with from its next start. Call with the lock
  /// held.
  func writeConfiguration(at place: ServerPlace) throws {
    var settings = Self.settings
    settings["unix_socket_directories"] = place.socketFolder
    settings.merge(extraSettings) { _, extra in extra }
    let lines = settings.sorted { $0.key < $1.key }.map { name, value in
      "\(name) = '\(value.replacing("'", with: "''"))'\n"
    }
    let head = "# Written at every start. Put your own settings into postgresql.auto.conf.\n"
    try Files.write(head + lines.joined(), to: place.configuration)
  }

  /// Runs a program under the server's account. Throws `LocalServerError` unless it succeeds.
  func run(_ arguments: [String], input: String = "", at place: ServerPlace) throws {
    let outcome = try Subprocess.run(place.command(arguments), input: input)
    guard outcome.status == 0 else {
      throw LocalServerError.failed(
        command: arguments[0], status: outcome.status, output: outcome.output,
        log: logTail(at: place))
    }
  }

  /// The last lines that the server wrote.
  func logTail(at place: ServerPlace) -> String {
    let lines = (Files.text(of: place.log) ?? "").split(separator: "\n")
    return lines.suffix(15).joined(separator: "\n")
  }

  private var isDurable: Bool { extraSettings["fsync"] != "off" }

  private func includeConfiguration(in data: String, of place: ServerPlace) throws {
    let main = data + "/postgresql.conf"
    let text = Files.text(of: main) ?? ""
    try Files.write(text + "\ninclude_if_exists = 'retrofill.conf'\n", to: main, mode: 0o600)
    try place.handOver(main)
  }

  /// C.UTF-8 where the system has it: byte order for sorting, and still letters beyond ASCII.
  private static var locale: String {
    guard let locale = newlocale(LC_CTYPE_MASK, "C.UTF-8", nil) else { return "C" }
    freelocale(locale)
    return "C.UTF-8"
  }

  /// For bulk loads on one machine: few checkpoints, and no WAL for tables that are filled in the
  /// transaction that made them (`wal_level = minimal`), as nobody replicates a private server. A
  /// commit is still on disk when it returns.
  private static let settings = [
    "checkpoint_completion_target": "0.9",
    "checkpoint_timeout": "15min",
    "effective_io_concurrency": "100",
    "jit": "off",
    "listen_addresses": "",
    "log_checkpoints": "off",
    "maintenance_work_mem": "256MB",
    "max_locks_per_transaction": "256",
    "max_wal_senders": "0",
    "max_wal_size": "4GB",
    "port": "\(ServerPlace.port)",
    "random_page_cost": "1.1",
    "shared_buffers": "256MB",
    "timezone": "UTC",
    "unix_socket_permissions": "0700",
    "wal_compression": "on",
    "wal_level": "minimal",
    "work_mem": "32MB",
  ]
}
