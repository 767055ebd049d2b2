import Postgres
import Store
import TestSupport
import Testing

@Suite(.database) struct ParentRegistryTests {
  private typealias Name = ParentRegistry.Name

  @Test func newParentsAreNumberedInTheOrderOfTheirNames() throws {
    let connection = try TestDatabase.connect()
    let exchanges = ParentRegistry(.exchanges, connection)
    let names = [Name("okx"), Name("binance"), Name("kraken")]
    let (keys, made) = try exchanges.findOrCreate(names, for: 3)
    #expect(
      keys == [
        Name("okx"): .number(8), Name("binance"): .number(1), Name("kraken"): .number(9),
      ])
    #expect(made == [Name("okx"), Name("kraken")])
    // New to the load that made them, however often that is run, and to no other.
    #expect(try exchanges.findOrCreate(names, for: 3).made == made)
    #expect(try exchanges.findOrCreate(names, for: 4).made == [])
    #expect(try exchanges.find([Name("OKX"), Name("nobody")]) == [:])
    #expect(try exchanges.findKeys([1, 8, 77]) == [1, 8])
  }

  @Test func aSymbolIsOneMarketPerExchange() throws {
    let connection = try TestDatabase.connect()
    let markets = ParentRegistry(.markets, connection)
    let names = [Name("BTC", scope: 1), Name("BTC", scope: 2)]
    #expect(
      try markets.findOrCreate(names, for: 1).keys == [names[0]: .number(1), names[1]: .number(2)])
    #expect(try markets.find([Name("BTC", scope: 3), names[1]]) == [names[1]: .number(2)])
  }

  @Test func whatNothingRefersToIsTakenBackAndTheRestStays() throws {
    let connection = try TestDatabase.connect()
    _ = try ParentRegistry(.exchanges, connection).findOrCreate(
      [Name("okx"), Name("kraken"), Name("gate")], for: 5)
    _ = try ParentRegistry(.markets, connection).findOrCreate(
      [Name("BTC", scope: 8), Name("ETH", scope: 8), Name("BTC", scope: 1)], for: 5)
    _ = try ParentRegistry(.markets, connection).findOrCreate([Name("SOL", scope: 10)], for: 6)
    try connection.script(
      """
      CREATE TABLE day PARTITION OF trades FOR VALUES FROM ('2024-01-01') TO ('2024-01-02');
      INSERT INTO trades (exchange_id, symbol, ts, price, size) VALUES (8, 'ETH', '2024-01-01', 1, 1);
      """)
    try connection.transaction { try ParentRegistry.withdraw(madeBy: 5, on: connection) }
    #expect(
      try rows(connection, "SELECT exchange_id, symbol FROM markets ORDER BY 1")
        == ["8|ETH", "10|SOL"])
    #expect(
      try rows(connection, "SELECT name FROM exchanges WHERE id > 7 ORDER BY id") == [
        "okx", "gate",
      ])
  }

  @Test func rowsDoNotReferToAParentThatWasTakenBackMeanwhile() throws {
    let connection = try TestDatabase.connect()
    let exchanges = ParentRegistry(.exchanges, connection)
    let keys = try exchanges.findOrCreate([Name("okx")], for: 1).keys
    try connection.transaction { try exchanges.keep(keys) }
    try connection.transaction { try exchanges.keep(keys: [8]) }
    try connection.transaction { try ParentRegistry.withdraw(madeBy: 1, on: connection) }
    let error = try #require(throws: ParentWithdrawn.self) {
      try connection.transaction { try exchanges.keep(keys) }
    }
    #expect(
      error.description == """
        The exchange okx was made by another load, which failed and took it back while this one \
        was using it. Nothing was published. Run this again.
        """)
    #expect(throws: ParentWithdrawn.self) {
      try connection.transaction { try exchanges.keep(keys: [1, 8]) }
    }
  }
}
