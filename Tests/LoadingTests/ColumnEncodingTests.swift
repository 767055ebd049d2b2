import Layouts
import Loading
import Postgres
import Store
import TestSupport
import Testing

/// Every type of column, through the whole way from a file: what the server shows afterwards is
/// what it makes of the file's text itself.
@Suite(.database) struct ColumnEncodingTests {
  @Test func everyTypeHoldsWhatTheFileSays() throws {
    let connection = try TestDatabase.connect()
    try connection.script(
      """
      CREATE TABLE own (id int8 PRIMARY KEY, i2 int2, i4 int4, f4 float4, f8 float8, n numeric,
        n_scaled numeric(10, 2), flag bool, t text, v varchar(5), c char(4), j json, jb jsonb,
        d date, ts timestamp, integer_n numeric, integer_f float8);
      """)
    let layout = try tableLayout(
      "own",
      [
        "id": "integer", "i2": "integer", "i4": "integer", "f4": "decimal", "f8": "decimal",
        "n": "decimal", "n_scaled": "decimal", "flag": "boolean", "t": "text", "v": "text",
        "c": "text", "j": "json", "jb": "json", "d": "date", "ts": "timestamp",
        "integer_n": "integer", "integer_f": "integer",
      ], time: "time: {column: ts, unit: iso}")
    let names =
      "id,i2,i4,f4,f8,n,n_scaled,flag,t,v,c,j,jb,d,ts,integer_n,integer_f"
    let workshop = try Workshop()
    let path = try workshop.file(
      "a.csv",
      """
      \(names)
      9223372036854775807,-32768,2147483647,0.1,1e-300,1.50,1.005,true,"ä,€",äöüßé,ab,"{""a"": 1.0}","{""b"":2,""a"":1}",1969-12-31,1969-12-31T23:59:59.999999Z,-7,42
      -9223372036854775808,32767,-2147483648,-3.4e38,-1.7976931348623157e308,-0,0,f,"",,x,null,[],2000-01-01,2000-01-01T00:00:00Z,0,-1
      0,,,16777217,0.1,,,,,,,,,1900-01-01,1900-01-01T00:00:00Z,,
      """)
    let report = try workshop.backfill([path], layout: layout).loads[0]
    #expect(report.summary == "loaded: 3 read, 3 inserted", "\(report.words)")
    #expect(
      try rows(connection, "SELECT * FROM own ORDER BY id DESC") == [
        """
        9223372036854775807|-32768|2147483647|0.1|1e-300|1.50|1.01|t|ä,€|äöüßé|ab  |{"a": 1.0}|\
        {"a": 1, "b": 2}|1969-12-31|1969-12-31 23:59:59.999999|-7|42
        """,
        "0|||1.6777216e+07|0.1|||||||||1900-01-01|1900-01-01 00:00:00||",
        """
        -9223372036854775808|32767|-2147483648|-3.4e+38|-1.7976931348623157e+308|0|0.00|f|||x   |\
        null|[]|2000-01-01|2000-01-01 00:00:00|0|-1
        """,
      ])
    let again = try workshop.backfill([path], layout: layout) { $0.force = true }.loads[0]
    #expect(again.summary == "loaded: 3 read, 3 unchanged")
  }

  @Test(arguments: [
    ("int2", "integer", "32768"), ("int2", "integer", "-32769"), ("int4", "integer", "2147483648"),
    ("int4", "integer", "-2147483649"), ("float4", "decimal", "3.5e38"),
    ("float8", "decimal", "1e309"),
  ])
  func aValueBeyondItsColumnIsARejectOfItsOwn(type: String, kind: String, value: String) throws {
    let connection = try TestDatabase.connect()
    try connection.script("CREATE TABLE own (id int8 PRIMARY KEY, value \(type))")
    let workshop = try Workshop()
    let path = try workshop.file("a.csv", "id,value\n1,1\n2,\(value)\n3,3\n")
    let layout = try tableLayout("own", ["id": "integer", "value": kind])
    let report = try workshop.backfill([path], layout: layout) { $0.maxRejects = .count(1) }
      .loads[0]
    #expect(report.summary == "loaded: 3 read, 2 inserted, 1 rejected", "\(report.words)")
    #expect(
      try rows(
        connection,
        "SELECT line, column_name, code, message, convert_from(raw, 'UTF8') FROM retrofill.rejects")
        == [
          """
          3|value|out-of-range|the value is beyond what a column of type \(type) holds|2,\(value)
          """
        ])
    #expect(try rows(connection, "SELECT id FROM own ORDER BY id") == ["1", "3"])
  }

  @Test(arguments: [
    (
      "id int8 PRIMARY KEY, value bool", "decimal",
      "The layout makes decimal values for own.value, which is of type boolean. Give the column a type in the layout that fits."
    ),
    (
      "id int8 PRIMARY KEY, amount int", "decimal",
      "The layout own fills a column value, which own does not have (it has id, amount). Correct the name in the layout, or name another table with --into."
    ),
    (
      "id int8, other int8, value numeric, PRIMARY KEY (id, other)", "decimal",
      "The layout own does not fill own.other, which is part of its key. Add the column to the layout."
    ),
    (
      "id int8 PRIMARY KEY, value numeric, needed int NOT NULL", "decimal",
      "The layout own does not fill own.needed, which must not be NULL and has no default. Add the column to the layout, or give it a default in the table."
    ),
  ])
  func aTableThatDoesNotFitIsRefusedBeforeAnythingIsWritten(
    columns: String, kind: String, words: String
  ) throws {
    let connection = try TestDatabase.connect()
    try connection.script("CREATE TABLE own (\(columns))")
    let workshop = try Workshop()
    let path = try workshop.file("a.csv", "id,value\n1,1\n")
    let layout = try tableLayout("own", ["id": "integer", "value": kind])
    #expect(try workshop.backfill([path], layout: layout).loads[0].words == words)
    #expect(try rows(connection, "SELECT count(*) FROM retrofill.loads") == ["0"])
  }

  @Test(arguments: Publish.allCases)
  func aTablePartitionedByDayOfTheUsersOwnTakesItsRows(publish: Publish) throws {
    let connection = try TestDatabase.connect()
    try connection.script(
      """
      CREATE TABLE own (day date, id int8, PRIMARY KEY (day, id)) PARTITION BY RANGE (day);
      CREATE TABLE own_2024 PARTITION OF own FOR VALUES FROM ('2024-01-01') TO ('2025-01-01');
      """)
    let workshop = try Workshop()
    let layout = try tableLayout(
      "own", ["day": "date", "id": "integer"], time: "time: {column: day, unit: iso}")
    let good = try workshop.file("good.csv", "day,id\n2024-01-01,1\n2024-12-31,1\n2024-12-31,2\n")
    let load = { path in
      try workshop.backfill([path], layout: layout) { $0.publish = publish }.loads[0]
    }
    #expect(try load(good).summary == "loaded: 3 read, 3 inserted")
    #expect(try load(good).summary == "skipped")
    let beyond = try workshop.file("beyond.csv", "day,id\n2024-06-01,1\n2025-01-01,1\n")
    let refused = try load(beyond)
    #expect(refused.summary == "failed: 2 read", "\(refused.words)")
    #expect(try rows(connection, "SELECT count(*) FROM own") == ["3"])
    try connection.script("CREATE TABLE own_rest PARTITION OF own DEFAULT")
    #expect(try load(beyond).summary == "loaded: 2 read, 2 inserted")
    #expect(
      try rows(connection, "SELECT tableoid::regclass, count(*) FROM own GROUP BY 1 ORDER BY 1")
        == ["own_2024|4", "own_rest|1"])
  }
}
