internal import CPostgres

/// Cancels what a connection is doing, from another thread. The statement then fails with
/// `SQLState.queryCanceled`; when none is running, nothing happens.
///
/// `@unchecked Sendable`, because libpq documents `PQcancel` as safe to call from any thread: the
/// pointer holds a copy of what is needed, is never changed, and is freed when nobody has it.
package final class Canceller: @unchecked Sendable {
  private let handle: OpaquePointer?

  /// Nil inside when the connection is not open; `cancel` then does nothing.
  init(connection: OpaquePointer) {
    handle = PQgetCancel(connection)
  }

  deinit { PQfreeCancel(handle) }

  /// Asks the server to cancel, and waits until it has heard. False when it could not be asked.
  @discardableResult
  package func cancel() -> Bool {
    guard let handle else { return false }
    var words = [CChar](repeating: 0, count: 256)
    return PQcancel(handle, &words, Int32(words.count)) == 1
  }
}
