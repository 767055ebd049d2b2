internal import CPostgres

#if canImport(Glibc)
  internal import Glibc
#else
  internal import Darwin
#endif

/// Cancels what a connection is doing, from another thread. The statement then fails with
/// `SQLState.queryCanceled`; when none is running, nothing happens.
///
/// `@unchecked Sendable`, because libpq documents `PQcancel` as safe to call from any thread: the
/// pointer holds a copy of what is needed, is never changed, and is freed when nobody has it. The
/// same holds for the socket, which is a descriptor of its own.
package final class Canceller: @unchecked Sendable {
  private let handle: OpaquePointer?
  /// The connection's socket under another number, which nobody reuses while this is there.
  private let socket: Int32

  /// Nil inside when the connection is not open; `cancel` then does nothing.
  init(connection: OpaquePointer) {
    handle = PQgetCancel(connection)
    socket = fcntl(PQsocket(connection), F_DUPFD_CLOEXEC, 0)
  }

  deinit {
    PQfreeCancel(handle)
    if socket >= 0 { close(socket) }
  }

  /// Asks the server to cancel, and waits until it has heard. False when it could not be asked.
  @discardableResult
  package func cancel() -> Bool {
    guard let handle else { return false }
    var words = [CChar](repeating: 0, count: 256)
    return PQcancel(handle, &words, Int32(words.count)) == 1
  }

  /// Closes the connection under whoever waits for the server: also one that answers nothing any
  /// more. The wait then fails with `SQLState.connectionFailure`.
  package func hangUp() {
    if socket >= 0 { shutdown(socket, Int32(SHUT_RDWR)) }
  }
}
