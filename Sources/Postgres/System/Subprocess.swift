#if canImport(Glibc)
  internal import Glibc
#else
  internal import Darwin
#endif

/// Runs a program to its end.
enum Subprocess {
  struct Outcome {
    /// The exit status; 127 when there is no such program, 128 and the signal's number when a
    /// signal ended it.
    var status: Int
    /// What it wrote on stdout and stderr.
    var output: String
  }

  /// Runs `arguments[0]`, a path or a name on PATH, in the root directory, as the account that a
  /// server runs under may not enter ours, and with nothing of our environment but PATH, so that no
  /// PG variable leads a server's program elsewhere. Throws `SystemError` when the system has no
  /// room for another process.
  static func run(_ arguments: [String], input: String = "") throws -> Outcome {
    // Files rather than pipes: a pipe ends only when the last process that inherited it has ended,
    // and a server that the program leaves behind is one.
    let stdin = try scratchFile()
    let output = try scratchFile()
    defer {
      stdin.close()
      output.close()
    }
    try stdin.write(input)
    stdin.rewind()
    let process = try spawn(
      ["/bin/sh", "-c", "cd / && exec \"$@\"", "sh"] + arguments,
      environment: ["PATH=\(Environment.path)", "LC_ALL=C"], stdin: stdin, output: output)
    let status = waitForExit(of: process)
    output.rewind()
    return Outcome(
      status: status, output: String(decoding: output.readToEnd(), as: UTF8.self))
  }

  /// A file without a name, which is gone when it is closed.
  private static func scratchFile() throws -> FileDescriptor {
    let path = "/tmp/retrofill-\(getpid())-\(UInt64.random(in: 0 ... .max))"
    let file = try FileDescriptor.open(path, O_RDWR | O_CREAT | O_EXCL)
    unlink(path)
    return file
  }

  /// Only the three standard files go along: a server lives on, and would keep every pipe that it
  /// inherits from being seen to end.
  private static func spawn(
    _ arguments: [String], environment: [String], stdin: FileDescriptor, output: FileDescriptor
  ) throws -> pid_t {
    #if canImport(Darwin)
      var actions: posix_spawn_file_actions_t?
      var attributes: posix_spawnattr_t?
    #else
      var actions = posix_spawn_file_actions_t()
      var attributes = posix_spawnattr_t()
    #endif
    posix_spawn_file_actions_init(&actions)
    posix_spawnattr_init(&attributes)
    defer {
      posix_spawn_file_actions_destroy(&actions)
      posix_spawnattr_destroy(&attributes)
    }
    posix_spawn_file_actions_adddup2(&actions, stdin.number, 0)
    posix_spawn_file_actions_adddup2(&actions, output.number, 1)
    posix_spawn_file_actions_adddup2(&actions, output.number, 2)
    #if canImport(Darwin)
      posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_CLOEXEC_DEFAULT))
    #else
      // One that is closed by then, such as the listing's own, is no error.
      for number in Files.names(in: "/dev/fd").compactMap({ Int32($0) }) where number > 2 {
        posix_spawn_file_actions_addclose(&actions, number)
      }
    #endif
    var process = pid_t()
    let words = arguments.map { strdup($0) } + [nil]
    let variables = environment.map { strdup($0) } + [nil]
    defer { (words + variables).forEach { free($0) } }
    let problem = posix_spawn(&process, arguments[0], &actions, &attributes, words, variables)
    guard problem == 0 else { throw SystemError("run", arguments[0], code: problem) }
    return process
  }

  private static func waitForExit(of process: pid_t) -> Int {
    var status: Int32 = 0
    while waitpid(process, &status, 0) < 0, errno == EINTR {}
    let signal = Int(status & 0x7f)
    return signal == 0 ? Int(status >> 8 & 0xff) : 128 + signal
  }
}

/// What the process was told by whoever started it.
enum Environment {
  static var path: String { variable("PATH") ?? "/usr/bin:/bin:/usr/sbin:/sbin" }

  static func variable(_ name: String) -> String? {
    getenv(name).map { String(cString: $0) }
  }
}
