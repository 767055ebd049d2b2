import Logging
import Postgres
import Refining
import Store
import Synchronization
import TestSupport
import Testing

/// One late day in years of rows costs what the day costs.
@Suite(.database) struct PartitionPruningTests {
  @Test func onlyThePartitionsAroundADirtyDayAreRead() throws {
    let series = try Series()
    try series.makePartitions(2022...2024)
    try series.makeSource(1, "eth_gas", .simple, every: "1 hour")
    try series.connection.execute(
      """
      INSERT INTO timeseries_data (source_id, "timestamp", value)
      SELECT 1, moment, 5
      FROM generate_series(timestamptz '2022-01-01', '2024-12-31', interval '1 hour') AS moment
      """)
    try series.connection.execute("ANALYZE timeseries_data")
    try series.load([.value(Timestamp(y2024: "03-15 12:30"), "1000000")])

    let plans = PlanLog()
    let context = plans.context(for: series)
    #expect(try Score().run(in: context).changed == 2)
    #expect(try Aggregate().run(in: context).rollUps[.monthly] == .init(written: 1))
    #expect(plans.partitionsRead == ["timeseries_data_y2024m03"])
  }
}

/// Has the server send the plan of each statement, as it was executed, along with its notices.
private final class PlanLog: Sendable {
  private let plans = Mutex<[String]>([])

  func context(for series: Series) -> RunContext {
    let settings = series.settings.with(
      "options",
      """
      -c session_preload_libraries=auto_explain -c auto_explain.log_min_duration=0 \
      -c auto_explain.log_analyze=on -c client_min_messages=log
      """)
    var logger = Logger(label: "plans") { _ in Handler(log: self) }
    logger.logLevel = .debug
    var context = series.context
    context.database = Database(settings: settings, logger: logger)
    return context
  }

  /// The partitions of the table that a scan was really made of. A pruned one is either not in the
  /// plan or `(never executed)`.
  var partitionsRead: Set<String> {
    let lines = plans.withLock { $0 }.flatMap { $0.split(separator: "\n") }
    let scans = lines.filter { $0.contains(" on timeseries_data_y") && $0.contains("(actual ") }
    return Set(
      scans.compactMap { line in
        line.split(separator: " ").first { $0.count == 24 && $0.hasPrefix("timeseries_data_y") }
          .map(String.init)
      })
  }

  private struct Handler: LogHandler {
    let log: PlanLog
    var logLevel = Logger.Level.debug
    var metadata: Logger.Metadata = [:]

    subscript(metadataKey key: String) -> Logger.Metadata.Value? {
      get { metadata[key] }
      set { metadata[key] = newValue }
    }

    func log(event: LogEvent) {
      log.plans.withLock { $0.append("\(event.message)") }
    }
  }
}
