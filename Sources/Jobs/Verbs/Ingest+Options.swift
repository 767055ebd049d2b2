import FlatFiles
package import Loading
import Store

extension Ingest: WrittenVerb {
  package static let name = "ingest"
  package static let optionNames = [
    "paths", "optional", "move", "settle", "input_format", "encoding", "records", "table",
    "max_rejects", "force", "accept_truncated", "jobs",
  ]

  package init(_ options: Fields, in scope: VerbScope) throws {
    let moves = try options.flag("move")
    let input = try options.inputPaths(
      "paths", optional: options.flag("optional"), takesFolders: moves ? .always : .named)
    if moves, let path = input.paths.first {
      throw JobError(options.place(of: "move"), .nothingToMoveFrom(path))
    }
    self.init(paths: input.paths)
    folders = input.folders
    settleSeconds = try options.seconds("settle") ?? settleSeconds
    passedOver = input.passedOver
    encoding = try options.choice("encoding") ?? .auto
    format = try options.choice("input_format") ?? .auto
    records =
      try options.value(
        "records", expected: "the keys that lead to the records, such as data.rows",
        reading: { RecordPath($0) })
      ?? RecordPath()
    table = try options.dumpTable("table")
    maxRejects = try options.rejectBudget("max_rejects")
    force = try options.flag("force")
    acceptsTruncated = try options.flag("accept_truncated")
    jobs = try options.filesAtATime("jobs")
  }
}

extension Fields {
  /// The table of a dump, or several by a pattern.
  func dumpTable(_ key: String) throws -> String? {
    try value(key, expected: "a table's name such as trades, public.trades or public.trades_*") {
      DumpTable.isPick($0) ? $0 : nil
    }
  }

  /// How many files a verb works on at a time.
  func filesAtATime(_ key: String) throws -> Int { try number(key, in: 1...256) ?? 1 }

  /// How many rejects a file may have: a count or a share.
  func rejectBudget(_ key: String) throws -> RejectBudget {
    try value(
      key, expected: "a count such as 10 or a share such as 0.5%", reading: RejectBudget.init)
      ?? .none
  }
}
