import Foundation
import Postgres
import TestSupport
import Testing

/// `--jobs`: several files at a time, as it is typed.
@Suite(.database) struct JobsOptionTests {
  private let scratch: ScratchFolder

  init() throws { scratch = try ScratchFolder() }

  private func layout() throws -> String {
    try scratch.write(
      """
      name: many
      format: csv
      data_type: simple
      source: many
      columns: {timestamp: time, value: value}
      time: {unit: s}
      """, to: "many.yml")
  }

  private func file(_ name: String, minutes: Int, value: Int) throws -> String {
    var text = "time,value\n"
    for minute in 0..<minutes { text += "\(1_704_067_200 + minute * 60),\(value).25\n" }
    return try scratch.write(text, to: name)
  }

  @Test func filesAreReportedInTheOrderOfTheirNames() throws {
    let layout = try layout()
    for (name, minutes) in [("a", 20_000), ("b", 10), ("c", 10)] {
      _ = try file("\(name).csv", minutes: minutes, value: minutes)
    }
    let outcome = try Tool(folder: scratch.path).onDatabase(
      "backfill", "*.csv", "--layout", layout, "--jobs", "3", "--format", "json", "--quiet")
    #expect(outcome.status == 0, "\(outcome.errors)")
    #expect(outcome.errors == "")
    let report = try JSONSerialization.jsonObject(with: Data(outcome.output.utf8)) as? [String: Any]
    let loads = try #require(report?["loads"] as? [[String: Any]])
    #expect(loads.map { $0["file"] as? String } == ["a.csv", "b.csv", "c.csv"])
    #expect(loads.map { $0["inserted"] as? Int } == [20_000, 0, 0])
    #expect(loads.map { $0["updated"] as? Int } == [0, 10, 0])
  }

  @Test func aNumberOfFilesThatMakesNoSenseIsAMistakeOfUsage() throws {
    let outcome = try Tool(folder: scratch.path).onDatabase(
      "backfill", try file("a.csv", minutes: 1, value: 1), "--jobs", "many")
    #expect(outcome.status == 64)
    #expect(
      outcome.errors == """
        retrofill: --jobs: expected a whole number not below 1 and not above 256, found "many".

        """)
  }

  @Test func programsAreToldAsManyLinesAsTheyAskedFor() throws {
    let layout = try layout()
    let paths = try (1...2).map { try file("\($0).csv", minutes: 30_000, value: $0) }
    let bad = try scratch.write("time,value\nx,1\n", to: "c.csv")
    let outcome = try Tool(folder: scratch.path).onDatabase(
      "backfill", paths[0], paths[1], bad, "--layout", layout, "--jobs", "2", "--progress", "json",
      "--quiet")
    #expect(outcome.status == 2)
    let lines = outcome.errors.split(separator: "\n").filter { $0.hasPrefix("{") }
    let records = try lines.map {
      try #require(
        JSONSerialization.jsonObject(with: Data($0.utf8)) as? [String: Any])
    }
    for record in records {
      #expect(record["event"] as? String == "progress")
      #expect(
        Set(record.keys) == [
          "bytes", "bytes_total", "ended", "event", "overall", "phase", "rejects", "rows",
          "rows_per_second", "seconds", "seconds_left", "subject",
        ])
    }
    for (path, phase) in [(paths[0], "loaded"), (paths[1], "loaded"), (bad, "failed")] {
      let own = records.filter { $0["subject"] as? String == path }
      #expect(own.last?["ended"] as? Bool == true)
      #expect(own.last?["phase"] as? String == phase)
      #expect(own.dropLast().allSatisfy { $0["ended"] as? Bool == false })
    }
    let overall = try #require(records.last?["overall"] as? [String: Any])
    #expect(overall["files"] as? Int == 3)
    #expect(overall["files_ended"] as? Int == 3)
    #expect(overall["rows"] as? Int == 60_001)
    #expect(overall["rejects"] as? Int == 1)
    #expect(overall["bytes"] as? Int == overall["bytes_total"] as? Int)
  }

  #if os(Linux)
    @Test func eachFileAtATimeTakesItsOwnShareOfMemoryAndNoMore() throws {
      let layout = try layout()
      let paths = try (0..<3).map { try file("\($0).csv", minutes: 300_000, value: $0) }
      var tool = Tool(folder: scratch.path)
      tool.environment["DATABASE_URL"] = try TestDatabase.settings.url
      let peak = try tool.peakMemory(
        of: ["backfill", "--layout", layout, "--jobs", "3", "--quiet"] + paths, status: 0)
      #expect(peak < 3 * 64 << 20)
    }
  #endif
}
