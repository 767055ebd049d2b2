import Archiving
import Loading
import Store

/// What a check before the first step cannot know: what the steps before will have changed by the
/// time that a step begins.
enum EarlierSteps {
  /// Whether a step that cannot be planned now may well be possible when the steps before it have
  /// run: rows that are loaded but not yet refined, a source that a load makes, an archive that is
  /// still to be written, a file that is still to be landed.
  static func mayCure(_ error: any Error) -> Bool {
    switch error {
    case ArchivingError.dirty, ArchivingError.noSuchSource, ArchivingError.noManifest: true
    case LoadError.notLanded: true
    default: false
    }
  }

  /// The verbs whose work is decided by the rows of a table, which steps before them may bring.
  private static let verbsOverRows: Set = ["score", "aggregate", "archive", "retain"]

  /// What a plan adds to the actions of a step when steps before it will load files: as the table
  /// is now, there may be nothing to do, and much once they have run.
  static func addition(
    to verb: any WrittenVerb, behind steps: [JobPlan.PlannedStep]
  ) -> [PlannedAction] {
    let readsLanded = (verb as? Backfill)?.fromLanded ?? false
    guard readsLanded || verbsOverRows.contains(type(of: verb).name),
      steps.contains(where: { $0.actions.contains { $0.action == "load" } })
    else { return [] }
    return [
      PlannedAction(
        action: "depends", subject: "on the steps before",
        detail: "more comes of the rows that they load")
    ]
  }

  /// What a plan says instead of the actions of such a step.
  static func action(instead error: any Error) -> PlannedAction {
    PlannedAction(
      action: "depends", subject: "on the steps before", detail: "as it is now: \(error)")
  }
}
