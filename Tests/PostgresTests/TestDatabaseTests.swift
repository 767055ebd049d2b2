import Postgres
import TestSupport
import Testing

struct TestDatabaseTests {
  @Test(.database, arguments: 1...3)
  func eachCaseHasAMigratedDatabaseOfItsOwn(number: Int) throws {
    let connection = try TestDatabase.connect()
    #expect(try connection.first("SELECT count(*) FROM lineage")?.get(0) == 0)
    try connection.script("CREATE TABLE mine (number int)")
    #expect(try connection.execute("INSERT INTO mine VALUES (\(number))") == 1)
    #expect(try connection.query("SELECT number FROM mine").map { try $0.get(0) } == [number])
  }

  @Test(.emptyDatabase) func anEmptyDatabaseHoldsNoTable() throws {
    #expect(try contentHash(of: TestDatabase.connect()) == [:])
  }

  @Test func aTestWithoutTheTraitIsToldSo() {
    let error = #expect(throws: (any Error).self) { try TestDatabase.connect() }
    #expect("\(error as Any)".contains("give it the trait .database"))
  }
}
