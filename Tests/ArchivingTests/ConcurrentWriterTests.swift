import Archiving
import Dispatch
import Postgres
import Synchronization
import TestSupport
import Testing

@Suite(.database) struct ConcurrentWriterTests {
  /// Late rows come in while months are archived away again and again: each is in the table, or was
  /// removed because an archive holds it. Restoring every archive brings all of them back.
  @Test func rowsThatArriveAllTheTimeAreNeitherLostNorDoubled() throws {
    let fixture = try HistoryFixture()
    let writer = LateWriter(try TestDatabase.settings)
    writer.start()
    for _ in 0..<8 {
      _ = try fixture.archive(remove: true)
    }
    let written = try writer.stop()
    let report = try fixture.archive(remove: true)

    #expect(report.error == nil)
    #expect(written > 0)
    let removed: Int? = try fixture.connection.first(
      "SELECT sum(row_count)::bigint FROM retrofill.removed_ranges")?.get(0)
    #expect(try fixture.count() + (removed ?? 0) == 137 + written)

    let directories: [String] = try fixture.connection.query(
      "SELECT directory FROM retrofill.archives"
    ).map { try $0.get(0) }
    for directory in directories {
      _ = try Restore(directory: directory).run(in: fixture.context)
    }
    #expect(try fixture.count() == 137 + written)
    #expect(try fixture.rows("SELECT * FROM retrofill.removed_ranges").isEmpty)
  }
}

/// Another program that writes into a table's past, one row after the other.
private final class LateWriter: Sendable {
  private let settings: ConnectionSettings
  private let isStopped = Atomic<Bool>(false)
  private let written = Mutex(Result<Int, any Error>.success(0))
  private let group = DispatchGroup()

  init(_ settings: ConnectionSettings) { self.settings = settings }

  func start() {
    DispatchQueue(label: "writer").async(group: group) { [self] in
      let result = Result { try write() }
      written.withLock { $0 = result }
    }
  }

  /// How many rows were written.
  func stop() throws -> Int {
    isStopped.store(true, ordering: .relaxed)
    group.wait()
    return try written.withLock { try $0.get() }
  }

  private func write() throws -> Int {
    let connection = try Connection(settings)
    var rows = 0
    var second = 0
    while !isStopped.load(ordering: .relaxed) {
      second += 1
      do {
        rows += try connection.execute(
          """
          INSERT INTO timeseries_data (source_id, "timestamp", value)
          VALUES (2, timestamptz '2024-01-25' + \(second) * interval '61 seconds', 1)
          """)
      } catch SQLState.checkViolation {
        // The month is gone; its partition comes back as a load would make it.
        try connection.script(
          """
          CREATE TABLE IF NOT EXISTS timeseries_data_y2024m01 PARTITION OF timeseries_data
          FOR VALUES FROM ('2024-01-01') TO ('2024-02-01');
          CREATE TABLE IF NOT EXISTS timeseries_data_y2024m02 PARTITION OF timeseries_data
          FOR VALUES FROM ('2024-02-01') TO ('2024-03-01');
          """)
      } catch let error as PostgresError where error.sqlState.mayPassOnRetry {
        continue
      }
    }
    return rows
  }
}
