package import Archiving
import Store
import Yams

extension Retain: WrittenVerb {
  package static let name = "retain"
  /// A job may give several policies under `policies`; a command gives one.
  package static let optionNames = policyNames + ["policies", "force", "undo_days", "batch_rows"]

  static let policyNames = ["table", "keep", "older_than", "archive_first", "time_column"]

  package init(_ options: Fields, in scope: VerbScope) throws {
    try self.init(
      policies: Self.policies(options), force: options.flag("force"),
      undoDays: options.number("undo_days", in: 0...36_500) ?? 30,
      batchRows: options.number("batch_rows", in: 1...10_000_000) ?? 50_000)
  }

  private static func policies(_ options: Fields) throws -> [RetentionPolicy] {
    guard let node = options.node("policies") else { return [try RetentionPolicy(options)] }
    if let own = options.keys.first(where: policyNames.contains) {
      throw JobError(options.keyPlace(own), .conflict("policies", own, owner: options.owner))
    }
    guard case .sequence(let items) = node, !items.isEmpty else {
      throw options.unexpected("policies", node, expected: "a list with at least one policy")
    }
    return try items.map { item in
      try RetentionPolicy(
        Fields(item, file: options.file, owner: "a policy", keys: policyNames))
    }
  }
}

extension RetentionPolicy {
  /// Reads one policy: `keep`, an age, or `older_than`, a moment; never both.
  fileprivate init(_ options: Fields) throws {
    try self.init(
      table: .named(options.required("table")), limit: Limit(options),
      archiveFirst: options.text("archive_first"), timeColumn: options.text("time_column"))
  }
}

extension RetentionPolicy.Limit {
  fileprivate init(_ options: Fields) throws {
    switch (try options.seconds("keep"), try options.moment("older_than")) {
    case (let seconds?, nil): self = .keep(seconds: seconds)
    case (nil, let moment?): self = .olderThan(moment)
    case (nil, nil): throw options.missing("keep")
    case (_?, _?):
      throw JobError(
        options.keyPlace("older_than"), .conflict("keep", "older_than", owner: options.owner))
    }
  }
}
