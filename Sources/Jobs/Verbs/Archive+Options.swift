package import Archiving
import Store

extension Archive: WrittenVerb {
  package static let name = "archive"
  package static let optionNames = [
    "table", "before", "from", "source", "to", "remove", "time_column", "part_rows",
  ]

  package init(_ options: Fields, in scope: VerbScope) throws {
    guard let before = try options.boundary("before", scope.clock) else {
      throw options.missing("before")
    }
    try self.init(
      table: .named(options.required("table")), before: before,
      from: options.boundary("from", scope.clock), source: options.text("source"),
      to: options.required("to"), remove: options.flag("remove"),
      timeColumn: options.text("time_column"),
      partRows: options.number("part_rows", in: 1...100_000_000) ?? 1_000_000)
  }
}
