import Layouts
import Loading
import Postgres
import Store
import TestSupport
import Testing

/// A plan and a report say in which way rows come into the table.
@Suite(.database) struct StrategyTests {
  @Test func aReportSaysHowRowsCameIn() throws {
    let workshop = try Workshop()
    let path = try workshop.file("a.csv", history(count: 30))
    #expect(try strategies(workshop, path, "one") == [.built])
    #expect(try strategies(workshop, path, "two") == [.appended])
    #expect(try strategies(workshop, path, "three") { $0.publish = .batch } == [.appended])
    #expect(try strategies(workshop, path, "one") { $0.force = true } == [.merged])
    #expect(
      try strategies(workshop, path, "two") {
        $0.force = true
        $0.publish = .batch
      } == [.merged])
    #expect(try strategies(workshop, path, "one") == [])
    #expect(try workshop.ingest(path).strategies == [.landed])
  }

  @Test func rowsOfOneFileMayComeInDifferentWays() throws {
    let workshop = try Workshop()
    let both = "time,value\n2024-01-01T00:00:00Z,1\n2024-01-02T00:00:00Z,2\n"
    #expect(try strategies(workshop, workshop.file("a.csv", both), "one") == [.built])
    let more = try workshop.file("b.csv", both + "2024-02-01T00:00:00Z,3\n")
    #expect(Set(try strategies(workshop, more, "one")) == [.built, .merged])
    let behind = try workshop.file(
      "c.csv", "time,value\n2024-02-02T00:00:00Z,4\n2024-03-01T00:00:00Z,5\n")
    #expect(Set(try strategies(workshop, behind, "one")) == [.built, .appended])
  }

  @Test func aPlanSaysWhichWaysAreOpen() throws {
    let workshop = try Workshop()
    let path = try workshop.file("a.csv", history(count: 3))
    #expect(try plan(workshop, path).hasSuffix("publish file: partitions built aside"))
    #expect(
      try plan(workshop, path) { $0.publish = .batch }
        .hasSuffix("publish batch: appended or merged in batches"))
    _ = try strategies(workshop, path, "one")
    #expect(
      try plan(workshop, path).hasSuffix(
        "publish file: new partitions built aside, others appended or merged"))
    // The journal of such a table is told in the merge which rows are new.
    try TestDatabase.connect().script(
      "CREATE TABLE own (source_id integer, timestamp timestamptz, value numeric, PRIMARY KEY (source_id, timestamp))"
    )
    #expect(
      try plan(workshop, path) { $0.options.target = "own" }.hasSuffix("publish file: merged"))
    #expect(
      try plan(workshop, path) {
        $0.options.target = "own"
        $0.keepsUndo = false
      }.hasSuffix("publish file: appended or merged"))
  }

  private func strategies(
    _ workshop: Workshop, _ path: String, _ source: String,
    _ configure: (inout Backfill) -> Void = { _ in }
  ) throws -> [Strategy] {
    let report = try workshop.load(path) {
      $0.options.source = source
      configure(&$0)
    }
    #expect(report.words == "")
    return report.strategies
  }

  private func plan(
    _ workshop: Workshop, _ path: String, _ configure: (inout Backfill) -> Void = { _ in }
  ) throws -> String {
    var backfill = Backfill(paths: [path], layout: try simpleLayout())
    backfill.options.source = "other"
    configure(&backfill)
    return try backfill.plan(in: workshop.context)[0].detail
  }
}
