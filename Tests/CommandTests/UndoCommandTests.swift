import Foundation
import Postgres
import TestSupport
import Testing

/// `retrofill undo`, as it is typed.
@Suite(.database) struct UndoCommandTests {
  private let tool: Tool

  init() throws {
    tool = Tool(environment: ["DATABASE_URL": try TestDatabase.settings.url])
  }

  @Test func whatWasUndoneIsSaid() throws {
    try load()
    let outcome = try tool.run("undo", "1", "--yes")
    #expect(outcome.status == 0, "\(outcome.errors)")
    #expect(
      outcome.output.replacing(/[ ]*[0-9.]+ s\b/, with: " T") == """
        LOAD  TABLE            REMOVED  RESTORED  OVERWRITTEN  LEFT  GONE    TIME
           1  timeseries_data      212         0            0     0     0 T

        dropped 7 partitions that it had made

        """)
    let again = try tool.run("undo", "1", "--yes", "--format", "json")
    #expect(again.status == 0)
    #expect(again.output.contains(#""note":"load 1 was undone on 20"#))
    #expect(again.output.contains(#""removed":0"#))
  }

  @Test func aPlanOfAnUndoTouchesNothing() throws {
    try load()
    let plan = try tool.run("undo", "1", "--dry-run", "--format", "json")
    #expect(
      plan.output == """
        {"actions":[{"action":"undo","detail":"of samples/history/btc_price.json into \
        timeseries_data","rows":212,"subject":"load 1"}],"verb":"undo"}

        """)
    #expect(try rows() == 212)
  }

  @Test func whereNobodyCanBeAskedItMustBeSaid() throws {
    try load()
    let outcome = try tool.run("undo", "1")
    #expect(outcome.status == 64)
    #expect(
      outcome.errors.hasPrefix(
        "retrofill: undo asks before it changes anything, and there is nobody to ask here. Say "
          + "--yes, or --dry-run to see what it would do."), "\(outcome.errors)")
    #expect(try rows() == 212)
  }

  @Test func aLoadThatIsNotThereIsNoInput() throws {
    let outcome = try tool.run("undo", "12", "--yes")
    #expect(outcome.status == 66)
    #expect(
      outcome.errors == """
        retrofill: There is no load 12 in the ledger. The column LOAD of a load's report says its \
        number.

        """)
  }

  @Test func whatIsNoNumberIsAMistakeOfUsage() throws {
    let outcome = try tool.run("undo", "btc_price.json", "--yes")
    #expect(outcome.status == 64)
    #expect(outcome.errors.contains("a whole number not below 1"), "\(outcome.errors)")
  }

  // MARK: - The scene

  private func load() throws {
    let outcome = try tool.run(
      "backfill", "samples/history/btc_price.json", "--layout", "legacy-history")
    #expect(outcome.status == 0, "\(outcome.errors)")
  }

  private func rows() throws -> Int {
    try TestDatabase.connect().one("SELECT count(*) FROM timeseries_data").get(0)
  }
}
