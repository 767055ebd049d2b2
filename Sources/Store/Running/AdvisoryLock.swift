package import Postgres

/// A lock that the server keeps for as long as a session lives: it vanishes with a killed process.
package struct AdvisoryLock: Sendable, Hashable {
  /// What is locked, in words; the server sees a 64-bit hash of it.
  package let name: String

  package init(name: String) { self.name = Self.prefix + name }

  private static let prefix = "retrofill "

  package static let migrations = AdvisoryLock(name: "migrations")

  /// Held by a load from its start to its end: who can take it knows that the load is dead.
  package static func load(_ id: Int64) -> AdvisoryLock { .init(name: loadPrefix + "\(id)") }

  private static let loadPrefix = "load "

  /// The key of that lock for each row of a query, of which `id` is an expression.
  static func key(ofLoad id: SQL) -> SQL {
    "hashtextextended(\(literal: prefix + loadPrefix) || \(sql: id), 0)"
  }

  /// Shared by the sessions that write for a load: who has it alone knows that what these had begun
  /// has come to its end.
  package static func writers(of load: Int64) -> AdvisoryLock { .init(name: "writers of \(load)") }

  /// Held while rows are merged into a table, so that merges into it follow one another; shared while
  /// rows are appended.
  package static func merge(into table: TableName) -> AdvisoryLock {
    .init(name: "merge into \(table)")
  }

  /// Held while it is looked whether a content was appended before to a table without a key, until
  /// that is written down: nothing but the ledger keeps it from being appended twice.
  package static func appending(
    _ sha256: String, to table: TableName, layoutFingerprint: String
  ) -> AdvisoryLock {
    .init(name: "appending \(sha256) to \(table) through \(layoutFingerprint)")
  }

  /// Held, beside a share of the lock that keeps merges apart, while partitions are attached to a table.
  package static func partitions(of table: TableName) -> AdvisoryLock {
    .init(name: "partitions of \(table)")
  }

  /// Held while a source is looked up or created by name.
  package static let sources = AdvisoryLock(name: "sources")

  /// Held while rows of another parent table are looked up or created by name.
  static func parents(_ table: String) -> AdvisoryLock { .init(name: "parents in \(table)") }

  /// Held by those who take sources or other parents back, and shared by those whose rows refer to
  /// them.
  static let withdrawal = AdvisoryLock(name: "withdrawal of sources")

  /// Held while files are taken out of a folder of uploads.
  package static func uploads(_ folder: String) -> AdvisoryLock { .init(name: "uploads \(folder)") }

  /// Held by a run of a job, so that two never overlap.
  package static func job(_ name: String) -> AdvisoryLock { .init(name: "job \(name)") }

  /// Held while a table's derived rows are recomputed.
  package static func refining(_ table: String, _ what: String) -> AdvisoryLock {
    .init(name: "refining \(what) of \(table)")
  }

  /// How long a lock that should be free is looked at before it is taken for a sign of life: the
  /// server needs a moment to notice that the process which held it was killed.
  package static let patience = Duration.seconds(5)

  /// The expression that the lock functions take.
  package var key: SQL { "hashtextextended(\(name), 0)" }

  /// Whether a row `l` of `pg_locks` is the holding of the lock of a key in this database.
  static func isHeld(_ key: SQL) -> SQL {
    """
    l.locktype = 'advisory' AND l.granted AND l.objsubid = 1
    AND l.database = (SELECT oid FROM pg_database WHERE datname = current_database())
    AND (l.classid::bigint << 32) | l.objid::bigint = \(sql: key)
    """
  }
}

extension Connection {
  /// Waits for the lock, holds it through the closure, and gives it back.
  package func withAdvisoryLock<T>(_ lock: AdvisoryLock, _ body: () throws -> T) throws -> T {
    try execute("SELECT pg_advisory_lock(\(sql: lock.key))")
    do {
      let result = try body()
      try release(lock)
      return result
    } catch {
      // A broken connection has given the lock back already; the first error is the one to tell.
      try? release(lock)
      throw error
    }
  }

  /// Takes the lock for the rest of the session if nobody holds it.
  package func tryAcquire(_ lock: AdvisoryLock) throws -> Bool {
    try first("SELECT pg_try_advisory_lock(\(sql: lock.key))")?.get(0) ?? false
  }

  /// Takes the lock for the rest of the session if nobody holds it, or lets go of it within
  /// `patience`.
  package func tryAcquire(_ lock: AdvisoryLock, within patience: Duration) throws -> Bool {
    let start = ContinuousClock.now
    while try !tryAcquire(lock) {
      if ContinuousClock.now - start > patience { return false }
      try execute("SELECT pg_sleep(0.1)")
    }
    return true
  }

  /// Takes the lock for the rest of the session, together with others who share it.
  package func share(_ lock: AdvisoryLock) throws {
    try execute("SELECT pg_advisory_lock_shared(\(sql: lock.key))")
  }

  /// Which session holds a lock, in words: `server process 4711 of retrofill 815 on atlas from
  /// 10.0.0.7`.
  package func holder(of lock: AdvisoryLock) throws -> String {
    try holder(of: lock, where: "true") ?? "another session"
  }

  /// As `holder`, but only a session of another client; nil where there is none.
  package func holderElsewhere(of lock: AdvisoryLock) throws -> String? {
    try holder(
      of: lock, where: "a.application_name IS DISTINCT FROM current_setting('application_name')")
  }

  private func holder(of lock: AdvisoryLock, where isMeant: SQL) throws -> String? {
    try first(
      """
      SELECT format('server process %s%s%s', l.pid, ' of ' || nullif(a.application_name, ''),
        ' from ' || host(a.client_addr))
      FROM pg_locks AS l
      LEFT JOIN pg_stat_activity AS a ON a.pid = l.pid
      WHERE \(sql: AdvisoryLock.isHeld(lock.key)) AND \(sql: isMeant)
      """)?.get(0)
  }

  package func release(_ lock: AdvisoryLock) throws {
    try execute("SELECT pg_advisory_unlock(\(sql: lock.key))")
  }

  /// Waits for the lock and holds it until the transaction ends.
  package func acquireInTransaction(_ lock: AdvisoryLock) throws {
    try execute("SELECT pg_advisory_xact_lock(\(sql: lock.key))")
  }

  /// Takes the lock until the transaction ends, if nobody holds it.
  package func tryAcquireInTransaction(_ lock: AdvisoryLock) throws -> Bool {
    try one("SELECT pg_try_advisory_xact_lock(\(sql: lock.key))").get(0)
  }

  /// As `tryAcquireInTransaction`, together with others who share the lock.
  package func tryShareInTransaction(_ lock: AdvisoryLock) throws -> Bool {
    try one("SELECT pg_try_advisory_xact_lock_shared(\(sql: lock.key))").get(0)
  }

  /// As `acquireInTransaction`, together with others who share the lock.
  package func shareInTransaction(_ lock: AdvisoryLock) throws {
    try execute("SELECT pg_advisory_xact_lock_shared(\(sql: lock.key))")
  }
}
