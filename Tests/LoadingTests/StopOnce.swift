import Loading
import Synchronization

/// Stops a load at a checkpoint, the first time that it comes by.
final class StopOnce: Sendable {
  /// What the load dies of.
  struct Stopped: Error, CustomStringConvertible {
    let checkpoint: Checkpoint
    var description: String { "stopped at \(checkpoint.rawValue)" }
  }

  private let checkpoint: Checkpoint
  private let reached = Atomic<Bool>(false)
  private let action: @Sendable () throws -> Void

  /// Throws `Stopped` at the checkpoint.
  init(at checkpoint: Checkpoint) {
    self.checkpoint = checkpoint
    action = { throw Stopped(checkpoint: checkpoint) }
  }

  /// Does something else there.
  init(at checkpoint: Checkpoint, _ action: @escaping @Sendable () throws -> Void) {
    self.checkpoint = checkpoint
    self.action = action
  }

  var wasReached: Bool { reached.load(ordering: .acquiring) }

  @Sendable func callAsFunction(_ checkpoint: Checkpoint) throws {
    guard checkpoint == self.checkpoint, !reached.exchange(true, ordering: .acquiringAndReleasing)
    else { return }
    try action()
  }
}
