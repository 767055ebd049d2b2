import Foundation
import Postgres
import TestSupport
import Testing

/// `rejects` and `replay`, as they are typed.
@Suite(.database) struct RejectsCommandTests {
  private let scratch: ScratchFolder

  init() throws { scratch = try ScratchFolder() }

  private func layout(_ name: String, missing: String) throws -> String {
    try scratch.write(
      """
      name: values
      format: csv
      data_type: simple
      source: test
      columns:
        timestamp: {from: time, type: timestamp}
        value: {from: value, type: decimal}
      missing: [\(missing)]
      null_rows: keep
      """, to: name)
  }

  private func tool() throws -> Tool {
    var tool = Tool()
    tool.folder = scratch.path
    tool.environment["DATABASE_URL"] = try TestDatabase.settings.url
    return tool
  }

  /// Loads three records, of which the second and the third are bad.
  private func load() throws {
    try scratch.write(
      "time,value\n2024-01-01,1\n2024-01-02,none\n2024-01-03,\"two\nlines\"\n", to: "a.csv")
    let outcome = try tool().run(
      "backfill", "a.csv", "--layout", layout("old.yml", missing: "''"), "--max-rejects", "2",
      "--quiet")
    #expect(outcome.status == 0, "\(outcome.errors)")
  }

  @Test func aRejectIsShownWhole() throws {
    try load()
    #expect(
      try tool().run("rejects", "show", "1", "4")
        == Tool.Outcome(
          status: 0,
          output: """
            load      1
            file      a.csv
            record    3
            line      4
            byte      40
            column    value
            code      not-a-number
            reason    `two\\xAlines` is not a number
            the record:
              2024-01-03,"two
              lines"

            """, errors: ""))
    #expect(
      try tool().run("rejects", "show", "1", "5")
        == Tool.Outcome(
          status: 66, output: "",
          errors: """
            retrofill: Load 1 has no reject on line 5. `retrofill rejects list --load 1` lists those \
            that it has.

            """))
    #expect(
      try tool().run("rejects", "show", "9", "5")
        == Tool.Outcome(
          status: 66, output: "",
          errors: """
            retrofill: There is no load 9. `retrofill rejects list` says which loads have rejects.

            """))
  }

  @Test func exportedRejectsGoToStandardOutputOrIntoAFile() throws {
    try load()
    let text = "time,value\n2024-01-02,none\n2024-01-03,\"two\nlines\"\n"
    #expect(
      try tool().run("rejects", "export", "1")
        == Tool.Outcome(status: 0, output: text, errors: ""))
    #expect(
      try tool().run("rejects", "export", "1", "--to", "bad.csv")
        == Tool.Outcome(status: 0, output: "", errors: ""))
    #expect(try scratch.read("bad.csv") == text)
    #expect(
      try tool().run("rejects", "export", "1", "--to", "nowhere/bad.csv").errors
        .hasPrefix("retrofill: nowhere/bad.csv: "))
  }

  @Test func whatIsReplayedIsListedOnlyOnDemand() throws {
    try load()
    let mended = try layout("new.yml", missing: "none")
    let plan = try tool().run("replay", "rejects", "1", "--layout", mended, "--dry-run")
    #expect(plan.status == 0, "\(plan.errors)")
    #expect(
      plan.output.contains("rejects of load 1     2  into timeseries_data as values"),
      "\(plan.output)")
    let replay = try tool().run(
      "replay", "rejects", "1", "--layout", mended, "--max-rejects", "1", "--format", "json")
    #expect(replay.status == 0, "\(replay.errors)")
    #expect(replay.output.contains("\"file\":\"rejects of load 1\""), "\(replay.output)")
    #expect(replay.output.contains("\"inserted\":1"))
    let open = try tool().run("rejects", "list")
    #expect(open.output.contains("a.csv:4"))
    #expect(!open.output.contains("a.csv:3"))
    let all = try tool().run("rejects", "list", "--all", "--format", "json")
    #expect(all.output.contains("\"replayed_by\":2"), "\(all.output)")
    let over = try tool().run("replay", "rejects", "1", "--layout", mended)
    #expect(over.status == 2, "\(over.errors)")
  }

  @Test func aReplayThatNamesNoLoadIsAMistakeOfUsage() throws {
    let wrong = try tool().run("replay", "landed", "1")
    #expect(wrong.status == 64, "\(wrong.errors)")
    #expect(wrong.errors.contains("expected"), "\(wrong.errors)")
    #expect(try tool().run("replay", "rejects", "x").status == 64)
    #expect(try tool().run("replay", "rejects").status == 64)
  }
}
