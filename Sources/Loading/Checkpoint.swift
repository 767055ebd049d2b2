/// The boundaries at which a load can die and must lose nothing: tests stop at each of them.
package enum Checkpoint: String, Sendable, CaseIterable {
  case loadBegun
  case beforeCopy
  case afterCopy
  case beforeKey
  case afterKey
  case beforeMerge
  case afterMerge
  case beforeAttach
  case afterAttach
  case beforeLedger
  case afterLedger
  case beforeCommit
  /// The COMMIT that publishes is on its way, and nobody has heard what became of it.
  case commitSent
  case commitAnswered
  /// Everything is published, and only tidying up is left.
  case afterCommit
  case beforeFileMove
  case afterFileMove
}

/// Called at each checkpoint; does nothing unless a test says otherwise.
package typealias CheckpointHook = @Sendable (Checkpoint) throws -> Void
