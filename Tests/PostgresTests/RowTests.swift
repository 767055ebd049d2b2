import Postgres
import TestSupport
import Testing

@Suite(.emptyDatabase)
struct RowTests {
  private func row(_ sql: SQL) throws -> Row {
    try #require(try TestDatabase.connect().first(sql))
  }

  @Test func columnsAreFoundByIndexAndByExactName() throws {
    let row = try row("SELECT 1 AS a, 2 AS \"A\", 3 AS \"a b\"")
    #expect(try row.get(0) == 1)
    #expect(try row.get("A") == 2)
    #expect(try row.get("a b") == 3)
    #expect(row.columnNames == ["a", "A", "a b"])
  }

  @Test func aMissingColumnIsToldWithThoseThereAre() throws {
    let row = try row("SELECT 1 AS open, 2 AS close")
    let error = #expect(throws: ColumnError.self) { try row.get("high", as: Int.self) }
    #expect(error?.description == #"the result has no column "high", only: open, close"#)
    #expect(throws: ColumnError.self) { try row.get(2, as: Int.self) }
    #expect(throws: ColumnError.self) { try row.get(-1, as: Int.self) }
  }

  @Test func aValueThatDoesNotFitIsToldWithItsTypeAndWithoutItsContents() throws {
    let row = try row(
      "SELECT 0.5 AS price, 'secret' AS word, 3000000000 AS large, 'infinity'::timestamptz AS late")
    let error = #expect(throws: ColumnError.self) { try row.get("price", as: Int.self) }
    #expect(
      error?.description == #"column "price" of type numeric holds a value that does not fit Int"#)
    let words = #expect(throws: ColumnError.self) { try row.get("word", as: Bool.self) }
    #expect(
      words?.description == #"column "word" of type text holds a value that does not fit Bool"#)
    #expect(throws: ColumnError.self) { try row.get("large", as: Int32.self) }
    #expect(throws: ColumnError.self) { try row.get("late", as: Timestamp.self) }
  }

  @Test func nullFitsOnlyAnOptional() throws {
    let row = try row("SELECT NULL::bigint AS n, ARRAY[1, NULL] AS list")
    #expect(try row.get("n", as: Int?.self) == nil)
    let error = #expect(throws: ColumnError.self) { try row.get("n", as: Int.self) }
    #expect(error?.description == #"column "n" is NULL, which does not fit Int; ask for Int?"#)
    #expect(throws: ColumnError.self) { try row.get("list", as: [Int].self) }
    #expect(try row.get("list", as: [Int?].self) == [1, nil])
  }

  @Test func arraysOfTwoDimensionsAreNoList() throws {
    let row = try row("SELECT ARRAY[[1, 2], [3, 4]]")
    #expect(throws: ColumnError.self) { try row.get(0, as: [Int].self) }
  }

  @Test func numbersKeepEveryDigitAsText() throws {
    let row = try row("SELECT 12345678901234567890123.4500::numeric, 0.1::float8, 0.1::float4")
    #expect(try row.get(0) == "12345678901234567890123.4500")
    #expect(try row.get(1) == 0.1)
    #expect(try row.get(2, as: String.self) == "0.1")
  }
}
