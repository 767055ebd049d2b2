internal import CPostgres

#if canImport(Glibc)
  internal import Glibc
#else
  internal import Darwin
#endif

// How to know whether the server runs. The process file names a process, but after a crash of the
// server or the machine the file stays, and its number may belong to somebody else by then. Then
//
// 1. `postgres` itself refuses to start when a process of its account has the number, whatever that
//    process is. So the number is believed only when the process serves these data; otherwise it
//    is replaced by one that no process has.
// 2. The file itself stays: its last line names shared memory by which `postgres` finds out whether
//    sessions of the dead server still write. They end by themselves in moments, so starting is
//    tried again for a while.
extension LocalServer {
  private static let patienceSeconds = 20.0
  /// Crash recovery replays at most `max_wal_size`; this is ample for it.
  private static let startTimeoutSeconds = 600
  /// The largest number there is, above any system's limit on process numbers.
  private static let nobody = Int32.max

  /// Whether a server answers on the place's socket and takes sessions.
  func answers(at place: ServerPlace) -> Bool {
    guard Files.exists(place.socketFolder + "/.s.PGSQL.\(ServerPlace.port)") else { return false }
    return PQping(connectionSettings(at: place).conninfo) == PQPING_OK
  }

  /// The process that serves the place's data; nil when none does.
  func runningProcess(at place: ServerPlace) -> pid_t? {
    guard let process = recordedProcess(at: place), serves(process, place.data) else { return nil }
    return process
  }

  /// Call with the lock held.
  func startProcess(at place: ServerPlace) throws {
    if runningProcess(at: place) != nil {
      if waitForAnswer(at: place) { return }
      // It runs, but not here: its home was moved, or its socket was swept away.
      try stopProcess(at: place)
    }
    let wasLeftBehind = Files.exists(place.processFile)
    if wasLeftBehind { try disownProcessFile(at: place) }
    let programs = try ServerPrograms.find(major: dataVersion(at: place))
    try place.prepareSocketFolder()
    try writeConfiguration(at: place)
    let deadline = MonotonicClock.seconds + (wasLeftBehind ? Self.patienceSeconds : 0)
    while true {
      do {
        try run(
          [
            programs.pgCtl, "start", "--pgdata", place.data, "--log", place.log, "--wait",
            "--timeout", "\(Self.startTimeoutSeconds)", "--silent",
          ], at: place)
        break
      } catch  where MonotonicClock.seconds < deadline {
        pause(milliseconds: 250)
      }
    }
    guard waitForAnswer(at: place) else {
      throw LocalServerError.silent(socketFolder: place.socketFolder, log: logTail(at: place))
    }
  }

  /// False when no server ran. Call with the lock held.
  @discardableResult
  func stopProcess(at place: ServerPlace) throws -> Bool {
    guard runningProcess(at: place) != nil else { return false }
    let programs = try ServerPrograms.find(major: dataVersion(at: place))
    try run(
      [
        programs.pgCtl, "stop", "--pgdata", place.data, "--mode", "fast", "--wait", "--timeout",
        "120", "--silent",
      ], at: place)
    return true
  }

  /// False when the server has ended, or is ready and cannot be reached all the same.
  private func waitForAnswer(at place: ServerPlace) -> Bool {
    let deadline = MonotonicClock.seconds + Double(Self.startTimeoutSeconds)
    while MonotonicClock.seconds < deadline, runningProcess(at: place) != nil {
      // Asked in this order, as it may become ready in between.
      let isReady = isReady(at: place)
      if answers(at: place) { return true }
      if isReady { return false }
      pause(milliseconds: 50)
    }
    return false
  }

  /// The last line of the process file is `starting`, `ready` or `stopping`, padded with blanks.
  private func isReady(at place: ServerPlace) -> Bool {
    let lines = Files.text(of: place.processFile)?.split(separator: "\n")
    return lines?.last?.hasPrefix("ready") ?? false
  }

  private func dataVersion(at place: ServerPlace) -> Int? {
    Files.text(of: place.data + "/PG_VERSION").flatMap { Int($0.trimmingNewlines()) }
  }

  /// The first line of the process file.
  private func recordedProcess(at place: ServerPlace) -> pid_t? {
    guard let text = Files.text(of: place.processFile) else { return nil }
    return text.split(separator: "\n").first.flatMap { pid_t($0) }
  }

  /// Whether a process is a server over these data: those work in the folder of their data.
  private func serves(_ process: pid_t, _ data: String) -> Bool {
    guard process > 0, process != Self.nobody, kill(process, 0) == 0 || errno == EPERM else {
      return false
    }
    #if canImport(Glibc)
      return (try? Files.resolved("/proc/\(process)/cwd")) == data
    #else
      let outcome = try? Subprocess.run(["ps", "-o", "command=", "-p", "\(process)"])
      return outcome?.output.contains(data) ?? false
    #endif
  }

  private func disownProcessFile(at place: ServerPlace) throws {
    guard let text = Files.text(of: place.processFile) else { return }
    var lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    lines[0] = "\(Self.nobody)"
    try Files.write(lines.joined(separator: "\n"), to: place.processFile, mode: 0o600)
    try place.handOver(place.processFile)
  }
}
