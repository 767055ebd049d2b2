import Loading
import Postgres
import Store
import TestSupport
import Testing

/// Whatever the files, both ways of publishing leave the same tables, and the counts add up.
@Suite(.database) struct PublishEquivalenceTests {
  /// Files of random rows over a few months, with bad records, keys that repeat and values that
  /// come again, so that each outcome occurs.
  private static func files(_ generator: inout SeededGenerator) -> [String] {
    (0..<3).map { _ in
      let lines = (0..<Int.random(in: 1...120, using: &generator)).map { _ in
        let month = Int.random(in: 1...3, using: &generator)
        let day = Int.random(in: 10...28, using: &generator)
        let hour = Int.random(in: 10...13, using: &generator)
        let value = ["1", "1.0", "2", "3"].randomElement(using: &generator) ?? "1"
        switch Int.random(in: 0..<20, using: &generator) {
        case 0: return "no time,\(value)"
        case 1: return "2024-0\(month)-\(day)T\(hour):00:00Z,x"
        case 2: return "2024-0\(month)-\(day)T\(hour):00:00Z,1,2"
        case 3: return "2024-0\(month)-\(day)T\(hour):00:00Z,"
        default: return "2024-0\(month)-\(day)T\(hour):00:00Z,\(value)"
        }
      }
      return "time,value\n" + lines.joined(separator: "\n") + "\n"
    }
  }

  @Test(arguments: Array(1...6) as [UInt64], [ConflictPolicy.update, .keep])
  func batchesLeaveTheTablesThatWholeFilesLeave(seed: UInt64, policy: ConflictPolicy) throws {
    var generator = SeededGenerator(seed: seed)
    let files = Self.files(&generator)
    let whole = try outcome(of: files, .file, policy, batchRows: 50_000)
    try reset()
    let batches = try outcome(
      of: files, .batch, policy, batchRows: Int.random(in: 1...40, using: &generator))
    #expect(whole == batches)
  }

  private func outcome(
    of files: [String], _ publish: Publish, _ policy: ConflictPolicy, batchRows: Int
  ) throws -> [String: String] {
    let workshop = try Workshop()
    let connection = try TestDatabase.connect()
    for (number, content) in files.enumerated() {
      let path = try workshop.file("\(number).csv", content)
      let report = try workshop.load(path) {
        $0.publish = publish
        $0.onConflict = policy
        $0.maxRejects = .percent(100)
        $0.batchRows = batchRows
      }
      #expect(report.status == .loaded, "\(report.words)")
      #expect(report.counts.accountedFor == report.counts.rowsRead)
      #expect(report.counts.rowsRead == content.split(separator: "\n").count - 1)
      try expectLedger(of: report, connection)
    }
    return try contentHash(of: connection)
  }

  /// The ledger says what the report says, and its batches and rejects add up to it.
  private func expectLedger(of report: LoadReport, _ connection: Connection) throws {
    let counts = report.counts
    let load = try #require(report.load)
    #expect(
      try rows(
        connection,
        """
        SELECT rows_read, inserted, updated, unchanged, rejected, skipped_total, skipped
        FROM retrofill.loads WHERE load_id = \(load)
        """)
        == [
          """
          \(counts.rowsRead)|\(counts.inserted)|\(counts.updated)|\(counts.unchanged)|\
          \(counts.rejected)|\(counts.skippedTotal)|\(json(counts.skipped))
          """
        ])
    #expect(
      try rows(
        connection,
        """
        SELECT sum(rows_read), sum(inserted), sum(updated), sum(unchanged), sum(rejected),
          max(last_record)
        FROM retrofill.batches WHERE load_id = \(load)
        """)
        == [
          """
          \(counts.rowsRead)|\(counts.inserted)|\(counts.updated)|\(counts.unchanged)|\
          \(counts.rejected)|\(counts.rowsRead)
          """
        ])
    #expect(
      try rows(connection, "SELECT count(*) FROM retrofill.rejects WHERE load_id = \(load)")
        == ["\(counts.rejected)"])
  }

  /// As `jsonb` prints it: shorter keys first.
  private func json(_ skipped: [String: Int]) -> String {
    let sorted = skipped.sorted { ($0.key.utf8.count, $0.key) < ($1.key.utf8.count, $1.key) }
    return "{" + sorted.map { "\"\($0.key)\": \($0.value)" }.joined(separator: ", ") + "}"
  }

  private func reset() throws {
    try TestDatabase.connect().script(
      """
      DROP TABLE timeseries_data_y2024m01, timeseries_data_y2024m02, timeseries_data_y2024m03;
      TRUNCATE sources, lineage, ingest_events, retrofill.loads, retrofill.timeseries_data_versions
        RESTART IDENTITY CASCADE;
      """)
  }
}
