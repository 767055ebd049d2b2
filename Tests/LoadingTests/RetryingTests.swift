import Loading
import Postgres
import Store
import TestSupport
import Testing

/// SQLSTATE alone decides whether work is done again.
@Suite(.emptyDatabase) struct RetryingTests {
  @Test(arguments: ["40001", "40P01", "55P03", "53100"])
  func workThatMayPassIsDoneAgain(code: String) throws {
    let (attempts, error) = try attempts(failing: 2, with: code)
    #expect(attempts == 3)
    #expect(error == nil)
  }

  @Test(arguments: ["23505", "42P01", "57014", "08006", "57P01"])
  func whatAnotherTryOverThisConnectionWouldNotHelpIsToldAtOnce(code: String) throws {
    let (attempts, error) = try attempts(failing: 2, with: code)
    #expect(attempts == 1)
    #expect(error?.sqlState == SQLState(code))
  }

  @Test func theLastErrorIsToldWhenTheAttemptsAreUsedUp() throws {
    let (attempts, error) = try attempts(failing: 9, with: "40P01")
    #expect(attempts == 3)
    #expect(error?.sqlState == .deadlockDetected)
  }

  @Test func anInterruptionEndsTheTrying() throws {
    let interruption = Interruption()
    let retrying = Retrying(
      attempts: 3, context: try Workshop(interruption: interruption).context)
    #expect(throws: Interrupted.self) {
      try retrying("a test") {
        interruption.raise()
        throw PostgresError(sqlState: .deadlockDetected, message: "deadlock")
      }
    }
  }

  /// How often work was tried that fails so many times, and what came of it.
  private func attempts(
    failing failures: Int, with code: String
  ) throws -> (attempts: Int, error: PostgresError?) {
    let retrying = Retrying(attempts: 3, context: try Workshop().context)
    var attempts = 0
    do {
      try retrying("a test") {
        attempts += 1
        if attempts <= failures { throw PostgresError(sqlState: SQLState(code), message: "no") }
      }
      return (attempts, nil)
    } catch let error as PostgresError {
      return (attempts, error)
    }
  }
}
