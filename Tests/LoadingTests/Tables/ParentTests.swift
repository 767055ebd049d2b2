import FlatFiles
import Layouts
import Loading
import Postgres
import Store
import TestSupport
import Testing

/// Columns that are given by the names of the rows they refer to.
@Suite(.database) struct ParentTests {
  private func layout(_ lines: String) throws -> Layout {
    try Layout(
      yaml: """
        name: rates
        format: csv
        into: funding_rates
        columns:
          exchange_id: {from: exchange, parent: exchanges, required: true}
          market_id: {from: symbol, parent: markets}
          symbol: symbol
          rate: {from: rate, type: decimal}
          ts: ts
        time: {column: ts, unit: iso}
        \(lines)
        """, file: "rates.yml")
  }

  private let file = """
    exchange,symbol,rate,ts
    Bybit,BTCUSDT,0.0001,2024-01-01T00:00:00Z
    OKX,BTCUSDT,0.0002,2024-01-01T00:00:00Z
    okx,BTC-SWAP,0.0003,2024-01-01T00:00:00Z
    bybit,BTCUSDT,0.0004,2024-01-01T08:00:00Z

    """

  private let found = """
    SELECT e.name, m.id, m.symbol, rate, extract(hour FROM ts AT TIME ZONE 'UTC') FROM funding_rates
    JOIN exchanges AS e ON e.id = exchange_id
    JOIN markets AS m ON m.id = market_id AND m.exchange_id = e.id
    ORDER BY rate, e.name
    """ as SQL

  private let rates = [
    "bybit|1|BTCUSDT|0.0001|0", "okx|2|BTCUSDT|0.0002|0", "okx|3|BTC-SWAP|0.0003|0",
    "bybit|1|BTCUSDT|0.0004|8",
  ]

  @Test(arguments: [Publish.file, .batch])
  func parentsAreFoundByTheirNamesAndMadeWhereTheyAreMissing(publish: Publish) throws {
    let workshop = try Workshop()
    let report = try workshop.backfill([workshop.file("a.csv", file)], layout: layout("")) {
      $0.publish = publish
      $0.batchRows = 1
    }.loads[0]
    #expect(report.words == "")
    #expect(report.summary == "loaded: 4 read, 4 inserted")
    let connection = try TestDatabase.connect()
    #expect(try rows(connection, found) == rates)
    #expect(
      try rows(connection, "SELECT id, name, load_id FROM exchanges WHERE id > 7") == ["8|okx|1"])
    #expect(report.notes.contains("made the exchange okx"))
    // By hand one may go on as ever.
    #expect(
      try rows(connection, "INSERT INTO exchanges (name) VALUES ('kraken') RETURNING id") == ["9"])
  }

  @Test func aMissingParentThatIsNotMadeRejectsTheRecordByName() throws {
    let workshop = try Workshop()
    let path = try workshop.file("a.csv", file)
    let connection = try TestDatabase.connect()
    try connection.execute("INSERT INTO markets (exchange_id, symbol) VALUES (2, 'BTCUSDT')")
    let layout = try layout("create_parents: false")
    for publish in [Publish.file, .batch] {
      let report = try workshop.backfill([path], layout: layout) {
        $0.maxRejects = .count(2)
        $0.publish = publish
        $0.force = true
      }.loads[0]
      #expect(report.counts.rejected == 2)
      #expect(report.notes == [])
    }
    #expect(
      try rows(
        connection,
        "SELECT record, line, column_name, code, message FROM retrofill.rejects WHERE load_id = 1")
        == ["okx", "okx"].enumerated().map { index, name in
          "\(index + 2)|\(index + 3)|exchange_id|no-such-parent|there is no exchange `\(name)` in "
            + "exchanges, and create_parents is false"
        })
    #expect(try rows(connection, "SELECT count(*) FROM exchanges") == ["7"])
    #expect(try rows(connection, found) == [rates[0], rates[3]])
  }

  @Test func whatIsSaidOfParentsOutweighsTheLayout() throws {
    let workshop = try Workshop()
    let path = try workshop.file("a.csv", file)
    let connection = try TestDatabase.connect()
    let (making, refusing) = (try layout(""), try layout("create_parents: false"))
    let refused = try workshop.backfill([path], layout: making) {
      $0.options.createsParents = false
      $0.maxRejects = .count(4)
    }.loads[0]
    #expect(refused.summary == "loaded: 4 read, 4 rejected")
    #expect(try rows(connection, "SELECT count(*) FROM markets") == ["0"])
    #expect(
      try LoadCommand(connection, of: 1)?.text
        == "retrofill backfill \(path) --no-create-parents --layout rates --max-rejects 4")
    // A layout that says the same itself is the same load.
    #expect(try workshop.backfill([path], layout: refusing).loads[0].summary == "skipped")
    let made = try workshop.backfill([path], layout: refusing) {
      $0.options.createsParents = true
    }.loads[0]
    #expect(made.summary == "loaded: 4 read, 4 inserted")
    #expect(
      try LoadCommand(connection, of: 2)?.text
        == "retrofill backfill \(path) --create-parents --layout rates")
    #expect(try rows(connection, found) == rates)
    #expect(try workshop.backfill([path], layout: making).loads[0].summary == "skipped")
  }

  @Test func rejectsAreReplayedAsWasSaidOfParentsOrIsNow() throws {
    let workshop = try Workshop()
    let path = try workshop.file("a.csv", file)
    _ = try workshop.backfill([path], layout: layout("")) {
      $0.options.createsParents = false
      $0.maxRejects = .count(4)
    }
    var replay = Replay(loads: [1], layout: try layout(""))
    replay.maxRejects = .count(4)
    // What was said for the load is said still, so that it is the same load.
    #expect(try replay.run(in: workshop.context).loads[0].summary == "skipped")
    replay.options.createsParents = true
    let report = try replay.run(in: workshop.context).loads[0]
    #expect(report.counts.inserted == 4, "\(report.words)")
    #expect(try rows(TestDatabase.connect(), found).count == 4)
  }

  @Test func aMarketOfAnotherExchangeIsAnotherMarket() throws {
    let workshop = try Workshop()
    let connection = try TestDatabase.connect()
    try connection.execute("INSERT INTO markets (exchange_id, symbol) VALUES (1, 'BTCUSDT')")
    let report = try workshop.backfill(
      [workshop.file("a.csv", "exchange,symbol,rate,ts\nbybit,BTCUSDT,1,2024-01-01T00:00:00Z\n")],
      layout: layout("create_parents: false")
    ) { $0.maxRejects = .count(1) }.loads[0]
    #expect(report.summary == "loaded: 1 read, 1 rejected")
    #expect(
      try rows(connection, "SELECT column_name, message FROM retrofill.rejects")
        == [
          "market_id|there is no market `BTCUSDT` in markets, and create_parents is false"
        ])
  }

  @Test func aSourceThatIsNotMadeRejectsTheRecordToo() throws {
    let workshop = try Workshop()
    let layout = try Layout(
      yaml: """
        name: values
        columns: {timestamp: t, value: v}
        source: {from: s}
        create_parents: false
        """, file: "values.yml")
    let path = try workshop.file(
      "a.csv", "t,v,s\n2024-01-01,1,btc\n2024-01-01,2,eth\n2024-01-02,3,btc\n")
    let connection = try TestDatabase.connect()
    try connection.execute(
      """
      INSERT INTO sources (name, display_name, category, data_type)
      VALUES ('btc', 'Bitcoin', 'price', 'simple')
      """)
    let report = try workshop.backfill([path], layout: layout) { $0.maxRejects = .count(1) }
      .loads[0]
    #expect(report.summary == "loaded: 3 read, 2 inserted, 1 rejected")
    #expect(
      try rows(connection, "SELECT line, code, message FROM retrofill.rejects")
        == ["3|no-such-parent|there is no source `eth`, and create_parents is false"])
    #expect(try rows(connection, "SELECT name FROM sources") == ["btc"])
    #expect(
      try rows(connection, "SELECT source_id, row_count FROM retrofill.load_ranges") == ["1|2"])
  }

  @Test func aParentComesFromAConstantOrTheNameOfTheFile() throws {
    let workshop = try Workshop()
    let layout = try Layout(
      yaml: #"""
        name: rates
        format: csv
        into: funding_rates
        columns:
          exchange_id: {constant: '{exchange}', parent: exchanges}
          market_id: {constant: '{symbol}', parent: markets}
          symbol: {constant: '{symbol}'}
          rate: {from: rate, type: decimal}
          ts: ts
        time: {column: ts, unit: iso}
        file_name: '^(?<exchange>[a-z]+)-(?<symbol>[A-Z]+)\.'
        """#, file: "rates.yml")
    let content = "rate,ts\n0.1,2024-01-01T00:00:00Z\n0.2,2024-01-01T08:00:00Z\n"
    for name in ["okx-BTC.csv", "bybit-ETH.csv"] {
      let report = try workshop.backfill([workshop.file(name, content)], layout: layout).loads[0]
      #expect(report.words == "")
    }
    #expect(
      try rows(TestDatabase.connect(), found)
        == ["bybit|2|ETH|0.1|0", "okx|1|BTC|0.1|0", "bybit|2|ETH|0.2|8", "okx|1|BTC|0.2|8"])
  }

  @Test func aKeyThatNoParentHasRejectsTheRecord() throws {
    let workshop = try Workshop()
    let path = try workshop.file(
      "a.csv",
      """
      exchange_id,symbol,rate,next_rate,ts
      2,BTCUSDT,0.1,,2024-01-01 00:00:00+00
      99,BTCUSDT,0.1,,2024-01-01 00:00:00+00
      two,BTCUSDT,0.1,,2024-01-01 00:00:00+00
      """)
    let report = try workshop.backfill(
      [path], layout: Layout.builtIn(named: "perps-funding-rates")
    ) { $0.maxRejects = .count(2) }.loads[0]
    #expect(report.summary == "loaded: 3 read, 1 inserted, 2 rejected")
    #expect(
      try rows(
        TestDatabase.connect(),
        "SELECT line, column_name, code, message FROM retrofill.rejects ORDER BY line")
        == [
          "3|exchange_id|no-such-parent|there is no exchange with the number 99 in exchanges",
          "4|exchange_id|not-an-integer|`two` is not a whole number that fits in 64 bits",
        ])
  }

  @Test func whatAFailedLoadMadeIsTakenBack() throws {
    let workshop = try Workshop()
    let bad = try workshop.file("a.csv", file + "bybit,BTCUSDT,x,2024-01-01T08:00:00Z\n")
    let report = try workshop.backfill([bad], layout: layout("")).loads[0]
    #expect(report.summary == "failed: 5 read, 1 rejected")
    let connection = try TestDatabase.connect()
    #expect(
      try rows(
        connection, "SELECT (SELECT count(*) FROM exchanges), (SELECT count(*) FROM markets)")
        == ["7|0"])
    // The next load gives them the same numbers.
    #expect(
      try workshop.backfill([workshop.file("b.csv", file)], layout: layout("")).loads[0].words == ""
    )
    #expect(try rows(connection, found) == rates)
  }

  @Test func aLoadThatIsKilledAndRunAgainFindsItsParents() throws {
    let workshop = try Workshop()
    let path = try workshop.file("a.csv", file)
    let layout = try layout("")
    for checkpoint in [Checkpoint.loadBegun, .beforeCopy, .afterCopy, .beforeCommit] {
      let settings = try TestDatabase.settings
      let hook = StopOnce(at: checkpoint) {
        try endOtherSessions(settings)
        throw StopOnce.Stopped(checkpoint: checkpoint)
      }
      let first = try workshop.backfill([path], layout: layout) {
        $0.atCheckpoint = hook.callAsFunction
        $0.force = true
      }.loads[0]
      #expect(first.status == .failed, "\(checkpoint)")
    }
    let report = try workshop.backfill([path], layout: layout).loads[0]
    #expect(report.words == "")
    #expect(try rows(TestDatabase.connect(), found) == rates)
  }
}
