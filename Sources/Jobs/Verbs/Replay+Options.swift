import Layouts
package import Loading
import Store

extension Replay: WrittenVerb {
  package static let name = "replay"
  package static let optionNames = [
    "what", "loads", "layout", "source", "time_unit", "time_zone", "interval", "null_rows",
    "create_parents", "on_conflict", "max_rejects",
  ]

  package init(_ options: Fields, in scope: VerbScope) throws {
    _ = try options.required("what")
    _ = try options.value("what", expected: "rejects") { $0 == "rejects" ? $0 : nil }
    let loads = try options.texts("loads").map { written in
      guard let load = Int64(written.value), load > 0 else {
        throw JobError(
          written.place,
          .unexpected(
            key: "loads", expected: "the number of a load", found: "\"\(written.value)\""))
      }
      return load
    }
    guard !loads.isEmpty else { throw options.missing("loads") }
    try self.init(loads: loads, layout: scope.layout(options, "layout"))
    self.options = try LayoutOptions(options)
    onConflict = try options.value(
      "on_conflict", expected: "update, keep, fail or newest(column)",
      reading: ConflictPolicy.init)
    maxRejects = try options.rejectBudget("max_rejects")
    sources = scope.sources
  }
}
