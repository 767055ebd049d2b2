#if canImport(Glibc)
  internal import Glibc
#else
  internal import Darwin
#endif

/// The operating system refused something.
package struct SystemError: Error, Sendable, Hashable {
  /// What was tried: `open`, `rename`.
  package var verb: String
  /// On what: mostly a path.
  package var object: String
  /// The system's number for the reason, as in `errno`.
  package var code: Int32

  init(_ verb: String, _ object: String, code: Int32 = errno) {
    self.verb = verb
    self.object = object
    self.code = code
  }
}

extension SystemError: CustomStringConvertible {
  package var description: String { "cannot \(verb) \(object): \(String(cString: strerror(code)))" }
}
