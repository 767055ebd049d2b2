internal import Dispatch
internal import Synchronization

/// Whether the work was asked to stop, by Ctrl-C or a timeout. Work looks at it between batches;
/// statements that run meanwhile are cancelled.
package final class Interruption: Sendable {
  private let raised = Atomic<Bool>(false)
  private let cancellers = Mutex<[ObjectIdentifier: Canceller]>([:])

  package init() {}

  package var isRaised: Bool { raised.load(ordering: .acquiring) }

  /// How long a server may take to end a statement that was cancelled.
  private static let patience = 5.0

  /// Asks the work to stop, and cancels the statements that run. Where that has not ended what a
  /// connection does after a while, the server no longer answers, and the connection is closed. Not
  /// for a signal handler, which may not take a lock: for the thread that the signal was handed to.
  package func raise() {
    raised.store(true, ordering: .releasing)
    // Copied out, because a cancellation waits for the server and nobody else should.
    let running = cancellers.withLock { $0 }
    guard !running.isEmpty else { return }
    let deadline = DispatchTime.now() + Self.patience
    let asked = DispatchGroup()
    // On other threads, because a server that does not answer keeps them for ever.
    for canceller in running.values {
      DispatchQueue.global().async(group: asked) { canceller.cancel() }
    }
    DispatchQueue.global().asyncAfter(deadline: deadline) { [self] in
      let left = cancellers.withLock { left in
        running.filter { left[$0.key] === $0.value }
      }
      for canceller in left.values { canceller.hangUp() }
    }
    _ = asked.wait(timeout: deadline)
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
