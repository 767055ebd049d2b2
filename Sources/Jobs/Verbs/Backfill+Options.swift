import Layouts
package import Loading
import Store

extension Backfill: WrittenVerb {
  package static let name = "backfill"
  package static let optionNames = [
    "paths", "optional", "from_landed", "layout", "table", "into", "source", "encoding",
    "time_unit", "time_zone", "interval", "null_rows", "create_parents", "captured",
    "on_conflict", "publish", "max_rejects", "force", "verify", "accept_truncated", "no_undo",
    "jobs",
  ]

  package init(_ options: Fields, in scope: VerbScope) throws {
    let isOptional = try options.flag("optional")
    let layout = try scope.layout(options, "layout")
    if try options.flag("from_landed") {
      self.init(paths: try options.texts("paths").map(\.value), layout: layout)
      fromLanded = true
      self.isOptional = isOptional
    } else {
      let input = try options.inputPaths("paths", optional: isOptional)
      self.init(paths: input.paths, layout: layout)
      passedOver = input.passedOver
    }
    self.options = try LayoutOptions(options)
    if let name = try options.text("layout"), scope.isLayoutFile(name) { layoutFile = name }
    onConflict =
      try options.value(
        "on_conflict", expected: "update, keep, fail or newest(column)",
        reading: ConflictPolicy.init)
      ?? .update
    publish = try options.choice("publish") ?? .file
    maxRejects = try options.rejectBudget("max_rejects")
    force = try options.flag("force")
    verifies = try options.flag("verify")
    acceptsTruncated = try options.flag("accept_truncated")
    keepsUndo = try !options.flag("no_undo")
    captured = try options.moment("captured")
    jobs = try options.filesAtATime("jobs")
    sources = scope.sources
  }
}
