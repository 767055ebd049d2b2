import Loading
import Synchronization

/// Stops a load at a checkpoint, one of the times that it comes by.
final class StopOnce: Sendable {
  /// What the load dies of.
  struct Stopped: Error, CustomStringConvertible {
    let checkpoint: Checkpoint
    var description: String { "stopped at \(checkpoint.rawValue)" }
  }

  private let checkpoint: Checkpoint
  private let time: Int
  private let reached = Atomic<Int>(0)
  private let action: @Sendable () throws -> Void

  /// Throws `Stopped` at the checkpoint.
  init(at checkpoint: Checkpoint) {
    self.checkpoint = checkpoint
    time = 1
    action = { throw Stopped(checkpoint: checkpoint) }
  }

  /// Does something else there; the so-maniest time, counted from 1.
  init(at checkpoint: Checkpoint, time: Int = 1, _ action: @escaping @Sendable () throws -> Void) {
    self.checkpoint = checkpoint
    self.time = time
    self.action = action
  }

  var wasReached: Bool { reached.load(ordering: .acquiring) >= time }

  @Sendable func callAsFunction(_ checkpoint: Checkpoint) throws {
    guard checkpoint == self.checkpoint,
      reached.add(1, ordering: .acquiringAndReleasing).newValue == time
    else { return }
    try action()
  }
}
