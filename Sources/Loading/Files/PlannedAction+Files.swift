package import FlatFiles
package import Store

extension PlannedAction {
  /// What would be done with each file that the paths mean, and which are passed over.
  ///
  /// - Throws: `FileError` for an archive that cannot be read, and what `plan` throws.
  package static func each(
    of paths: [String], _ passedOver: [PassedOver],
    found find: (String) throws -> SourceFiles = { try SourceFiles(named: $0) },
    _ plan: (SourceFile) throws -> PlannedAction
  ) throws -> [PlannedAction] {
    var actions = passedOver.map(PlannedAction.init)
    var seen: Set<SourceFile> = []
    for path in paths {
      let found = try find(path)
      actions += found.passedOver.map(PlannedAction.init)
      actions += try found.files.filter { seen.insert($0).inserted }.map(plan)
    }
    return actions
  }

  private init(_ passedOver: PassedOver) {
    self.init(action: "pass over", subject: passedOver.path, detail: passedOver.reason)
  }
}
