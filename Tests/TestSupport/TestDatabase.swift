package import Postgres
package import Testing

/// A database of a test's own, on the server of the test process.
///
///     @Test(.database) func aRowIsKept() throws {
///       let connection = try TestDatabase.connect()
///       …
///     }
package struct TestDatabase: Sendable {
  package let settings: ConnectionSettings

  private let server: PrivateServer?

  @TaskLocal fileprivate static var current: TestDatabase?

  init(settings: ConnectionSettings, server: PrivateServer? = nil) {
    self.settings = settings
    self.server = server
  }

  /// The server of a test that has one to itself. Throws in any other.
  package static var server: PrivateServer {
    get throws {
      guard let server = current?.server else { throw NoTestDatabase() }
      return server
    }
  }

  /// How to reach the database of the running test. Throws outside of a test with `.database`.
  package static var settings: ConnectionSettings {
    get throws {
      guard let current else { throw NoTestDatabase() }
      return current.settings
    }
  }

  /// A new session of the running test's database.
  package static func connect(
    onNotice: (@Sendable (Notice) -> Void)? = nil
  ) throws -> Connection {
    try Connection(settings, onNotice: onNotice)
  }
}

/// `TestDatabase` was used in a test that has none.
struct NoTestDatabase: Error, CustomStringConvertible {
  var description: String { "this test has no database: give it the trait .database" }
}

/// Gives each test, and each case of a parametrised one, a database of its own.
package struct DatabaseTrait: TestTrait, SuiteTrait, TestScoping {
  let isMigrated: Bool

  package var isRecursive: Bool { true }

  package func provideScope(
    for test: Test, testCase: Test.Case?, performing function: @Sendable () async throws -> Void
  ) async throws {
    let cluster = try TestCluster.shared.get()
    let database = try cluster.makeDatabase(isMigrated: isMigrated)
    defer { try? cluster.drop(database) }
    try await TestDatabase.$current.withValue(database) { try await function() }
  }
}

/// Gives each test a server of its own, which it may kill.
package struct PrivateServerTrait: TestTrait, SuiteTrait, TestScoping {
  package var isRecursive: Bool { true }

  package func provideScope(
    for test: Test, testCase: Test.Case?, performing function: @Sendable () async throws -> Void
  ) async throws {
    let server = try PrivateServer()
    defer { server.remove() }
    let database = TestDatabase(settings: server.settings, server: server)
    try await TestDatabase.$current.withValue(database) { try await function() }
  }
}

extension Trait where Self == PrivateServerTrait {
  /// A server with the product's schema, freshly migrated.
  package static var privateServer: PrivateServerTrait { PrivateServerTrait() }
}

extension Trait where Self == DatabaseTrait {
  /// A database with the product's schema, freshly migrated.
  package static var database: DatabaseTrait { DatabaseTrait(isMigrated: true) }

  /// A database with nothing in it.
  package static var emptyDatabase: DatabaseTrait { DatabaseTrait(isMigrated: false) }
}
