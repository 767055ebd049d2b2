import Postgres
import Testing

/// What an error says to do next, by its SQLSTATE.
@Suite struct PostgresErrorAdviceTests {
  @Test(arguments: [
    (
      SQLState.lockNotAvailable, "t" as String?,
      """
      Another session holds a lock on t or one of its partitions (see pg_locks). When it has ended, \
      run the same command again.
      """
    ),
    (
      .lockNotAvailable, nil,
      """
      Another session holds a lock on a table that this needs or one of its partitions (see \
      pg_locks). When it has ended, run the same command again.
      """
    ),
    (
      .undefinedTable, nil,
      """
      A table that this needs, or what belongs to it, was dropped or altered. When it is as it \
      should be, run the same command again.
      """
    ),
    (.diskFull, nil, "Make room on the server's disk, and run the same command again."),
    (
      .serializationFailure, nil, "When the server can be reached, run the same command again."
    ),
    (.uniqueViolation, nil, "as the server has it"),
  ])
  func whatToDoNextIsTheHint(state: SQLState, table: String?, hint: String) {
    let error = PostgresError(sqlState: state, message: "no", hint: "as the server has it")
    let advised = error.advised(on: table)
    #expect(advised.hint == hint)
    // Who knows less does not take it back.
    #expect(advised.advised().hint == hint)
    #expect(advised.message == "no")
  }

  @Test func errorsOfOthersStayAsTheyAre() {
    let failure = ConnectionFailure(problem: .unreachable, message: "no")
    #expect((failure as any Error).advised as? ConnectionFailure == failure)
  }
}
