import Foundation
import Layouts
import Loading
import Postgres
import Store
import Synchronization
import TestSupport
import Testing

/// Several files of one command at once: all comes out as if they had been loaded one by one.
@Suite(.database) struct FilesAtOnceTests {
  /// Files of one source whose rows overlap. The first is much the longest, so that the others are
  /// read before it.
  private static func overlapping(_ generator: inout SeededGenerator) -> [String] {
    (0..<6).map { number in
      let start = Int.random(in: 1...20, using: &generator)
      let count = number == 0 ? 6_000 : Int.random(in: 1...400, using: &generator)
      let text = history(
        from: "2024-01-\(start < 10 ? "0" : "")\(start)T00:00:00Z", every: 900,
        count: count
      ) { "\(number).\($0 % 3)" }
      return Int.random(in: 0..<4, using: &generator) == 0 ? text + "no time,1\n" : text
    }
  }

  @Test(
    arguments: Array(1...4) as [UInt64],
    [(Publish.file, ConflictPolicy.update), (.file, .keep), (.batch, .update), (.batch, .keep)])
  func filesOfTheSameRowsLeaveWhatTheyLeaveOneByOne(
    seed: UInt64, way: (publish: Publish, policy: ConflictPolicy)
  ) throws {
    var generator = SeededGenerator(seed: seed)
    let files = Self.overlapping(&generator)
    func outcome(jobs: Int) throws -> ([String: String], [String]) {
      let workshop = try Workshop()
      let paths = try files.enumerated().map { try workshop.file("\($0).csv", $1) }
      let report = try workshop.backfill(paths, layout: simpleLayout()) {
        ($0.publish, $0.onConflict, $0.jobs) = (way.publish, way.policy, jobs)
        $0.batchRows = 500
      }
      #expect(report.loads.map(\.file) == paths)
      // Loads have numbers in the order of their files, because an undo goes by them.
      #expect(report.loads.compactMap(\.load) == report.loads.compactMap(\.load).sorted())
      let connection = try TestDatabase.connect()
      #expect(try leftovers(connection) == [])
      let hash = try contentHash(of: connection)
      try connection.script("DROP SCHEMA retrofill CASCADE; DROP SCHEMA public CASCADE")
      try connection.script("CREATE SCHEMA public")
      _ = try Migrator(connection).migrate()
      return (hash, report.loads.map(\.summary))
    }
    let oneByOne = try outcome(jobs: 1)
    let atOnce = try outcome(jobs: 4)
    for (table, hash) in oneByOne.0 { #expect(atOnce.0[table] == hash, "\(table)") }
    #expect(atOnce.1 == oneByOne.1)
  }

  /// The partitions are there already, so that rows could be appended: in the order of the files.
  @Test func filesThatCouldBeAppendedLeaveWhatTheyLeaveOneByOne() throws {
    let workshop = try Workshop()
    let earlier = try workshop.file("other.csv", history(count: 120))
    #expect(
      try workshop.backfill([earlier], layout: simpleLayout(source: "other")).loads[0].status
        == .loaded)
    let paths = try (0..<5).map { number in
      try workshop.file(
        "\(number).csv",
        history(from: "2024-0\(number % 3 + 1)-01T00:00:00Z", every: 60, count: 1_000) { _ in
          "\(number)"
        })
    }
    let report = try workshop.backfill(paths, layout: simpleLayout()) { $0.jobs = 5 }
    #expect(
      report.loads.map(\.summary) == [
        "loaded: 1000 read, 1000 inserted", "loaded: 1000 read, 1000 inserted",
        "loaded: 1000 read, 1000 inserted", "loaded: 1000 read, 1000 updated",
        "loaded: 1000 read, 1000 updated",
      ])
    #expect(
      try rows(
        TestDatabase.connect(),
        """
        SELECT value, count(*) FROM timeseries_data JOIN sources USING (source_id)
        WHERE name = 'test' GROUP BY value ORDER BY value
        """) == ["2|1000", "3|1000", "4|1000"])
  }

  /// Each would build it, and all but the first would have to insert what they built.
  @Test func filesOfOtherSourcesAppendToThePartitionThatTheFirstOneBuilds() throws {
    let workshop = try Workshop()
    let layout = try Layout(
      yaml: """
        name: named
        format: csv
        data_type: simple
        source: "{symbol}"
        file_name: '^(?<symbol>[a-z]+)[.]'
        columns: {timestamp: time, value: value}
        time: {unit: iso}
        """, file: "named.yml")
    let paths = try ["a", "b", "c", "d"].map {
      try workshop.file("\($0).csv", history(every: 60, count: 2_000))
    }
    let merges = Mutex(0)
    let report = try workshop.backfill(paths, layout: layout) {
      $0.jobs = 4
      $0.atCheckpoint = { if $0 == .beforeMerge { merges.withLock { $0 += 1 } } }
    }
    #expect(
      report.loads.map(\.summary) == Array(repeating: "loaded: 2000 read, 2000 inserted", count: 4))
    #expect(merges.withLock { $0 } == 0)
  }

  @Test func filesOfOtherSourcesDoNotWait() throws {
    let workshop = try Workshop()
    let layout = try Layout(
      yaml: """
        name: named
        format: csv
        data_type: simple
        source: "{symbol}"
        file_name: '^(?<symbol>[a-z]+)-'
        columns: {timestamp: time, value: value}
        time: {unit: iso}
        """, file: "named.yml")
    let paths = try ["a-1.csv", "a-2.csv", "b-1.csv"].enumerated().map { number, name in
      try workshop.file(name, history(count: 50) { _ in "\(number)" })
    }
    #expect(
      try workshop.load(try workshop.file("other.csv", history(count: 60))).status == .loaded)
    // What an earlier try of the first of them might still write is waited for.
    let settings = try TestDatabase.settings
    let earlier = try Connection(settings)
    #expect(try earlier.tryAcquire(.writers(of: 2)))
    let process = earlier.processID
    let published = Mutex<[String]>([])
    let hook = StopOnce(at: .afterCommit) {
      let connection = try Connection(settings)
      let files = try rows(
        connection,
        "SELECT file FROM retrofill.loads WHERE status = 'loaded' AND load_id > 1")
      published.withLock { $0 = files }
      try connection.execute("SELECT pg_terminate_backend(\(process)::int)")
    }
    let report = try workshop.backfill(paths, layout: layout) {
      ($0.jobs, $0.atCheckpoint) = (3, hook.callAsFunction)
    }
    #expect(published.withLock { $0 } == [paths[2]])
    #expect(
      report.loads.map(\.summary) == [
        "loaded: 50 read, 50 inserted", "loaded: 50 read, 50 updated",
        "loaded: 50 read, 50 inserted",
      ], "\(report.loads.map(\.words))")
    withExtendedLifetime(earlier) {}
  }

  @Test func aFileThatFailsKeepsNoOtherOut() throws {
    let workshop = try Workshop()
    let paths = [
      try workshop.file("a.csv", "time,value\nx,1\n" + history(every: 60, count: 3_000)),
      try workshop.file("b.csv", history(count: 3) { _ in "1" }),
      workshop.folder.path + "/missing.csv",
      try workshop.file("c.csv", "no,such,fields\n1,2,3\n"),
      try workshop.file("d.csv", history(count: 3) { _ in "2" }),
    ]
    let report = try workshop.backfill(paths, layout: simpleLayout()) { $0.jobs = 4 }
    #expect(report.loads.map(\.file) == paths)
    #expect(
      report.loads.map(\.summary) == [
        "failed: 3002 read, 2 rejected", "loaded: 3 read, 3 inserted", "failed", "failed",
        "loaded: 3 read, 3 updated",
      ], "\(report.loads.map(\.words))")
    #expect(
      try rows(TestDatabase.connect(), "SELECT DISTINCT value FROM timeseries_data") == ["2"])
  }

  @Test(arguments: Publish.allCases)
  func theSameContentUnderSeveralNamesIsLoadedOnce(publish: Publish) throws {
    let workshop = try Workshop()
    let content = history(count: 200)
    let paths = try ["a", "b", "c", "d"].map { try workshop.file("\($0).csv", content) }
    let report = try workshop.backfill(paths, layout: simpleLayout()) {
      ($0.jobs, $0.publish) = (4, publish)
    }
    #expect(
      report.loads.map(\.summary) == [
        "loaded: 200 read, 200 inserted", "skipped", "skipped", "skipped",
      ], "\(report.loads.map(\.words))")
    #expect(
      try rows(TestDatabase.connect(), "SELECT file, status FROM retrofill.loads")
        == ["\(paths[0])|loaded"])
  }

  @Test func filesAreLandedAtOnceAndContentOnce() throws {
    let workshop = try Workshop()
    let contents = [history(count: 2_000), history(count: 3), history(count: 2_000)]
    let paths = try contents.enumerated().map { try workshop.file("\($0).csv", $1) }
    var ingest = Ingest(paths: paths)
    ingest.jobs = 3
    let report = try ingest.run(in: workshop.context)
    #expect(
      report.loads.map(\.summary) == [
        "loaded: 2000 read, 2000 inserted", "loaded: 3 read, 3 inserted", "skipped",
      ], "\(report.loads.map(\.words))")
    #expect(
      try rows(
        TestDatabase.connect(),
        "SELECT storage_path, row_count FROM files ORDER BY storage_path")
        == ["\(paths[0])|2000", "\(paths[1])|3"])
  }

  /// As a load does that made it and failed.
  @Test(arguments: Publish.allCases)
  func aSourceThatAnotherLoadTookBackIsMadeAgain(publish: Publish) throws {
    let workshop = try Workshop()
    let path = try workshop.file("a.csv", history(count: 40))
    let settings = try TestDatabase.settings
    let hook = StopOnce(at: publish == .file ? .beforeAttach : .beforeCopy) {
      try Connection(settings).execute("DELETE FROM sources WHERE name = 'test'")
    }
    let report = try workshop.load(path) {
      ($0.publish, $0.atCheckpoint) = (publish, hook.callAsFunction)
    }
    #expect(hook.wasReached)
    #expect(report.summary == "loaded: 40 read, 40 inserted", "\(report.words)")
    #expect(
      try rows(
        TestDatabase.connect(),
        "SELECT name, count(*) FROM timeseries_data JOIN sources USING (source_id) GROUP BY 1")
        == ["test|40"])
    #expect(try leftovers(TestDatabase.connect()) == [])
  }

  @Test(arguments: Publish.allCases)
  func anInterruptionLeavesWhatTheSameCommandCompletes(publish: Publish) throws {
    let interruption = Interruption()
    let workshop = try Workshop(interruption: interruption)
    let paths = try (0..<6).map { number in
      try workshop.file("\(number).csv", history(count: 200) { _ in "\(number)" })
    }
    let hook = StopOnce(at: .afterCommit, time: 2) { interruption.raise() }
    let interrupted = try workshop.backfill(paths, layout: simpleLayout()) {
      ($0.jobs, $0.publish, $0.atCheckpoint) = (3, publish, hook.callAsFunction)
    }
    #expect(interrupted.interruption == Interrupted())
    #expect(interrupted.loads.allSatisfy { $0.status == .loaded })
    #expect(interrupted.loads.count < 6)
    let done = interrupted.loads.map(\.file)
    #expect(done == Array(paths.prefix(done.count)))

    let later = try Workshop()
    let report = try later.backfill(paths, layout: simpleLayout()) {
      ($0.jobs, $0.publish) = (3, publish)
    }
    #expect(report.loads.allSatisfy { $0.status != .failed }, "\(report.loads.map(\.words))")
    let connection = try TestDatabase.connect()
    #expect(try rows(connection, "SELECT DISTINCT value FROM timeseries_data") == ["5"])
    #expect(try rows(connection, "SELECT DISTINCT status FROM retrofill.loads") == ["loaded"])
    #expect(try leftovers(connection) == [])
  }

  @Test func sessionsThatAreEndedChangeNothingOfTheOrder() throws {
    let workshop = try Workshop()
    let paths = try (0..<4).map { number in
      try workshop.file("\(number).csv", history(count: 300) { _ in "\(number)" })
    }
    let settings = try TestDatabase.settings
    let hook = StopOnce(at: .afterCopy, time: 3) { try endOtherSessions(settings) }
    let report = try workshop.backfill(paths, layout: simpleLayout()) {
      ($0.jobs, $0.atCheckpoint) = (4, hook.callAsFunction)
    }
    #expect(hook.wasReached)
    #expect(report.loads.allSatisfy { $0.status == .loaded }, "\(report.loads.map(\.words))")
    #expect(
      try rows(
        TestDatabase.connect(), "SELECT value, count(*) FROM timeseries_data GROUP BY value")
        == ["3|300"])
  }

  @Test func progressIsToldOfEachFileAndOfAll() throws {
    let told = Mutex<[Store.Progress]>([])
    let workshop = try Workshop()
    var context = workshop.context
    context.progress = { progress in told.withLock { $0.append(progress) } }
    let text = history(every: 60, count: 3_000)
    let contents = [text, "time,value\nx,1\n", text]
    var backfill = Backfill(
      paths: try contents.enumerated().map { try workshop.file("\($0).csv", $1) },
      layout: try simpleLayout())
    backfill.jobs = 3
    _ = try backfill.run(in: context)
    let ended = told.withLock { $0 }.filter(\.isEnded).sorted { $0.number ?? 0 < $1.number ?? 0 }
    #expect(ended.map(\.phase) == ["loaded", "failed", "skipped"])
    #expect(ended.map(\.number) == [1, 2, 3])
    #expect(ended.map(\.rows) == [3_000, 1, 0])
    let last = try #require(told.withLock { $0.last?.overall })
    #expect(last.filesEnded == 3)
    #expect(last.rejects == 1)
    #expect(last.bytesDone == contents.reduce(0) { $0 + $1.utf8.count })
    #expect(last.bytesTotal == last.bytesDone)
  }
}
