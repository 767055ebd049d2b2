import Logging
import Postgres
import Refining
import Store
import TestSupport
import Testing

/// A database of series to refine: makes sources and rows, and runs the verbs.
struct Series {
  let connection: Connection
  let settings: ConnectionSettings

  /// On the database of the running test, or on another.
  init(_ settings: ConnectionSettings? = nil) throws {
    self.settings = try settings ?? TestDatabase.settings
    connection = try Connection(self.settings)
  }

  /// Makes partitions for whole years.
  func makePartitions(_ years: ClosedRange<Int> = 2024...2024) throws {
    let policy = PartitionPolicy(table: "timeseries_data", unit: .month)
    let catalog = Catalog(connection)
    for year in years {
      for month in 1...12 {
        let moment = try #require(Timestamp(CivilTime(year: year, month: month)))
        try catalog.create(policy.partition(holding: moment), of: policy.table)
      }
    }
  }

  func makeSource(
    _ id: Int32 = 1, _ name: String = "btc_price", _ type: DataType = .ohlcv,
    every frequency: String = "1 day"
  ) throws {
    try connection.execute(
      """
      INSERT INTO sources (source_id, name, display_name, category, data_type, update_frequency)
      VALUES (\(id), \(name), \(name), 'test', \(type.rawValue), \(frequency))
      """)
  }

  /// Writes rows as a load does: new ones and changed ones score 100 and are no anomaly, equal ones
  /// stay; and records the range.
  func load(_ rows: [Sample], isRecorded: Bool = true) throws {
    guard !rows.isEmpty else { return }
    try connection.execute(
      """
      INSERT INTO timeseries_data (source_id, "timestamp", open, high, low, close, volume, value)
      SELECT \(sql: Sample.columns) FROM \(sql: Sample.table(rows))
      ON CONFLICT (source_id, "timestamp") DO UPDATE
      SET open = excluded.open, high = excluded.high, low = excluded.low, close = excluded.close,
        volume = excluded.volume, value = excluded.value, quality_score = 100, is_anomaly = false
      WHERE (timeseries_data.open, timeseries_data.high, timeseries_data.low,
          timeseries_data.close, timeseries_data.volume, timeseries_data.value)
        IS DISTINCT FROM (excluded.open, excluded.high, excluded.low, excluded.close,
          excluded.volume, excluded.value)
      """)
    if isRecorded { try markDirty(rows) }
  }

  /// Takes rows away as undo does: they were never meant to be there.
  func unsay(_ rows: [Sample]) throws {
    guard !rows.isEmpty else { return }
    try connection.execute(
      """
      DELETE FROM timeseries_data AS t USING \(sql: Sample.table(rows))
      WHERE t.source_id = r.source::integer AND t."timestamp" = r.moment::timestamptz
      """)
    try markDirty(rows)
  }

  private func markDirty(_ rows: [Sample]) throws {
    let ranges = Dictionary(grouping: rows, by: \.source).map { source, rows in
      let moments = rows.map(\.moment).sorted()
      return SourceRange(
        source: source, from: moments[0], to: moments[moments.count - 1], rows: rows.count)
    }
    try DirtyRanges(connection).record(ranges, of: "timeseries_data", load: nil)
  }

  /// Forgets the rows of a source before a moment on purpose, as an archive with removal does.
  func forget(_ source: Int32 = 1, from: String, to: String, archive: String? = nil) throws {
    let removed = try connection.execute(
      """
      DELETE FROM timeseries_data
      WHERE source_id = \(source) AND "timestamp" >= \(from)::timestamptz
        AND "timestamp" < \(to)::timestamptz
      """)
    try connection.execute(
      """
      WITH archived AS (
        INSERT INTO retrofill.archives (table_name, range_from, range_to, directory,
          manifest_sha256, row_count, byte_count, status)
        SELECT 'timeseries_data', \(from)::timestamptz, \(to)::timestamptz, \(archive)::text,
          \(archive)::text, \(removed), 0, 'removed'
        WHERE \(archive)::text IS NOT NULL
        RETURNING archive_id)
      INSERT INTO retrofill.removed_ranges (table_name, source_id, range_from, range_to, reason,
        archive_id, row_count)
      SELECT 'timeseries_data', \(source), \(from)::timestamptz, \(to)::timestamptz, 'archived',
        (SELECT archive_id FROM archived), \(removed)
      """)
  }

  /// Brings forgotten rows back, as a restore does: the range is no longer removed, and dirty.
  func restore(_ rows: [Sample], source: Int32, from: Timestamp, until: Timestamp) throws {
    try load(rows, isRecorded: false)
    try connection.execute(
      """
      DELETE FROM retrofill.removed_ranges
      WHERE source_id = \(source) AND range_from = \(from) AND range_to = \(until)
      """)
    let range = SourceRange(
      source: source, from: from, to: Timestamp(microseconds: until.microseconds - 1),
      rows: rows.count)
    try DirtyRanges(connection).record([range], of: "timeseries_data", load: nil)
  }

  var context: RunContext { context(Interruption()) }

  func context(_ interruption: Interruption) -> RunContext {
    let logger = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
    return RunContext(
      database: Database(settings: settings, logger: logger), home: Home(path: "/nonexistent"),
      asOf: Timestamp(microseconds: 0), logger: logger, interruption: interruption)
  }

  @discardableResult
  func score(_ verb: Score = Score()) throws -> ScoreReport {
    let report = try verb.run(in: context)
    if case .failed(let error) = report.outcome { throw error }
    return report
  }

  @discardableResult
  func aggregate(_ verb: Aggregate = Aggregate()) throws -> AggregateReport {
    let report = try verb.run(in: context)
    if case .failed(let error) = report.outcome { throw error }
    return report
  }

  /// The rows of a query as text, columns with `|` between; NULL is `-`.
  func text(_ query: SQL) throws -> [String] {
    try connection.query(query).map { row in
      try row.columnNames.indices.map { try row.get($0, as: String?.self) ?? "-" }
        .joined(separator: "|")
    }
  }

  /// The dirty ranges: source, both ends, and which marks they have.
  func dirtyRanges() throws -> [String] {
    try text(
      """
      SELECT source_id, to_char(range_from, 'MM-DD HH24:MI'), to_char(range_to, 'MM-DD HH24:MI'),
        concat_ws(' ', CASE WHEN needs_score THEN 'score' END,
          CASE WHEN needs_aggregate THEN 'aggregate' END)
      FROM retrofill.dirty_ranges
      ORDER BY source_id, range_from, range_to, 4
      """)
  }
}

extension Series {
  /// Empties the tables, loads rows at once and refines everything.
  func startOver(with rows: [Sample], score: Score = Score()) throws {
    try connection.execute(
      """
      TRUNCATE timeseries_data, hourly_stats, daily_stats, weekly_stats, monthly_stats, anomalies,
        retrofill.dirty_ranges
      """)
    try load(rows)
    var score = score
    score.range = .all
    try self.score(score)
    try aggregate(Aggregate(range: .all))
  }
}
