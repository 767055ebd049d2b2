#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// This process, as others may look for it: the name of its machine and its number there.
struct OwnProcess {
  let host: String
  let id: Int64

  init() {
    var name = [CChar](repeating: 0, count: 256)
    // A name that is longer is cut, perhaps without its end.
    let isKnown = gethostname(&name, name.count - 1) == 0
    let bytes = name.prefix { $0 != 0 }.map(UInt8.init(bitPattern:))
    host = isKnown ? String(decoding: bytes, as: UTF8.self) : "unknown"
    id = Int64(getpid())
  }
}
