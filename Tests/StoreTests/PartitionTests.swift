import Postgres
import Store
import TestSupport
import Testing

@Suite struct PartitionTests {
  private let monthly = PartitionPolicy(table: "market.candles", unit: .month)
  private let daily = PartitionPolicy(table: "market.candles", unit: .day)

  @Test(arguments: [
    ("2024-01-01T00:00:00Z", "candles_y2024m01", "2024-01-01T00:00:00Z", "2024-02-01T00:00:00Z"),
    (
      "2024-12-31T23:59:59.999999Z", "candles_y2024m12", "2024-12-01T00:00:00Z",
      "2025-01-01T00:00:00Z"
    ),
    ("2024-02-29T12:00:00Z", "candles_y2024m02", "2024-02-01T00:00:00Z", "2024-03-01T00:00:00Z"),
    ("1969-12-31T23:59:59Z", "candles_y1969m12", "1969-12-01T00:00:00Z", "1970-01-01T00:00:00Z"),
    ("0987-06-05T00:00:00Z", "candles_y0987m06", "0987-06-01T00:00:00Z", "0987-07-01T00:00:00Z"),
  ])
  func aMonthHoldsItsMoments(at: String, name: String, from: String, to: String) {
    #expect(
      monthly.partition(holding: moment(at))
        == Partition(
          name: TableName(schema: "market", name: name), from: moment(from), to: moment(to)))
  }

  @Test(arguments: [
    ("2024-02-29T23:59:59Z", "candles_2024_02_29", "2024-02-29T00:00:00Z", "2024-03-01T00:00:00Z"),
    ("2023-12-31T00:00:00Z", "candles_2023_12_31", "2023-12-31T00:00:00Z", "2024-01-01T00:00:00Z"),
    ("1969-12-31T23:59:59Z", "candles_1969_12_31", "1969-12-31T00:00:00Z", "1970-01-01T00:00:00Z"),
  ])
  func aDayHoldsItsMoments(at: String, name: String, from: String, to: String) {
    #expect(
      daily.partition(holding: moment(at))
        == Partition(
          name: TableName(schema: "market", name: name), from: moment(from), to: moment(to)))
  }

  @Test func aRangeHoldsItsBeginningAndNotItsEnd() {
    let january = monthly.partition(holding: moment("2024-01-15T00:00:00Z"))
    #expect(january.contains(moment("2024-01-01T00:00:00Z")))
    #expect(!january.contains(moment("2024-02-01T00:00:00Z")))
    #expect(!january.contains(moment("2023-12-31T23:59:59.999999Z")))
    let endless = Partition(name: "p", from: nil, to: nil)
    #expect(endless.contains(moment("0001-01-01T00:00:00Z")))
    #expect(endless.overlaps(january))
    #expect(january.overlaps(endless))
    #expect(!january.overlaps(monthly.partition(holding: moment("2024-02-15T00:00:00Z"))))
    #expect(january.overlaps(daily.partition(holding: moment("2024-01-31T00:00:00Z"))))
    #expect(!Partition(name: "p", from: nil, to: january.from).overlaps(january))
    #expect(Partition(name: "p", from: nil, to: moment("2024-01-02T00:00:00Z")).overlaps(january))
  }

  @Test(.emptyDatabase) func partitionsAreReadFromTheCatalogAndNotFromTheirNames() throws {
    let connection = try TestDatabase.connect()
    try connection.script(
      """
      CREATE SCHEMA market;
      CREATE TABLE market.candles (at timestamptz) PARTITION BY RANGE (at);
      CREATE TABLE market.old PARTITION OF market.candles FOR VALUES FROM (MINVALUE) TO ('2020-01-01');
      CREATE TABLE public."b c" PARTITION OF market.candles
        FOR VALUES FROM ('2024-01-01 00:00+02') TO ('2024-02-01');
      CREATE TABLE market.a PARTITION OF market.candles FOR VALUES FROM ('2030-01-01') TO (MAXVALUE);
      CREATE TABLE market.rest PARTITION OF market.candles DEFAULT;
      CREATE TABLE public.candles (at timestamptz) PARTITION BY RANGE (at);
      """)
    let catalog = Catalog(connection)
    #expect(
      try catalog.partitions(of: "market.candles") == [
        Partition(name: "market.old", from: nil, to: moment("2020-01-01T00:00:00Z")),
        Partition(
          name: "b c", from: moment("2023-12-31T22:00:00Z"), to: moment("2024-02-01T00:00:00Z")),
        Partition(name: "market.a", from: moment("2030-01-01T00:00:00Z"), to: nil),
      ])
    #expect(try catalog.partitions(of: "candles") == [])
  }

  @Test(.emptyDatabase) func aPartitionIsCreatedOnce() throws {
    let connection = try TestDatabase.connect()
    try connection.script(
      "CREATE SCHEMA market; CREATE TABLE market.candles (at date) PARTITION BY RANGE (at)")
    let catalog = Catalog(connection)
    let february = monthly.partition(holding: moment("2024-02-10T00:00:00Z"))
    try catalog.create(february, of: "market.candles")
    try catalog.create(february, of: "market.candles")
    #expect(try catalog.partitions(of: "market.candles") == [february])
  }
}
