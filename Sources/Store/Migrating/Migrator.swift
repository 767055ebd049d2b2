package import Postgres

/// Brings a database to the schema that this binary was built for: forward only, each migration
/// in a transaction together with its record in `retrofill.schema_migrations`.
package struct Migrator {
  private let connection: Connection
  private let migrations: [Migration]

  package init(_ connection: Connection, migrations: [Migration] = Migration.all) {
    self.connection = connection
    self.migrations = migrations
  }

  /// Applies what is missing.
  ///
  /// Two migrators at once are safe: the second waits, and then finds nothing to do.
  ///
  /// - Returns: the names of the migrations applied, in order.
  /// - Throws: `MigrationError` when what was applied earlier is not what this binary carries.
  package func migrate() throws -> [String] {
    // The lock comes before the look at what is applied, or two migrators would plan the same.
    try connection.withAdvisoryLock(.migrations) {
      try prepare()
      let pending = try check(against: applied())
      for migration in pending { try apply(migration) }
      return pending.map(\.name)
    }
  }

  /// What `migrate` would apply, without changing anything.
  package func pending() throws -> [String] {
    guard try isPrepared() else { return migrations.map(\.name) }
    return try check(against: applied()).map(\.name)
  }

  private func isPrepared() throws -> Bool {
    try connection.one("SELECT to_regclass('retrofill.schema_migrations') IS NOT NULL").get(0)
  }

  private func prepare() throws {
    guard try !isPrepared() else { return }
    try connection.transaction {
      try connection.script(
        """
        CREATE SCHEMA IF NOT EXISTS retrofill;
        CREATE TABLE retrofill.schema_migrations (
          name text PRIMARY KEY,
          checksum text NOT NULL,
          applied_at timestamptz NOT NULL DEFAULT now()
        );
        """)
    }
  }

  private func applied() throws -> [String: String] {
    let rows = try connection.query("SELECT name, checksum FROM retrofill.schema_migrations")
    return try Dictionary(uniqueKeysWithValues: rows.map { try ($0.get(0), $0.get(1)) })
  }

  /// Compares what is applied with what the binary carries, and returns what is missing.
  private func check(against applied: [String: String]) throws -> [Migration] {
    let known = Set(migrations.map(\.name))
    if let foreign = applied.keys.filter({ !known.contains($0) }).min() {
      throw MigrationError.appliedByNewerTool(foreign)
    }
    for migration in migrations {
      guard let checksum = applied[migration.name] else { continue }
      if try checksum != self.checksum(of: migration) {
        throw MigrationError.changedAfterwards(migration.name)
      }
    }
    let pending = migrations.filter { applied[$0.name] == nil }
    if let first = pending.first, let later = applied.keys.max(), later > first.name {
      throw MigrationError.outOfOrder(missing: first.name, applied: later)
    }
    return pending
  }

  private func apply(_ migration: Migration) throws {
    do {
      try connection.transaction {
        try connection.script(migration.sql)
        try connection.execute(
          """
          INSERT INTO retrofill.schema_migrations (name, checksum)
          VALUES (\(migration.name), \(checksum(of: migration)))
          """)
      }
    } catch let error as PostgresError {
      throw MigrationError.refused(migration.name, error.advised())
    }
  }

  /// The server computes it, so that no library is needed for it here.
  private func checksum(of migration: Migration) throws -> String {
    try connection.one(
      "SELECT encode(sha256(convert_to(\(migration.sql), 'UTF8')), 'hex')"
    ).get(0)
  }
}

/// Why a database cannot be brought to the schema of this binary.
package enum MigrationError: Error, CustomStringConvertible {
  case changedAfterwards(String)
  case appliedByNewerTool(String)
  case outOfOrder(missing: String, applied: String)
  case refused(String, PostgresError)

  package var description: String {
    switch self {
    case .changedAfterwards(let name):
      """
      Migration \(name) was changed after it was applied to this database. \
      Put the file back as it was, and write the change as a new migration.
      """
    case .appliedByNewerTool(let name):
      """
      This database has migration \(name), which this retrofill does not know: \
      a newer one was here. Use that version, or a newer one.
      """
    case .outOfOrder(let missing, let applied):
      """
      Migration \(missing) is not applied to this database, but the later \(applied) is. \
      Migrations are only ever added at the end: give \(missing) a later number.
      """
    case .refused(let name, let error):
      "Migration \(name) was refused, and nothing of it was kept: \(error)"
    }
  }
}
