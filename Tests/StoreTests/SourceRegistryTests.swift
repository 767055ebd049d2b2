import Postgres
import Store
import TestSupport
import Testing

@Suite(.database) struct SourceRegistryTests {
  @Test func aNewSourceIsMadeAsItIsDefined() throws {
    let connection = try TestDatabase.connect()
    let registry = SourceRegistry(connection)
    let entry = try registry.findOrCreate(
      SourceDefinition(
        name: "btc_price", displayName: "Bitcoin", category: "price", dataType: .ohlcv,
        updateFrequencySeconds: 60, market: .us, unit: "USD"), for: 7)
    #expect([entry.id, entry.isNew ? 1 : 0] == [1, 1])
    let plain = try registry.findOrCreate(SourceDefinition(name: "fear", dataType: .social), for: 7)
    #expect(plain.id == 2)
    #expect(
      try rows(
        connection,
        """
        SELECT source_id, name, display_name, category, data_type, update_frequency, market_type,
          metadata, created_by
        FROM sources ORDER BY 1
        """)
        == [
          #"1|btc_price|Bitcoin|price|ohlcv|00:01:00|US|{"unit": "USD"}|load 7"#,
          "2|fear|fear|social|social|1 day|CRYPTO|{}|load 7",
        ])
  }

  @Test func aSourceIsNewToTheLoadThatMadeItHoweverOftenThatIsRun() throws {
    let registry = SourceRegistry(try TestDatabase.connect())
    let definition = SourceDefinition(name: "a", dataType: .simple)
    #expect(try registry.findOrCreate(definition, for: 1).isNew)
    #expect(try registry.findOrCreate(definition, for: 1).isNew)
    #expect(try !registry.findOrCreate(definition, for: 2).isNew)
    #expect(try registry.find("a")?.isNew == false)
    #expect(try registry.find("b")?.id == nil)
  }

  @Test func aSourceThatWasTakenBackComesAgainUnderItsId() throws {
    let connection = try TestDatabase.connect()
    let registry = SourceRegistry(connection)
    _ = try registry.findOrCreate(SourceDefinition(name: "kept", dataType: .simple), for: 1)
    let definition = SourceDefinition(name: "a", dataType: .simple)
    #expect(try registry.findOrCreate(definition, for: 2).id == 2)
    try connection.transaction { try registry.withdraw(madeBy: 2) }
    #expect(try rows(connection, "SELECT name FROM sources") == ["kept"])
    #expect(try registry.findOrCreate(definition, for: 3).id == 2)
    #expect(
      try rows(
        connection,
        """
        INSERT INTO sources (name, display_name, category, data_type)
        VALUES ('by_hand', 'x', 'x', 'simple') RETURNING source_id
        """) == ["3"])
  }

  @Test func aSourceWithRowsIsNotTakenBack() throws {
    let connection = try TestDatabase.connect()
    let registry = SourceRegistry(connection)
    _ = try registry.findOrCreate(SourceDefinition(name: "a", dataType: .simple), for: 1)
    try connection.script(
      """
      CREATE TABLE january PARTITION OF timeseries_data FOR VALUES FROM ('2024-01-01') TO ('2024-02-01');
      INSERT INTO timeseries_data (source_id, timestamp, value) VALUES (1, '2024-01-01', 1);
      """)
    try connection.transaction { try registry.withdraw(madeBy: 1) }
    #expect(try rows(connection, "SELECT name FROM sources") == ["a"])
  }

  @Test func rowsDoNotReferToASourceThatWasTakenBackMeanwhile() throws {
    let connection = try TestDatabase.connect()
    let registry = SourceRegistry(connection)
    let id = try registry.findOrCreate(SourceDefinition(name: "a", dataType: .simple), for: 1).id
    try connection.transaction { try registry.keep([id], names: ["a"]) }
    try connection.transaction { try registry.withdraw(madeBy: 1) }
    _ = try registry.findOrCreate(SourceDefinition(name: "b", dataType: .simple), for: 2)
    let error = try #require(throws: SourceWithdrawn.self) {
      try connection.transaction { try registry.keep([id], names: ["a"]) }
    }
    #expect(
      error.description == """
        The source a was made by another load, which failed and took it back while this one was \
        using it. Nothing was published. Run this again.
        """)
  }

  @Test func theFrequencyIsSetOnlyByTheLoadThatMadeTheSource() throws {
    let connection = try TestDatabase.connect()
    let registry = SourceRegistry(connection)
    let id = try registry.findOrCreate(SourceDefinition(name: "a", dataType: .simple), for: 1).id
    try registry.setFrequency(3600, of: id, madeBy: 2)
    #expect(try rows(connection, "SELECT update_frequency FROM sources") == ["1 day"])
    try registry.setFrequency(0.25, of: id, madeBy: 1)
    #expect(try rows(connection, "SELECT update_frequency FROM sources") == ["00:00:00.25"])
  }

  @Test(arguments: [
    ("btc_price", true), ("a1", true), ("", false), ("BTC", false), ("a-b", false), ("ä", false),
    ("a b", false),
  ])
  func aNameIsOfLowerCaseLettersDigitsAndUnderscores(name: String, isValid: Bool) {
    #expect(SourceDefinition.isValid(name: name) == isValid)
  }
}
