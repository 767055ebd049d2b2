/// The boundaries at which archiving, restoring and expiring can die and must lose nothing: tests
/// stop at each of them.
package enum ArchivingCheckpoint: String, Sendable, CaseIterable {
  case beforePart
  case afterPart
  case beforeManifest
  case afterManifest
  case beforeRename
  case afterRename
  case afterRecord
  case beforeReadBack
  case afterReadBack
  case beforeLock
  case afterLock
  case beforeDrop
  case afterDrop
  case beforeDelete
  case afterDelete
  case beforeCommit
  case afterCommit
}

/// Called at each checkpoint; does nothing unless a test says otherwise.
package typealias ArchivingCheckpointHook = @Sendable (ArchivingCheckpoint) throws -> Void
