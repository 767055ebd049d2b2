package import Archiving
import Loading
import Store

extension Restore: WrittenVerb {
  package static let name = "restore"
  package static let optionNames = ["directory", "into", "on_conflict"]

  package init(_ options: Fields, in scope: VerbScope) throws {
    try self.init(
      directory: options.required("directory"),
      into: options.text("into").map { .named($0) },
      onConflict: options.value(
        "on_conflict", expected: "update, keep, fail or newest(column)",
        reading: ConflictPolicy.init) ?? .keep)
  }
}
