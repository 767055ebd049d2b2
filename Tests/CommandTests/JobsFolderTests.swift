import Foundation
import Jobs
import Postgres
import TestSupport
import Testing

/// Every job that is shipped runs, and what it says of itself is true.
@Suite(.database) struct JobsFolderTests {
  private let scratch: ScratchFolder

  init() throws { scratch = try ScratchFolder() }

  private func count(_ sql: SQL) throws -> Int {
    try #require(try TestDatabase.connect().first(sql)?.get(0))
  }

  private func run(_ job: String, _ more: String...) throws -> Tool.Outcome {
    var tool = Tool()
    tool.environment["DATABASE_URL"] = try TestDatabase.settings.url
    return try tool.run(["run", "jobs/\(job).yml", "--format", "json"] + more)
  }

  private func statuses(_ outcome: Tool.Outcome) throws -> [String] {
    let object = try JSONSerialization.jsonObject(with: Data(outcome.output.utf8))
    let steps = try #require((object as? [String: Any])?["steps"] as? [[String: Any]])
    return steps.map { "\($0["id"] ?? ""): \($0["status"] ?? "")" }
  }

  @Test func theDemoDoesAllOfItAndTheSecondTimeNothing() throws {
    let archive = "archive=" + scratch.path
    let first = try run("demo", "--var", archive)
    #expect(first.status == 0, "\(first.errors)")
    #expect(
      try statuses(first) == [
        "land-orders: succeeded", "land-tickers: succeeded", "history: succeeded",
        "klines: succeeded", "treasury: succeeded", "capture: succeeded", "score: succeeded",
        "aggregate: succeeded", "archive-2020: succeeded", "retain: succeeded",
      ])
    #expect(try count("SELECT count(*) FROM files WHERE status = 'completed'") == 2)
    #expect(try count("SELECT count(*) FROM file_data") == 8)
    #expect(try count("SELECT count(*) FROM timeseries_data") > 7_000)
    #expect(try count("SELECT count(*) FROM timeseries_data WHERE timestamp < '2021-01-01'") == 0)
    #expect(try count("SELECT count(*) FROM daily_stats WHERE bucket < '2021-01-01'") > 0)
    #expect(try count("SELECT count(*) FROM anomalies") > 0)
    #expect(try count("SELECT count(*) FROM retrofill.dirty_ranges") == 0)
    #expect(try FileManager.default.subpathsOfDirectory(atPath: scratch.path).count >= 3)

    let hashes = try contentHash(of: TestDatabase.connect(), exact: true)
    let second = try run("demo", "--var", archive)
    #expect(second.status == 0, "\(second.errors)")
    #expect(!second.output.contains("\"status\":\"loaded\""))
    #expect(try contentHash(of: TestDatabase.connect(), exact: true) == hashes)
  }

  @Test func aPlanSaysWhichStepsDependOnWhatIsLoadedBeforeThem() throws {
    let outcome = try Tool().onDatabase("plan", "jobs/demo.yml")
    #expect(outcome.status == 0, "\(outcome.errors)")
    let depending = """
         ACTION   WHAT                 HOW
         depends  on the steps before  more comes of the rows that they load
      """
    for step in ["7. score (score)", "8. aggregate (aggregate)", "9. archive-2020 (archive)"] {
      #expect(outcome.output.contains(step + "\n" + depending + "\n"), "\(outcome.output)")
    }
    #expect(try count("SELECT count(*) FROM retrofill.loads") == 0)
  }

  @Test func theHistoryIsBackfilledAndRefined() throws {
    let outcome = try run("backfill-history")
    #expect(outcome.status == 0, "\(outcome.errors)")
    #expect(try count("SELECT count(*) FROM sources") == 6)
    // What jobs/sources.yml says of a source is in the table.
    #expect(
      try count(
        """
        SELECT count(*) FROM sources
        WHERE name = 'funding_rate_btc' AND display_name = 'Bitcoin funding rate'
          AND update_frequency = '8 hours' AND data_type = 'derivative'
          AND metadata = '{"unit": "%"}'
        """) == 1)
    #expect(try count("SELECT count(*) FROM timeseries_data WHERE quality_score = 100") > 5_000)
    #expect(try count("SELECT count(*) FROM monthly_stats") > 0)
  }

  @Test func theNightTakesWhatIsThereAndNoMore() throws {
    let outcome = try run("nightly", "--as-of", "2025-01-01")
    #expect(outcome.status == 0, "\(outcome.errors)")
    #expect(
      try count(
        "SELECT count(*) FROM retrofill.loads WHERE file LIKE '%2024-12-31.ndjson.gz'") == 1)
    let other = try run("nightly", "--as-of", "2024-03-03")
    #expect(other.status == 0, "\(other.errors)")
    #expect(try count("SELECT count(*) FROM retrofill.loads") == 3)
  }

  @Test func theSamplesAreValidWithoutADatabase() throws {
    let outcome = try Tool().run("run", "jobs/validate-samples.yml", "--format", "json")
    #expect(outcome.status == 0, "\(outcome.errors)")
    #expect(outcome.output.contains("\"run_id\":null"))
    #expect(
      try statuses(outcome) == [
        "history: succeeded", "klines: succeeded", "treasury: succeeded", "captures: succeeded",
        "formats: succeeded", "premium: succeeded",
      ])
  }

  @Test func anArchiveIsPutBackAsItWas() throws {
    let archive = "archive=" + scratch.path
    #expect(try run("demo", "--var", archive).status == 0)
    let kept = try count("SELECT count(*) FROM timeseries_data")
    let folder = "folder=" + scratch.path + "/timeseries_data_2020-10-01_2021-01-01"
    let restored = try run("restore-archive", "--var", folder)
    #expect(restored.status == 0, "\(restored.errors)")
    #expect(try count("SELECT count(*) FROM timeseries_data") == kept + 390)
    #expect(try count("SELECT count(*) FROM retrofill.dirty_ranges") == 0)
    let hashes = try contentHash(of: TestDatabase.connect())
    #expect(try run("restore-archive", "--var", folder).status == 0)
    #expect(try contentHash(of: TestDatabase.connect()) == hashes)
  }

  @Test func retentionLetsGoOfWhatIsOld() throws {
    #expect(try run("demo", "--var", "archive=" + scratch.path).status == 0)
    let outcome = try run(
      "retention", "--var", "archive=" + scratch.path, "--as-of", "2031-03-01")
    #expect(outcome.status == 1)
    #expect(outcome.errors.contains("All of file_data would go"))
    #expect(try count("SELECT count(*) FROM file_data") == 8)
    let soon = try run("retention", "--var", "archive=" + scratch.path)
    #expect(soon.status == 0, "\(soon.errors)")
  }

  /// A job that is shipped and runs in no test would be a promise that nobody checks.
  @Test func everyJobOfTheFolderIsOneOfThese() throws {
    let files = try FileManager.default.contentsOfDirectory(atPath: Tool.checkout + "/jobs")
    #expect(
      Set(files) == [
        "backfill-history.yml", "demo.yml", "nightly.yml", "restore-archive.yml",
        "retention.yml", "sources.yml", "validate-samples.yml",
      ])
  }
}
