import Loading
import Postgres
import Store
import TestSupport
import Testing

/// How rows become visible: partitions built aside, merges, and both at once.
@Suite(.database) struct PublishingTests {
  @Test func aPartitionBuiltAsideIsLikeOneMadeByTheServer() throws {
    let workshop = try Workshop()
    _ = try workshop.load(try workshop.file("a.csv", history(count: 40)))
    let connection = try TestDatabase.connect()
    try Catalog(connection).create(
      PartitionPolicy(table: "timeseries_data", unit: .month).partition(
        holding: #require(Timestamp("2024-03-01T00:00:00Z"))), of: "timeseries_data")
    #expect(
      try rows(
        connection,
        """
        SELECT c.relname, pg_get_expr(c.relpartbound, c.oid), c.relpersistence
        FROM pg_class AS c JOIN pg_inherits ON inhrelid = c.oid
        WHERE inhparent = 'timeseries_data'::regclass ORDER BY 1
        """)
        == [
          "timeseries_data_y2024m01|FOR VALUES FROM ('2024-01-01 00:00:00+00') TO ('2024-02-01 00:00:00+00')|p",
          "timeseries_data_y2024m02|FOR VALUES FROM ('2024-02-01 00:00:00+00') TO ('2024-03-01 00:00:00+00')|p",
          "timeseries_data_y2024m03|FOR VALUES FROM ('2024-03-01 00:00:00+00') TO ('2024-04-01 00:00:00+00')|p",
        ])
    let constraints = { (table: String) in
      try rows(
        connection,
        """
        SELECT replace(conname, \(table), '…'), pg_get_constraintdef(oid)
        FROM pg_constraint WHERE conrelid = \(table)::regclass AND contype <> 'n' ORDER BY 1
        """)
    }
    let built = try constraints("timeseries_data_y2024m01")
    #expect(built.count == 4)
    #expect(try built == constraints("timeseries_data_y2024m03"))
    #expect(try leftovers(connection) == [])
  }

  @Test(arguments: Publish.allCases)
  func rowsInNoOrderFindTheirMonths(publish: Publish) throws {
    var generator = SeededGenerator(seed: 7)
    let lines = history(from: "2021-01-01T00:00:00Z", count: 1200).split(separator: "\n")
    let shuffled = [lines[0]] + lines.dropFirst().shuffled(using: &generator)
    let workshop = try Workshop()
    let report = try workshop.load(
      try workshop.file("a.csv", shuffled.joined(separator: "\n"))
    ) { $0.publish = publish }
    #expect(report.summary == "loaded: 1200 read, 1200 inserted")
    let connection = try TestDatabase.connect()
    #expect(
      try rows(connection, "SELECT count(DISTINCT tableoid), sum(value) FROM timeseries_data")
        == ["40|719400"])
    #expect(
      try rows(connection, "SELECT range_from, range_to, row_count FROM retrofill.load_ranges")
        == ["2021-01-01 00:00:00+00|2024-04-14 00:00:00+00|1200"])
  }

  @Test(arguments: Publish.allCases)
  func newestFirstHistoryIsLoaded(publish: Publish) throws {
    let lines = history(count: 90).split(separator: "\n")
    let reversed = [lines[0]] + lines.dropFirst().reversed()
    let workshop = try Workshop()
    let report = try workshop.load(
      try workshop.file("a.csv", reversed.joined(separator: "\n"))
    ) { $0.publish = publish }
    #expect(report.summary == "loaded: 90 read, 90 inserted")
    #expect(
      try rows(
        TestDatabase.connect(),
        "SELECT date_trunc('month', timestamp), count(*) FROM timeseries_data GROUP BY 1 ORDER BY 1"
      )
        == ["2024-01-01 00:00:00+00|31", "2024-02-01 00:00:00+00|29", "2024-03-01 00:00:00+00|30"])
  }

  @Test(arguments: Publish.allCases)
  func ofEqualKeysTheLastWinsInNewAndInOldPartitions(publish: Publish) throws {
    let workshop = try Workshop()
    _ = try workshop.load(try workshop.file("first.csv", history(count: 2)))
    let report = try workshop.load(
      try workshop.file(
        "second.csv",
        """
        time,value
        2024-01-02T00:00:00Z,7
        2024-02-01T00:00:00Z,8
        2024-01-02T00:00:00Z,9
        2024-02-01T00:00:00Z,10
        2024-02-02T00:00:00Z,11
        2024-01-03T00:00:00Z,12
        2024-02-01T00:00:00Z,13
        """)
    ) { $0.publish = publish }
    #expect(report.summary == "loaded: 7 read, 3 inserted, 1 updated, 3 duplicate")
    #expect(
      try rows(TestDatabase.connect(), "SELECT value FROM timeseries_data ORDER BY timestamp")
        == ["0", "9", "12", "13", "11"])
  }

  @Test func aPartitionThatAnotherLoadMakesMeanwhileGetsTheRows() throws {
    let workshop = try Workshop()
    let other = try workshop.file("other.csv", history(count: 2) { "\($0 + 100)" })
    let meanwhile = StopOnce(at: .afterKey) {
      let report = try workshop.backfill([other], layout: simpleLayout(source: "other")).loads[0]
      #expect(report.summary == "loaded: 2 read, 2 inserted")
    }
    let report = try workshop.load(
      try workshop.file("a.csv", history(from: "2024-01-30T00:00:00Z", count: 4))
    ) { $0.atCheckpoint = meanwhile.callAsFunction }
    #expect(report.summary == "loaded: 4 read, 4 inserted")
    let connection = try TestDatabase.connect()
    #expect(
      try rows(
        connection,
        "SELECT tableoid::regclass, source_id, value FROM timeseries_data ORDER BY 2, timestamp")
        == [
          "timeseries_data_y2024m01|1|0", "timeseries_data_y2024m01|1|1",
          "timeseries_data_y2024m02|1|2", "timeseries_data_y2024m02|1|3",
          "timeseries_data_y2024m01|2|100", "timeseries_data_y2024m01|2|101",
        ])
    #expect(try leftovers(connection) == [])
  }

  @Test func aConflictWithAPartitionMadeMeanwhileNamesTheKey() throws {
    let workshop = try Workshop()
    let other = try workshop.file("other.csv", history(count: 2) { "\($0 + 100)" })
    let meanwhile = StopOnce(at: .afterKey) { _ = try workshop.load(other) }
    let report = try workshop.load(try workshop.file("a.csv", history(count: 4))) {
      $0.atCheckpoint = meanwhile.callAsFunction
      $0.onConflict = .fail
    }
    #expect(
      report.words == """
        timeseries_data has 2 of the file's keys already, the first of them \
        {"source_id":1,"timestamp":"2024-01-01T00:00:00+00:00"}, and on_conflict is fail: nothing \
        was published. Choose update, keep or newest(column) with --on-conflict.
        """)
  }

  @Test func dirtyRangesAreExactPerSourceAndMonth() throws {
    let workshop = try Workshop()
    let connection = try TestDatabase.connect()
    let ranges = {
      defer { _ = try? connection.execute("DELETE FROM retrofill.dirty_ranges") }
      return try rows(
        connection,
        "SELECT source_id, range_from, range_to, load_id FROM retrofill.dirty_ranges ORDER BY 1, 2")
    }
    _ = try workshop.load(try workshop.file("a.csv", history(count: 33)))
    #expect(
      try ranges() == [
        "1|2024-01-01 00:00:00+00|2024-01-31 00:00:00+00|1",
        "1|2024-02-01 00:00:00+00|2024-02-02 00:00:00+00|1",
      ])
    let changed = history(count: 33) { [3, 5, 32].contains($0) ? "-1" : "\($0)" }
    _ = try workshop.load(try workshop.file("b.csv", changed))
    #expect(
      try ranges() == [
        "1|2024-01-04 00:00:00+00|2024-01-06 00:00:00+00|2",
        "1|2024-02-02 00:00:00+00|2024-02-02 00:00:00+00|2",
      ])
    _ = try workshop.load(try workshop.file("c.csv", changed + "\n2024-02-02T00:00:00Z,-1.00\n"))
    #expect(try ranges() == [])
  }

  @Test func verdictsAreTakenBackOnlyFromRowsThatChanged() throws {
    let workshop = try Workshop()
    _ = try workshop.load(try workshop.file("a.csv", history(count: 2)))
    let connection = try TestDatabase.connect()
    try connection.execute("UPDATE timeseries_data SET quality_score = 40, is_anomaly = true")
    _ = try workshop.load(try workshop.file("b.csv", history(count: 2) { $0 == 0 ? "0.0" : "5" }))
    #expect(
      try rows(
        connection,
        "SELECT value, quality_score, is_anomaly, load_id FROM timeseries_data ORDER BY timestamp")
        == ["0|40|t|1", "5|100|f|2"])
  }

  @Test func aLoadLeavesOneBatchThatSaysWhereItEnds() throws {
    let workshop = try Workshop()
    let content = history(count: 3)
    _ = try workshop.load(try workshop.file("a.csv", content))
    let lastByte = content.utf8.count - "2024-01-03T00:00:00Z,2\n".utf8.count
    #expect(
      try rows(
        TestDatabase.connect(),
        """
        SELECT load_id, batch, first_record, last_record, end_line, end_byte, rows_read, inserted
        FROM retrofill.batches
        """) == ["1|1|1|3|4|\(lastByte)|3|3"])
  }
}
