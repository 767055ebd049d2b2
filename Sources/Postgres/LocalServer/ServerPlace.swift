/// Where the things of one local server lie, and whose they are.
struct ServerPlace: Hashable {
  /// The folder that holds all of it, absolute and without links.
  let folder: String
  /// The account that the server runs under, when that is not this process's own.
  let account: Account?
  /// The file in the home that leads here, where the things do not lie in the home itself.
  let pointer: String?

  var data: String { folder + "/data" }
  /// The data while it is being made: what is found under this name was never finished.
  var unfinishedData: String { folder + "/data.unfinished" }
  var log: String { folder + "/server.log" }
  var lock: String { folder + "/lock" }
  var processFile: String { data + "/postmaster.pid" }
  var configuration: String { data + "/retrofill.conf" }
  var isBuilt: Bool { Files.exists(data + "/PG_VERSION") }

  static let port = 5432

  /// The folder of the Unix socket, which only the server's account may enter. The system allows a
  /// socket's path 107 bytes (103 on macOS): a longer one lies in `/tmp`.
  var socketFolder: String {
    let beside = folder + "/socket"
    let socket = beside + "/.s.PGSQL.\(Self.port)"
    return socket.utf8.count <= 103 ? beside : "/tmp/retrofill-\(userID)-\(fingerprint(folder))"
  }

  var userID: UInt32 { account?.userID ?? Account.current }

  /// Gives a file or folder to the server's account, where that is another one.
  func handOver(_ path: String) throws {
    if let account { try Files.give(path, to: account) }
  }

  /// Makes the socket's folder where it is missing. Throws `LocalServerError` when it is there, but
  /// another account could put its own socket into it.
  func prepareSocketFolder() throws {
    if !Files.exists(socketFolder) {
      try Files.makeDirectory(socketFolder, mode: 0o700)
      try handOver(socketFolder)
    }
    guard Files.isPrivateDirectory(socketFolder, of: userID) else {
      throw LocalServerError.notPrivate(folder: socketFolder)
    }
  }

  /// How a command is run under the server's account.
  func command(_ arguments: [String]) -> [String] {
    account.map { ["runuser", "-u", $0.name, "--"] + arguments } ?? arguments
  }
}

/// A short name for a path, the same each time: 64 bits of FNV-1a.
func fingerprint(_ path: String) -> String {
  var hash: UInt64 = 0xcbf2_9ce4_8422_2325
  for byte in path.utf8 {
    hash = (hash ^ UInt64(byte)) &* 0x100_0000_01b3
  }
  let digits = String(hash, radix: 16)
  return String(repeating: "0", count: 16 - digits.count) + digits
}
