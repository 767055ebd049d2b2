package import Refining

extension Aggregate: WrittenVerb {
  package static let name = "aggregate"
  package static let optionNames = ["range"]

  package init(_ options: Fields, in scope: VerbScope) throws {
    try self.init(range: options.refiningRange("range"))
  }
}

extension Fields {
  /// Which rows a refining verb looks at; those that are dirty, when nothing is said.
  func refiningRange(_ key: String) throws -> RefiningRange {
    try value(
      key, expected: "dirty, all, or a range such as 2024-01-01..2024-01-31"
    ) { try? RefiningRange($0) } ?? .dirty
  }
}
