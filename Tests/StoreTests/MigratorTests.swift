import Dispatch
import Foundation
import Postgres
import Store
import Synchronization
import TestSupport
import Testing

@Suite(.emptyDatabase) struct MigratorTests {
  private let first = Migration(name: "0001_first", sql: "CREATE TABLE first (a int);")
  private let second = Migration(name: "0002_second", sql: "CREATE TABLE second (a int);")

  @Test func theBinaryCarriesTheMigrationsOfTheFolder() throws {
    let folder = URL(fileURLWithPath: #filePath)
      .deletingLastPathComponent().appendingPathComponent("../../migrations").standardizedFileURL
    let files = try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted()
    #expect(Migration.all.map { $0.name + ".sql" } == files)
    for migration in Migration.all {
      let text = try String(
        contentsOf: folder.appendingPathComponent(migration.name + ".sql"), encoding: .utf8)
      #expect(migration.sql == text, "\(migration.name)")
    }
  }

  @Test func whatIsMissingIsAppliedOnceAndInOrder() throws {
    let connection = try TestDatabase.connect()
    let migrator = Migrator(connection)
    let names = Migration.all.map(\.name)
    #expect(try migrator.pending() == names)
    #expect(try rows(connection, "SELECT to_regnamespace('retrofill') IS NULL") == ["t"])
    #expect(try migrator.migrate() == names)
    #expect(try migrator.migrate() == [])
    #expect(try migrator.pending() == [])
    #expect(
      try rows(connection, "SELECT name FROM retrofill.schema_migrations ORDER BY name") == names)
  }

  @Test func aLaterMigrationIsAppliedToWhatIsThere() throws {
    let connection = try TestDatabase.connect()
    #expect(try Migrator(connection, migrations: [first]).migrate() == ["0001_first"])
    let migrator = Migrator(connection, migrations: [first, second])
    #expect(try migrator.pending() == ["0002_second"])
    #expect(try migrator.migrate() == ["0002_second"])
  }

  @Test func twoMigratorsAtOnceApplyEachMigrationOnce() throws {
    let settings = try TestDatabase.settings
    let applied = Mutex<[String]>([])
    let failures = Mutex<[String]>([])
    DispatchQueue.concurrentPerform(iterations: 3) { _ in
      do {
        let names = try Migrator(Connection(settings)).migrate()
        applied.withLock { $0 += names }
      } catch {
        failures.withLock { $0.append("\(error)") }
      }
    }
    #expect(failures.withLock { $0 } == [])
    #expect(applied.withLock { $0 } == Migration.all.map(\.name))
  }

  @Test func aMigrationThatWasChangedAfterwardsIsRefused() throws {
    let connection = try TestDatabase.connect()
    _ = try Migrator(connection, migrations: [first]).migrate()
    let changed = Migration(name: first.name, sql: first.sql + " ")
    let migrator = Migrator(connection, migrations: [changed, second])
    #expect(
      try words { _ = try migrator.migrate() } == """
        Migration 0001_first was changed after it was applied to this database. \
        Put the file back as it was, and write the change as a new migration.
        """)
    #expect(try rows(connection, "SELECT to_regclass('second') IS NULL") == ["t"])
  }

  @Test func aDatabaseOfANewerToolIsRefused() throws {
    let connection = try TestDatabase.connect()
    _ = try Migrator(connection, migrations: [first, second]).migrate()
    #expect(
      try words { _ = try Migrator(connection, migrations: [first]).pending() } == """
        This database has migration 0002_second, which this retrofill does not know: \
        a newer one was here. Use that version, or a newer one.
        """)
  }

  @Test func aMigrationBehindALaterOneIsRefused() throws {
    let connection = try TestDatabase.connect()
    _ = try Migrator(connection, migrations: [second]).migrate()
    #expect(
      try words { _ = try Migrator(connection, migrations: [first, second]).migrate() } == """
        Migration 0001_first is not applied to this database, but the later 0002_second is. \
        Migrations are only ever added at the end: give 0001_first a later number.
        """)
  }

  @Test func ofARefusedMigrationNothingIsKeptAndTheEarlierOnesStay() throws {
    let connection = try TestDatabase.connect()
    let broken = Migration(
      name: "0002_broken", sql: "CREATE TABLE half (a int); SELECT * FROM nowhere;")
    #expect(
      try words { _ = try Migrator(connection, migrations: [first, broken]).migrate() } == """
        Migration 0002_broken was refused, and nothing of it was kept: \
        relation "nowhere" does not exist (SQLSTATE 42P01)
          hint: A table that this needs, or what belongs to it, was dropped or altered. When it is \
        as it should be, run the same command again.
          statement: CREATE TABLE half (a int); SELECT * FROM nowhere;
        """)
    #expect(
      try rows(connection, "SELECT name FROM retrofill.schema_migrations") == ["0001_first"])
    #expect(try rows(connection, "SELECT to_regclass('half') IS NULL") == ["t"])
  }

  private func words(_ work: () throws -> Void) throws -> String {
    let error = try #require(throws: MigrationError.self) { try work() }
    return error.description
  }
}
