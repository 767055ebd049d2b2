import Archiving
import Store

/// What a check before the first step cannot know: what the steps before will have changed by the
/// time that a step begins.
enum EarlierSteps {
  /// Whether a step that cannot be planned now may well be possible when the steps before it have
  /// run: rows that are loaded but not yet refined, a source that a load makes, an archive that is
  /// still to be written.
  static func mayCure(_ error: any Error) -> Bool {
    switch error {
    case ArchivingError.dirty, ArchivingError.noSuchSource, ArchivingError.noManifest: true
    default: false
    }
  }

  /// What a plan says instead of the actions of such a step.
  static func action(instead error: any Error) -> PlannedAction {
    PlannedAction(
      action: "depends", subject: "on the steps before", detail: "as it is now: \(error)")
  }
}
