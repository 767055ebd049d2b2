import Dispatch
import Layouts
import Loading
import Postgres
import Store
import Synchronization
import TestSupport
import Testing

/// Several loads at once: none waits for ever, no row is doubled, and the tables are right.
@Suite(.database) struct ConcurrencyTests {
  @Test(arguments: 1...4)
  func theSameFileTwiceAtOnceIsLoadedOnce(round: Int) throws {
    let workshop = try Workshop()
    let path = try workshop.file("a.csv", history(count: 300))
    let layout = try simpleLayout()
    let reports = try together(2) { _ in try workshop.backfill([path], layout: layout).loads[0] }
    #expect(Set(reports.map(\.status)).contains(.loaded))
    for report in reports where report.status == .failed {
      guard case .alive = report.error as? LedgerError else {
        Issue.record("\(report.words)")
        continue
      }
    }
    try expectOneOfEach(300)
    #expect(
      try rows(
        TestDatabase.connect(),
        "SELECT status, inserted FROM retrofill.loads WHERE status <> 'failed'")
        == ["loaded|300"])
  }

  @Test(arguments: 1...4, Publish.allCases)
  func filesOfTheSameNewPartitionsAtOnceAreAllThere(round: Int, publish: Publish) throws {
    let workshop = try Workshop()
    let layouts = try (0..<3).map { try simpleLayout(source: "source_\($0)") }
    let paths = try (0..<3).map { index in
      try workshop.file("\(index).csv", history(count: 100) { "\($0 * 10 + index)" })
    }
    let reports = try together(3) { index in
      try workshop.backfill([paths[index]], layout: layouts[index]) { $0.publish = publish }
        .loads[0]
    }
    #expect(
      reports.map(\.summary) == Array(repeating: "loaded: 100 read, 100 inserted", count: 3),
      "\(reports.map(\.words))")
    #expect(
      try rows(
        TestDatabase.connect(),
        """
        SELECT name, count(*), sum(value)
        FROM timeseries_data JOIN sources USING (source_id) GROUP BY 1 ORDER BY 1
        """) == ["source_0|100|49500", "source_1|100|49600", "source_2|100|49700"])
    #expect(try leftovers(TestDatabase.connect()) == [])
  }

  @Test(arguments: 1...4, Publish.allCases)
  func overlappingFilesOfOneSourceAtOnceLeaveEachMomentOnce(round: Int, publish: Publish) throws {
    let workshop = try Workshop()
    let layout = try simpleLayout()
    let starts = ["2024-01-01T00:00:00Z", "2024-02-20T00:00:00Z", "2024-01-15T00:00:00Z"]
    let paths = try starts.enumerated().map { index, start in
      try workshop.file("\(index).csv", history(from: start, count: 100) { _ in "\(index)" })
    }
    let reports = try together(3) { index in
      try workshop.backfill([paths[index]], layout: layout) {
        $0.publish = publish
        $0.batchRows = 30
      }.loads[0]
    }
    for report in reports { #expect(report.status == .loaded, "\(report.words)") }
    try expectOneOfEach(150)
    let inserted = reports.map(\.counts.inserted).reduce(0, +)
    #expect(inserted == 150)
  }

  @Test(arguments: 1...3, [[Publish.file, .file], [.batch, .batch], [.file, .batch]])
  func aContentUnderTwoNamesAtOnceIsAppendedOnceToATableWithoutAKey(
    round: Int, publish: [Publish]
  ) throws {
    let connection = try TestDatabase.connect()
    try connection.execute("CREATE TABLE unkeyed (time timestamptz, value numeric)")
    let workshop = try Workshop()
    let layout = try tableLayout("unkeyed", ["time": "timestamp", "value": "decimal"])
    let paths = try (0..<2).map { try workshop.file("\($0).csv", history(count: 300)) }
    let reports = try together(2) { index in
      try workshop.backfill([paths[index]], layout: layout) {
        $0.publish = publish[index]
        $0.batchRows = 50
      }.loads[0]
    }
    #expect(reports.count { $0.status == .loaded } == 1, "\(reports.map(\.words))")
    for report in reports where report.status == .failed {
      #expect(report.error is LedgerError, "\(report.words)")
    }
    #expect(try rows(connection, "SELECT count(*), sum(value) FROM unkeyed") == ["300|44850"])
  }

  private func expectOneOfEach(_ count: Int) throws {
    #expect(
      try rows(
        TestDatabase.connect(),
        "SELECT count(*), count(DISTINCT (source_id, timestamp)) FROM timeseries_data")
        == ["\(count)|\(count)"])
  }

  /// Does work on so many threads at once, and returns what each of them gave, in order.
  private func together(
    _ count: Int, _ work: @escaping @Sendable (Int) throws -> LoadReport
  ) throws -> [LoadReport] {
    let results = Mutex<[Int: Result<LoadReport, any Error>]>([:])
    let group = DispatchGroup()
    for index in 0..<count {
      DispatchQueue(label: "load \(index)").async(group: group) {
        let result = Result { try work(index) }
        results.withLock { $0[index] = result }
      }
    }
    group.wait()
    return try results.withLock { results in
      try results.sorted { $0.key < $1.key }.map { try $0.value.get() }
    }
  }
}
