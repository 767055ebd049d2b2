#if canImport(Glibc)
  internal import Glibc
#else
  internal import Darwin
#endif

/// What a session says of whom it works for, so that others can be told who is in their way.
package enum ClientName {
  /// Of this process: `retrofill 4711 on atlas`. The server keeps 63 bytes of it.
  package static let own: String = {
    var name = [CChar](repeating: 0, count: 256)
    let isNamed = gethostname(&name, name.count - 1) == 0
    let bytes = name.prefix { $0 != 0 }.map(UInt8.init(bitPattern:))
    let host = String(decoding: bytes, as: UTF8.self)
    return "retrofill \(getpid())" + (isNamed && !host.isEmpty ? " on \(host)" : "")
  }()
}
