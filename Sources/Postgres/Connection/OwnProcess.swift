#if canImport(Glibc)
  internal import Glibc
#else
  internal import Darwin
#endif

/// This process, as others may look for it: what the ledger and the server are told of it, so that
/// whoever it is in the way of can be told who that is.
package enum OwnProcess {
  /// The name of its machine.
  package static let host: String = {
    var name = [CChar](repeating: 0, count: 256)
    // A name that is longer is cut, perhaps without its end.
    let isNamed = gethostname(&name, name.count - 1) == 0 && name[0] != 0
    let bytes = name.prefix { $0 != 0 }.map(UInt8.init(bitPattern:))
    return isNamed ? String(decoding: bytes, as: UTF8.self) : "unknown"
  }()

  /// Its number there.
  package static let id = Int64(getpid())

  /// What its sessions are called: `retrofill 4711 on atlas`. The server keeps 63 bytes of it.
  package static let sessionName = "retrofill \(id) on \(host)"
}
