internal import Synchronization

/// Whether the work was asked to stop, by Ctrl-C or a timeout. Work looks at it between batches;
/// statements that run meanwhile are cancelled.
package final class Interruption: Sendable {
  private let raised = Atomic<Bool>(false)
  private let cancellers = Mutex<[ObjectIdentifier: Canceller]>([:])

  package init() {}

  package var isRaised: Bool { raised.load(ordering: .acquiring) }

  /// Asks the work to stop, and cancels the statements that run. Not for a signal handler, which
  /// may not take a lock: for the thread that the signal was handed to.
  package func raise() {
    raised.store(true, ordering: .releasing)
    // Copied out, because a cancellation waits for the server and nobody else should.
    let running = cancellers.withLock { Array($0.values) }
    for canceller in running { canceller.cancel() }
  }

  /// Throws `Interrupted` when the work was asked to stop.
  package func check() throws {
    if isRaised { throw Interrupted() }
  }

  /// Runs `body` so that `raise` cancels what the canceller's connection does in it. Throws
  /// `Interrupted` when stopping was asked for before.
  package func cancelling<Value>(
    _ canceller: Canceller, during body: () throws -> Value
  ) throws -> Value {
    register(canceller)
    defer { unregister(canceller) }
    // Looked at after registering, so that nothing is asked for in between unheard.
    try check()
    return try body()
  }

  /// From now on `raise` uses this canceller too.
  package func register(_ canceller: Canceller) {
    cancellers.withLock { $0[ObjectIdentifier(canceller)] = canceller }
  }

  /// `raise` no longer uses this canceller.
  package func unregister(_ canceller: Canceller) {
    cancellers.withLock { $0[ObjectIdentifier(canceller)] = nil }
  }
}

/// The work was asked to stop, and has.
package struct Interrupted: Error, Sendable, Hashable, CustomStringConvertible {
  package init() {}

  package var description: String {
    "interrupted; the same command goes on where this one stopped"
  }
}
