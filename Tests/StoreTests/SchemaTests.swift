import Postgres
import Store
import TestSupport
import Testing

/// What the migrations bring: seeded tables, checks and views.
@Suite(.database) struct SchemaTests {
  @Test func saturdayAndSundayAreTheWeekend() throws {
    #expect(
      try rows(
        TestDatabase.connect(),
        """
        SELECT DISTINCT to_char("timestamp", 'Dy'), day_of_week, is_weekend, is_trading_day_us,
          is_trading_day_crypto
        FROM time_index ORDER BY day_of_week
        """)
        == [
          "Mon|0|f|t|t", "Tue|1|f|t|t", "Wed|2|f|t|t", "Thu|3|f|t|t", "Fri|4|f|t|t",
          "Sat|5|t|f|t", "Sun|6|t|f|t",
        ])
  }

  @Test func theCalendarHasEveryDayOfItsYearsOnce() throws {
    #expect(
      try rows(
        TestDatabase.connect(),
        """
        SELECT count(*), min("timestamp"), max("timestamp"), count(DISTINCT date_only),
          bool_and(date_only = ("timestamp" AT TIME ZONE 'UTC')::date)
        FROM time_index
        """) == ["7671|2020-01-01 00:00:00+00|2040-12-31 00:00:00+00|7671|t"])
  }

  @Test func everyTableOfRowsThatLoadsWriteIsWatchedForChangesByHand() throws {
    #expect(
      try rows(
        TestDatabase.connect(),
        """
        SELECT c.relname FROM pg_class AS c
        JOIN pg_attribute AS a ON a.attrelid = c.oid AND a.attname = 'load_id'
        WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p')
          AND NOT EXISTS (
            SELECT FROM pg_trigger AS t WHERE t.tgrelid = c.oid AND t.tgname = 'retrofill_disown')
        ORDER BY 1
        """) == ["files", "timeseries_archive"])
  }

  @Test func theRulesArePredicatesOverARow() throws {
    let connection = try TestDatabase.connect()
    let rules = try connection.query("SELECT rule_name, rule_sql FROM validation_rules ORDER BY 1")
    #expect(
      try rules.map { try $0.get(0, as: String.self) } == [
        "funding_rate_reasonable", "macd_reasonable", "no_nan", "price_reasonable", "rsi_range",
        "volume_not_negative",
      ])
    for rule in rules {
      let predicate = SQL(unchecked: try rule.get(1))
      try connection.execute("SELECT FROM timeseries_data WHERE \(sql: predicate)")
    }
  }

  @Test(arguments: [
    ("open", "1"), ("high, low", "1, 2"), ("open, high, low, close", "1, 1, 2, 1"),
    ("quality_score", "101"), ("quality_score", "-1"),
  ])
  func aRowThatCannotBeIsRefused(columns: String, values: String) throws {
    let connection = try TestDatabase.connect()
    try fill(connection)
    let error = try #require(throws: PostgresError.self) {
      try connection.script(
        """
        INSERT INTO timeseries_data (source_id, timestamp, \(columns))
        VALUES (1, '2024-01-20', \(values))
        """)
    }
    #expect(error.sqlState == .checkViolation)
  }

  @Test func latestValuesShowsTheLastRowOfEachSource() throws {
    let connection = try TestDatabase.connect()
    try fill(connection)
    #expect(
      try rows(
        connection,
        "SELECT name, timestamp, value, volume, quality_score, is_anomaly FROM latest_values ORDER BY 1"
      )
        == ["candles|2024-02-01 00:00:00+00|12|7|60|t", "values|2024-01-02 00:00:00+00|2||100|f"])
  }

  @Test func qualityOverviewCountsPerSource() throws {
    let connection = try TestDatabase.connect()
    try fill(connection)
    #expect(
      try rows(
        connection,
        """
        SELECT name, total_records, avg_quality, min_quality, low_quality_count, anomaly_count
        FROM quality_overview ORDER BY 1
        """)
        == ["candles|2|80.00|60|1|1", "empty|0|||0|0", "values|2|90.00|80|0|0"])
  }

  @Test(arguments: [
    ("1 hour", "FRESH"), ("37 hours", "WARNING"), ("50 hours", "STALE"), ("80 hours", "CRITICAL"),
  ])
  func dataIsFreshByTheFrequencyOfItsSource(age: String, status: String) throws {
    let connection = try TestDatabase.connect()
    try connection.script(
      """
      CREATE TABLE everything PARTITION OF timeseries_data DEFAULT;
      INSERT INTO sources (source_id, name, display_name, category, data_type, status) VALUES
        (1, 'a', 'a', 'a', 'simple', 'active'), (2, 'b', 'b', 'b', 'simple', 'active'),
        (3, 'c', 'c', 'c', 'simple', 'inactive');
      INSERT INTO timeseries_data (source_id, timestamp, value) VALUES
        (1, now() - interval '\(age)', 1), (1, now() - interval '1 year', 1), (3, now(), 1);
      """)
    #expect(
      try rows(connection, "SELECT name, status, total_records FROM data_freshness ORDER BY 1")
        == ["a|\(status)|2", "b|EMPTY|0", "c|INACTIVE|1"])
  }

  @Test func theTimeSeriesViewHasTheOriginalColumns() throws {
    let connection = try TestDatabase.connect()
    try fill(connection)
    #expect(
      try rows(
        connection,
        """
        SELECT date_only, is_validated, created_at = ingestion_timestamp,
          updated_at = ingestion_timestamp
        FROM timeseries WHERE source_id = 1 ORDER BY timestamp
        """) == ["2024-01-31|t|t|t", "2024-02-01|t|t|t"])
  }

  @Test func aLoadWhoseCountsDoNotAddUpIsRefusedByTheLedgerAndByTheTable() throws {
    let connection = try TestDatabase.connect()
    let ledger = Ledger(connection)
    let load = try ledger.begin(
      Ledger.NewLoad(
        verb: "backfill", table: "timeseries_data", layout: "simple", layoutFingerprint: "f",
        file: Ledger.FileStamp(path: "a.csv", size: 1, modifiedMicroseconds: 2, inode: 3),
        onConflict: "update", publish: "file"), toolVersion: "1")
    var counts = LoadCounts()
    counts.rowsRead = 5
    counts.inserted = 2
    counts.skip("duplicate", 2)
    let sha256 = String(repeating: "0", count: 64)
    let error = try #require(throws: LedgerError.self) {
      try ledger.finish(load, sha256: sha256, counts: counts)
    }
    #expect(
      error.description == """
        The counts do not add up: 5 records were read, but 4 are accounted for (2 inserted, \
        0 updated, 0 unchanged, 0 rejected, 2 skipped). Nothing was published. This is a defect \
        in retrofill: please report it with the file.
        """)
    let refused = try #require(throws: PostgresError.self) {
      try connection.execute(
        """
        UPDATE retrofill.loads
        SET status = 'loaded', rows_read = 5, inserted = 4, sha256 = \(sha256), finished_at = now()
        """)
    }
    #expect(refused.sqlState == .checkViolation)
    counts.rejected = 1
    try ledger.finish(load, sha256: sha256, counts: counts)
    #expect(try ledger.outcome(of: load)?.counts == counts)
    #expect(try !ledger.fail(load, counts: counts, error: "too late"))
  }

  /// Two sources with rows, and one without.
  private func fill(_ connection: Connection) throws {
    try connection.script(
      """
      CREATE TABLE january PARTITION OF timeseries_data FOR VALUES FROM ('2024-01-01') TO ('2024-02-01');
      CREATE TABLE february PARTITION OF timeseries_data FOR VALUES FROM ('2024-02-01') TO ('2024-03-01');
      INSERT INTO sources (source_id, name, display_name, category, data_type) VALUES
        (1, 'candles', 'Candles', 'price', 'ohlcv'), (2, 'values', 'Values', 'x', 'simple'),
        (3, 'empty', 'Empty', 'x', 'simple');
      INSERT INTO timeseries_data
        (source_id, timestamp, open, high, low, close, volume, value, quality_score, is_anomaly)
      VALUES (1, '2024-01-31', 1, 2, 1, 2, 3, NULL, 100, false),
        (1, '2024-02-01', 10, 13, 9, 12, 7, NULL, 60, true),
        (2, '2024-01-01', NULL, NULL, NULL, NULL, NULL, 1, 80, false),
        (2, '2024-01-02', NULL, NULL, NULL, NULL, NULL, 2, 100, false);
      """)
  }
}
