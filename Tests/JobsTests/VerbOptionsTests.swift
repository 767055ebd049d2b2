import Archiving
import Jobs
import Layouts
import Loading
import Postgres
import Refining
import Store
import Testing

/// The same options from a job file and from a command line make the same verb.
@Suite struct VerbOptionsTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private func step(_ yaml: String) throws -> any WrittenVerb {
    let file = try folder.write(
      "job: a\nas_of: 2024-07-01\nsteps:\n  - id: b\n    \(yaml)\n", to: "job.yml")
    return try #require(try JobReader().read(file).steps.first).verb
  }

  private func command<Verb: WrittenVerb>(
    _ type: Verb.Type, _ add: (inout CommandLineOptions) -> Void
  ) throws -> Verb {
    var options = CommandLineOptions()
    add(&options)
    let clock = try #require(Clock("2024-07-01"))
    return try Verb(
      options.fields(of: Verb.name, keys: Verb.optionNames), in: VerbScope(clock: clock))
  }

  @Test func agesAreCountedBackFromTheClock() throws {
    let step = try #require(
      try step("archive: {table: t, before: 90 days, from: 2024-01-01, to: x, remove: true}")
        as? Archive)
    let command = try command(Archive.self) {
      $0.add(positional: "table", ["t"])
      $0.add("before", "90d")
      $0.add("from", "2024-01-01")
      $0.add("to", "x")
      $0.add("remove", true)
    }
    for archive in [step, command] {
      #expect(archive.table == "t")
      #expect(archive.before == Timestamp("2024-04-02"))
      #expect(archive.from == Timestamp("2024-01-01"))
      #expect(archive.to == "x")
      #expect(archive.remove)
      #expect(archive.partRows == 1_000_000)
    }
  }

  @Test func weightsAreAMappingOrSettings() throws {
    let step = try #require(
      try step(
        "score: {range: all, policy: strict, weights: {jump: 20, gap: 1}, thresholds: {jump: 0.4}}")
        as? Score)
    let command = try command(Score.self) {
      $0.add("range", "all")
      $0.add("policy", "strict")
      $0.add("weights", ["jump=20", "gap=1"])
      $0.add("thresholds", ["jump=0.4"])
    }
    var quality = QualityScore(policy: .strict)
    quality.weights.jump = 20
    quality.weights.gap = 1
    quality.thresholds.jump = 0.4
    for score in [step, command] {
      #expect(score.range == .all)
      #expect(score.quality == quality)
      #expect(score.anomalies == AnomalyDetection())
    }
  }

  @Test(arguments: [true, false, nil])
  func whetherParentsAreMadeIsSaidOrLeftToTheLayout(says: Bool?) throws {
    let data = try folder.write("Day;Price\n2024-01-02;1\n", to: "silver.csv")
    let option = says.map { ", create_parents: \($0)" } ?? ""
    let backfill = try #require(
      try step("backfill: {paths: \(data), layout: fred\(option)}") as? Backfill)
    #expect(backfill.options.createsParents == says)
    let replay = try command(Replay.self) {
      $0.add(positional: "what", ["rejects"])
      $0.add(positional: "loads", ["1"])
      $0.add("create_parents", says)
    }
    #expect(replay.options.createsParents == says)
  }

  @Test func policiesAreAListOrTheCommandItself() throws {
    let step = try #require(
      try step(
        "retain: {policies: [{table: a, keep: 2 weeks}, {table: b, older_than: 2020-01-01}]}")
        as? Retain)
    #expect(step.policies.map(\.table) == ["a", "b"])
    #expect(
      step.policies.map(\.limit) == [
        .keep(seconds: 1_209_600), .olderThan(try #require(Timestamp("2020-01-01"))),
      ])
    let command = try command(Retain.self) {
      $0.add(positional: "table", ["a"])
      $0.add("keep", "2w")
      $0.add("archive_first", "x")
    }
    #expect(command.policies.map(\.limit) == [.keep(seconds: 1_209_600)])
    #expect(command.policies.map(\.archiveFirst) == ["x"])
  }

  @Test func aBackfillTakesItsLayoutFromTheJob() throws {
    let data = try folder.write("Day;Price\n2024-01-02;1\n", to: "silver.csv")
    let file = try folder.write(
      """
      job: a
      sources:
        silver: {data_type: simple, update_frequency: 1 day}
      layouts:
        mine:
          format: csv
          data_type: simple
          source: silver
          dialect: {delimiter: ";"}
          columns: {timestamp: Day, value: Price}
          time: {unit: iso}
      steps:
        - id: b
          backfill:
            paths: \(data)
            layout: mine
            on_conflict: newest(timestamp)
            max_rejects: 0.5%
      """, to: "job.yml")
    let step = try #require(try JobReader().read(file).steps.first)
    let backfill = try #require(step.verb as? Backfill)
    #expect(backfill.paths == [data])
    #expect(backfill.layout?.name == "mine")
    #expect(backfill.onConflict == .newest("timestamp"))
    #expect(backfill.maxRejects == .percent(0.5))
    #expect(backfill.sources.map(\.name) == ["silver"])
  }

  @Test func aMistakeInALayoutIsToldAtItsPlace() throws {
    let file = try folder.write(
      "job: a\nlayouts:\n  mine:\n    formt: csv\nsteps:\n  - id: b\n    score:\n", to: "job.yml")
    let error = #expect(throws: (any Error).self) { _ = try JobReader().read(file) }
    #expect(
      error.map { "\($0)".hasPrefix("\(file):4:5: ") } == true, "\(String(describing: error))")
  }
}
