import Postgres
import TestSupport
import Testing

@Suite(.database)
struct ContentHashTests {
  /// Two series, each with a row, under numbers of sources that the caller chooses.
  private func fill(_ connection: Connection, firstID: Int, price: String, loadID: Int) throws {
    try connection.transaction {
      for (offset, name) in ["btc_price", "eth_price"].enumerated() {
        try connection.execute(
          """
          INSERT INTO sources (source_id, name, display_name, category, data_type)
          VALUES (\(firstID + offset), \(name), \(name), 'price', 'simple')
          """)
        try connection.execute(
          """
          INSERT INTO timeseries_data (source_id, "timestamp", value, load_id)
          VALUES (\(firstID + offset), '2024-01-15', \(offset == 0 ? price : "5"), \(loadID))
          """)
      }
    }
  }

  private func connectWithPartition() throws -> Connection {
    let connection = try TestDatabase.connect()
    try connection.script(
      """
      CREATE TABLE timeseries_data_y2024m01 PARTITION OF timeseries_data
        FOR VALUES FROM ('2024-01-01') TO ('2024-02-01')
      """)
    return connection
  }

  @Test func theSameContentsUnderOtherNumbersHashTheSame() throws {
    let connection = try connectWithPartition()
    try fill(connection, firstID: 1, price: "0.1", loadID: 1)
    let first = try contentHash(of: connection)
    let exact = try contentHash(of: connection, exact: true)
    #expect(first["timeseries_data"]?.hasPrefix("2:") == true)
    #expect(first["timeseries_data_y2024m01"] == nil)
    #expect(first["anomalies"] == "0:0")

    try connection.script("DELETE FROM timeseries_data; DELETE FROM sources")
    try fill(connection, firstID: 70, price: "0.100", loadID: 2)
    #expect(try contentHash(of: connection) == first)
    #expect(try contentHash(of: connection, exact: true) != exact)
  }

  @Test(arguments: [
    "UPDATE timeseries_data SET value = 0.2 WHERE source_id = 1",
    "UPDATE timeseries_data SET value = CASE source_id WHEN 1 THEN 5 ELSE 0.1 END",
    "UPDATE timeseries_data SET \"timestamp\" = '2024-01-16' WHERE source_id = 1",
    "DELETE FROM timeseries_data WHERE source_id = 1",
    "UPDATE timeseries_data SET quality_score = 90 WHERE source_id = 2",
    "UPDATE timeseries_data SET volume = value, value = NULL WHERE source_id = 2",
    "UPDATE sources SET unit = 'x' WHERE source_id = 1",
  ])
  func anyOtherChangeOfContentsIsSeen(change: String) throws {
    let connection = try connectWithPartition()
    try connection.script("ALTER TABLE sources ADD unit text")
    try fill(connection, firstID: 1, price: "0.1", loadID: 1)
    let before = try contentHash(of: connection)
    try connection.script(change)
    #expect(try contentHash(of: connection) != before)
  }
}
