#if canImport(Glibc)
  internal import Glibc
#else
  internal import Darwin
#endif

// A server does not run as root. So as root its things lie outside of the home, which another
// account may not be able to enter (/root), and the home holds a pointer: a file with one line, the
// folder's path. It is written once the data are there; a pointer to nothing means that they are
// lost, and a new, empty server in their stead would hide it.
extension ServerPlace {
  private static let rootsFolder = "/var/lib/retrofill"
  private static let rootsAccount = "postgres"

  private static func folder(in home: String) -> String { home + "/postgres" }
  private static func pointer(in home: String) -> String { folder(in: home) + "/place" }

  /// Whether a home holds a server, running or not.
  static func isIn(home: String) -> Bool {
    Files.exists(folder(in: home) + "/data/PG_VERSION") || Files.exists(pointer(in: home))
  }

  /// The place of a home's server, made where it is missing. Throws `SystemError` or
  /// `LocalServerError`.
  static func make(home: String, explicit: String?) throws -> ServerPlace {
    if let explicit { return try make(explicit) }
    try Files.makeDirectory(folder(in: home))
    let pointer = pointer(in: home)
    if let text = Files.text(of: pointer) {
      return try existing(text.trimmingNewlines(), pointer: pointer)
    }
    // As a plain user; or as root over the server of a plain user.
    if !Account.isRoot || Files.exists(folder(in: home) + "/data") {
      return try make(folder(in: home))
    }
    return try make(
      rootsFolder + "/" + fingerprint(try Files.resolved(home)), pointer: pointer)
  }

  /// Writes the pointer of the home, where one is needed and missing.
  func recordPointer() throws {
    guard let pointer, !Files.exists(pointer) else { return }
    try Files.write(folder + "\n", to: pointer)
  }

  private static func existing(_ folder: String, pointer: String) throws -> ServerPlace {
    guard Files.exists(folder + "/data/PG_VERSION") else {
      if errno == EACCES { throw SystemError("enter", folder, code: EACCES) }
      throw LocalServerError.lost(folder: folder, pointer: pointer)
    }
    return try make(folder, pointer: pointer)
  }

  private static func make(_ folder: String, pointer: String? = nil) throws -> ServerPlace {
    try Files.makeDirectory(folder, mode: 0o700)
    let resolved = try Files.resolved(folder)
    let place = ServerPlace(
      folder: resolved, account: try account(of: resolved), pointer: pointer)
    if !place.isBuilt { try place.handOver(resolved) }
    return place
  }

  /// Root serves data under the account that it belongs to; data yet to be made, under `postgres`.
  private static func account(of folder: String) throws -> Account? {
    guard Account.isRoot else { return nil }
    if let owner = Files.owner(of: folder + "/data"), owner != 0 {
      guard let account = Account(userID: owner) else {
        throw LocalServerError.noAccount(name: "\(owner)")
      }
      return account
    }
    guard let account = Account(named: rootsAccount) else {
      throw LocalServerError.noAccount(name: rootsAccount)
    }
    return account
  }
}
