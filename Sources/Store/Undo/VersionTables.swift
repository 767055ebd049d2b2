package import Postgres

/// The version tables that there are, and new ones made: `retrofill.version_tables`.
package struct VersionTables {
  let connection: Connection

  package init(_ connection: Connection) { self.connection = connection }

  /// The version table of a table; nil where none of its rows was ever overwritten by a load that
  /// kept versions.
  package func find(of target: TableName) throws -> VersionTable? {
    try connection.first(
      """
      SELECT versions, journal, journal_columns, restored, restored_columns
      FROM retrofill.version_tables WHERE table_name = \(target.description)
      """
    ).map { row in
      let (journal, restored): (String?, String?) = try (row.get(1), row.get(3))
      return try VersionTable(
        target: target, versions: Self.named(row.get(0)),
        journal: journal.map {
          try VersionTable.Journal(name: Self.named($0), columns: row.get(2, as: [String].self))
        },
        restored: restored.map {
          try VersionTable.Journal(name: Self.named($0), columns: row.get(4, as: [String].self))
        })
    }
  }

  /// The version table of a table, made where there is none, and with the columns that the table
  /// has been given since.
  package func prepare(for table: TableDescription) throws -> VersionTable {
    if let found = try find(of: table.name), try lacking(found, table).isEmpty { return found }
    return try connection.transaction {
      try connection.acquireInTransaction(AdvisoryLock(name: "version tables"))
      let found = try find(of: table.name) ?? make(for: table)
      for column in try lacking(found, table) {
        try connection.execute(
          """
          ALTER TABLE \(table: found.versions)
          ADD COLUMN \(identifier: column.name) \(sql: SQL(unchecked: column.declaredType))
          """)
      }
      return found
    }
  }

  /// Forgets versions that were replaced before a moment, but for those that a load had overwritten
  /// which was undone while its own rows were out of the table: nothing else knows what a restore
  /// of these rows has to bring. What restores wrote before is forgotten as well.
  ///
  /// - Returns: how many.
  package func prune(before moment: Timestamp) throws -> Int {
    var pruned = 0
    let tables: [(versions: String, restored: String?)] = try connection.query(
      "SELECT versions, restored FROM retrofill.version_tables ORDER BY 1"
    ).map { try ($0.get(0), $0.get(1)) }
    for (versions, restored) in tables {
      pruned += try connection.transaction {
        try connection.execute(
          """
          UPDATE retrofill.version_tables
          SET pruned_before = greatest(pruned_before, \(moment)) WHERE versions = \(versions)
          """)
        if let restored {
          try connection.execute(
            """
            DELETE FROM \(table: Self.named(restored))
            WHERE \(identifier: VersionTable.restoredAt) < \(moment)
            """)
        }
        return try connection.execute(
          """
          DELETE FROM \(table: Self.named(versions)) AS v
          WHERE \(identifier: VersionTable.replacedAt) < \(moment)
            AND NOT EXISTS (
              SELECT FROM retrofill.loads AS l
              WHERE l.load_id = v.\(identifier: VersionTable.replacedBy) AND l.status = 'undone')
          """)
      }
    }
    return pruned
  }

  /// Up to which moment versions of a table's rows are gone.
  package func prunedBefore(_ target: TableName) throws -> Timestamp? {
    try connection.first(
      """
      SELECT pruned_before FROM retrofill.version_tables WHERE table_name = \(target.description)
      """)?.get(0)
  }

  static func named(_ name: String) -> TableName {
    TableName(schema: "retrofill", name: name)
  }

  // MARK: - New tables

  private func make(for table: TableDescription) throws -> VersionTable {
    let name = try freeName(for: table.name)
    let versions = Self.named(name + "_versions")
    let isWatched = try marksChanges(table.name)
    let writer: SQL = isWatched ? "" : ", retrofill_load bigint"
    try connection.execute(
      """
      CREATE TABLE \(table: versions) (
        LIKE \(table: table.name)\(sql: writer),
        \(identifier: VersionTable.replacedBy) bigint NOT NULL,
        \(identifier: VersionTable.replacedAt) timestamptz NOT NULL DEFAULT now())
      """)
    // A version is what a row was, whatever the table asks of rows by now.
    for column in table.columns where !column.isNullable && !table.key.contains(column.name) {
      try connection.execute(
        "ALTER TABLE \(table: versions) ALTER \(identifier: column.name) DROP NOT NULL")
    }
    let journal = isWatched ? nil : try makeJournal(named: name + "_journal", for: table)
    try connection.execute(
      """
      INSERT INTO retrofill.version_tables (table_name, versions, journal, journal_columns)
      VALUES (\(table.name.description), \(versions.name), \(journal?.name.name),
        \(journal?.columns)::text[])
      """)
    try remakeView()
    return VersionTable(target: table.name, versions: versions, journal: journal, restored: nil)
  }

  /// `retrofill.changes` shows the versions of all tables.
  private func remakeView() throws {
    let parts = try connection.query(
      "SELECT table_name FROM retrofill.version_tables ORDER BY 1"
    ).compactMap { try find(of: TableName($0.get(0, as: String.self))) }.map { table -> SQL in
      """
      SELECT \(literal: table.target.description)::text AS table_name,
        v.\(identifier: table.writerColumn) AS written_by,
        v.\(identifier: VersionTable.replacedBy) AS replaced_by,
        v.\(identifier: VersionTable.replacedAt) AS replaced_at,
        to_jsonb(v) - ARRAY[\(literal: table.writerColumn), \(literal: VersionTable.replacedBy),
          \(literal: VersionTable.replacedAt)]::text[] AS old
      FROM \(table: table.versions) AS v
      """
    }
    try connection.execute(
      "CREATE OR REPLACE VIEW retrofill.changes AS \(sql: parts.joined(separator: " UNION ALL "))")
  }

  private func makeJournal(
    named name: String, for table: TableDescription
  ) throws -> VersionTable.Journal {
    let journal = VersionTable.Journal(
      name: Self.named(name), columns: table.columns.map(\.name))
    let key = table.columns.filter { table.key.contains($0.name) }.map {
      "\(identifier: $0.name) \(sql: SQL(unchecked: $0.storedType))" as SQL
    }
    try connection.execute(
      """
      CREATE TABLE \(table: journal.name) (
        \(sql: key.joined()),
        retrofill_load bigint NOT NULL,
        \(identifier: VersionTable.hashColumn) bigint NOT NULL,
        PRIMARY KEY (\(identifiers: table.key)))
      """)
    return journal
  }

  /// Whether the table says which load wrote a row, and when somebody else changed it.
  package func marksChanges(_ table: TableName) throws -> Bool {
    try connection.one(
      """
      SELECT EXISTS (
        SELECT FROM pg_trigger AS t
        JOIN pg_class AS c ON c.oid = t.tgrelid JOIN pg_namespace AS n ON n.oid = c.relnamespace
        WHERE n.nspname = \(table.schema) AND c.relname = \(table.name)
          AND t.tgname = 'retrofill_disown')
      """
    ).get(0)
  }

  /// The server cuts names at 63 bytes, so that two long ones may come to the same.
  private func freeName(for table: TableName) throws -> String {
    let full = table.schema == "public" ? table.name : "\(table.schema)_\(table.name)"
    let stem = String(decoding: full.utf8.prefix(40), as: UTF8.self)
    var name = stem
    var number = 1
    while try Catalog(connection).exists(Self.named(name + "_versions"))
      || Catalog(connection).exists(Self.named(name + "_journal"))
    {
      number += 1
      name = "\(stem)_\(number)"
    }
    return name
  }

  private func lacking(
    _ versions: VersionTable, _ table: TableDescription
  ) throws -> [TableDescription.Column] {
    let present = try Catalog(connection).describe(versions.versions)
    return table.columns.filter { present.column($0.name) == nil }
  }
}
