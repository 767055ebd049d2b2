import Foundation
import Postgres
import TestSupport
import Testing

/// What becomes of a connection when the network breaks.
@Suite(.emptyDatabase, .timeLimit(.minutes(2))) struct FaultProxyTests {
  private let proxy: FaultProxy

  init() throws { proxy = try FaultProxy(before: TestDatabase.settings) }

  @Test func whatIsForwardedIsAsIfNobodyStoodBetween() throws {
    let connection = try Connection(proxy.settings)
    #expect(try connection.one("SELECT length(repeat('x', 1000000))").get(0) == 1_000_000)
    proxy.close()
  }

  @Test(arguments: [FaultProxy.Fault.drop, .swallow])
  func aBrokenConnectionSaysSoAndNewOnesAreMade(fault: FaultProxy.Fault) throws {
    let connection = try Connection(proxy.settings)
    proxy.strike(fault)
    let error = #expect(throws: PostgresError.self) { try connection.execute("SELECT 1") }
    #expect(error?.sqlState == .connectionFailure)
    #expect(!connection.isOpen)
    #expect(try Connection(proxy.settings).one("SELECT 1").get(0) == 1)
    proxy.close()
  }

  @Test func aCommitWhoseAnswerIsLostHasHappenedAndIsUnknown() throws {
    let connection = try Connection(proxy.settings)
    try connection.execute("CREATE TABLE t (a int)")
    let error = #expect(throws: PostgresError.self) {
      try connection.transaction {
        try connection.execute("INSERT INTO t VALUES (1)")
        proxy.strike(.swallow)
      }
    }
    #expect(error?.sqlState == .transactionResolutionUnknown)
    #expect(try TestDatabase.connect().one("SELECT count(*) FROM t").get(0) == 1)
    proxy.close()
  }

  @Test func whoeverGivesUpBehindCommitDoesNotKnowWhatBecameOfIt() throws {
    struct GivenUp: Error {}
    let connection = try TestDatabase.connect()
    let error = #expect(throws: PostgresError.self) {
      try connection.transaction {
      } commitSent: {
        throw GivenUp()
      }
    }
    #expect(error?.sqlState == .transactionResolutionUnknown)
    #expect(error?.message == "the connection was closed before COMMIT was answered: GivenUp()")
    #expect(!connection.isOpen)
  }

  @Test func anInterruptionEndsTheWaitForAServerThatNoLongerAnswers() throws {
    let interruption = Interruption()
    let connection = try Connection(proxy.settings)
    let proxy = proxy
    proxy.strike(.stall, lasting: true)
    Thread.detachNewThread {
      usleep(100_000)
      interruption.raise()
    }
    let start = ContinuousClock.now
    let error = #expect(throws: PostgresError.self) {
      try interruption.cancelling(connection.canceller) { try connection.execute("SELECT 1") }
    }
    #expect(error?.sqlState == .connectionFailure)
    #expect(ContinuousClock.now - start < .seconds(30))
    proxy.close()
  }

  @Test func aConnectionThatIsStalledFromTheBeginningTimesOut() throws {
    proxy.strike(.stall, lasting: true)
    let error = #expect(throws: ConnectionFailure.self) {
      try Connection(proxy.settings.with("connect_timeout", "1"))
    }
    #expect(error?.problem == .timedOut(seconds: 1))
    proxy.close()
  }

  @Test func cancellingThroughANetworkThatIsGoneDoesNotEndTheProcess() throws {
    let connection = try Connection(proxy.settings)
    let canceller = connection.canceller
    proxy.strike(.drop, lasting: true)
    for _ in 0..<200 { canceller.cancel() }
    proxy.close()
  }
}
