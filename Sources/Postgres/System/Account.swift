#if canImport(Glibc)
  internal import Glibc
#else
  internal import Darwin
#endif

/// An account of the operating system.
struct Account: Hashable {
  let name: String
  let userID: uid_t
  let groupID: gid_t

  private init(_ entry: passwd) {
    name = String(cString: entry.pw_name)
    userID = entry.pw_uid
    groupID = entry.pw_gid
  }

  /// Nil when there is no such account.
  init?(named name: String) {
    guard let entry = getpwnam(name) else { return nil }
    self.init(entry.pointee)
  }

  /// Nil when there is no such account.
  init?(userID: uid_t) {
    guard let entry = getpwuid(userID) else { return nil }
    self.init(entry.pointee)
  }

  /// Whether this process may do anything.
  static var isRoot: Bool { geteuid() == 0 }

  static var current: uid_t { geteuid() }
}
