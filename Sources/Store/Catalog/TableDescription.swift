package import Postgres

/// A table as the server describes it: what a load checks its layout against.
package struct TableDescription: Sendable {
  package let name: TableName
  package let columns: [Column]
  /// The columns that tell a row from all others, in their order: those of the primary key, else of a
  /// unique index in which none is NULL. Empty where there is neither: rows can only be appended.
  package let key: [String]
  /// The column by whose ranges of time the table is partitioned; nil when it is not.
  package let partitionColumn: String?
  /// Whether more than a row's own values decides whether the table takes it: foreign keys, unique
  /// constraints beside the key, triggers for each row that is inserted.
  package let judgesRowsTogether: Bool
  package let rights: Rights

  /// What the session's role may do with it.
  package struct Rights: Sendable, Hashable {
    package let role: String
    package let owner: String
    /// Of SELECT, INSERT and UPDATE those that it does not have for any column.
    package let missing: [String]
    /// Which takes the owner, and a schema that takes new tables.
    package let makesPartitions: Bool
  }

  package struct Column: Sendable, Hashable {
    package let name: String
    /// The type's name without modifiers, domains resolved: `numeric`, `timestamptz`, `int4`.
    package let type: String
    /// The type as the table declares it: `numeric(20,8)`.
    package let declaredType: String
    package let isNullable: Bool
    /// The server fills it when it is left out.
    package let hasDefault: Bool
    /// The server alone fills it.
    package let isGenerated: Bool
    /// What the server computes with: `declaredType`, domains resolved to the type beneath.
    package let storedType: String
    /// How much of its type the column takes; nil when that is all of it.
    package let limit: Limit?
  }

  /// What a type's modifier allows.
  package enum Limit: Sendable, Hashable {
    /// Of `varchar(n)` and `char(n)`.
    case characters(Int)
    /// Of `numeric(precision, scale)`.
    case digits(precision: Int, scale: Int)
  }

  package func column(_ name: String) -> Column? { columns.first { $0.name == name } }
}

extension TableDescription.Limit {
  /// Reads a type's modifier as `pg_attribute.atttypmod` has it (numeric.c, varchar.c).
  init?(type: String, modifier: Int32) {
    let bare = Int(modifier) - 4
    guard bare >= 0 else { return nil }
    switch type {
    case "varchar", "bpchar": self = .characters(bare)
    case "numeric":
      // Eleven bits with a sign: since PostgreSQL 15 a scale may be negative.
      let scale = ((bare & 0x7FF) ^ 1024) - 1024
      self = .digits(precision: bare >> 16, scale: scale)
    default: return nil
    }
  }
}

/// What is looked up in the server's catalog.
package struct Catalog {
  let connection: Connection

  package init(_ connection: Connection) { self.connection = connection }

  /// Describes a table.
  ///
  /// - Throws: `CatalogError.noSuchTable`, with the names that come close.
  package func describe(_ table: TableName) throws -> TableDescription {
    guard let oid = try oid(of: table) else {
      throw CatalogError.noSuchTable(table, near: try names(near: table))
    }
    return TableDescription(
      name: table, columns: try columns(of: oid), key: try key(of: oid),
      partitionColumn: try partitionColumn(of: oid), judgesRowsTogether: try hasRowRules(oid),
      rights: try rights(oid))
  }

  package func exists(_ table: TableName) throws -> Bool { try oid(of: table) != nil }

  private func oid(of table: TableName) throws -> Int64? {
    try connection.first(
      """
      SELECT c.oid::bigint
      FROM pg_class AS c JOIN pg_namespace AS n ON n.oid = c.relnamespace
      WHERE n.nspname = \(table.schema) AND c.relname = \(table.name) AND c.relkind IN ('r', 'p')
      """)?.get(0)
  }

  private func columns(of oid: Int64) throws -> [TableDescription.Column] {
    try connection.query(
      """
      SELECT a.attname, base.name, format_type(a.atttypid, a.atttypmod),
        NOT (a.attnotnull OR base.forbids_null), a.atthasdef OR a.attidentity <> '',
        a.attgenerated <> '' OR a.attidentity = 'a', format_type(base.oid, base.modifier),
        base.modifier
      FROM pg_attribute AS a
      CROSS JOIN LATERAL (
        -- A domain may be over another one; the modifier is that of the innermost.
        WITH RECURSIVE chain AS (
          SELECT a.atttypid AS oid, a.atttypmod AS modifier, 0 AS depth
          UNION ALL
          SELECT t.typbasetype, t.typtypmod, depth + 1
          FROM chain JOIN pg_type AS t USING (oid)
          WHERE t.typbasetype <> 0)
        SELECT oid, t.typname AS name, modifier, bool_or(t.typnotnull) OVER () AS forbids_null
        FROM chain JOIN pg_type AS t USING (oid)
        ORDER BY depth DESC
        LIMIT 1) AS base
      WHERE a.attrelid = \(oid)::bigint::oid AND a.attnum > 0 AND NOT a.attisdropped
      ORDER BY a.attnum
      """
    ).map { row in
      try TableDescription.Column(
        name: row.get(0), type: row.get(1), declaredType: row.get(2), isNullable: row.get(3),
        hasDefault: row.get(4), isGenerated: row.get(5), storedType: row.get(6),
        limit: TableDescription.Limit(type: row.get(1), modifier: row.get(7)))
    }
  }

  private func key(of oid: Int64) throws -> [String] {
    try connection.query(
      """
      WITH keys AS (
        SELECT i.indexrelid, i.indisprimary, i.indnkeyatts, k.position, a.*
        FROM pg_index AS i
        CROSS JOIN LATERAL unnest(i.indkey::smallint[]) WITH ORDINALITY AS k (attnum, position)
        JOIN pg_attribute AS a ON a.attrelid = i.indrelid AND a.attnum = k.attnum
        WHERE i.indrelid = \(oid)::bigint::oid AND i.indisunique
          -- Of one over expressions, or over some of the rows, the columns do not tell enough.
          AND i.indexprs IS NULL AND i.indpred IS NULL AND (i.indisprimary OR i.indisvalid)
          -- Behind these an index may carry columns along (INCLUDE).
          AND k.position <= i.indnkeyatts),
      best AS (
        SELECT indexrelid FROM keys
        GROUP BY indexrelid, indisprimary, indnkeyatts
        HAVING bool_and(attnotnull)
        -- Numbers that the server gives out say nothing of what a file holds.
        ORDER BY indisprimary DESC, bool_or(atthasdef OR attidentity <> ''), indnkeyatts,
          indexrelid
        LIMIT 1)
      SELECT attname FROM keys JOIN best USING (indexrelid) ORDER BY position
      """
    ).map { try $0.get(0) }
  }

  private func partitionColumn(of oid: Int64) throws -> String? {
    try connection.first(
      """
      SELECT a.attname
      FROM pg_partitioned_table AS p
      JOIN pg_attribute AS a ON a.attrelid = p.partrelid AND a.attnum = p.partattrs[0]
      WHERE p.partrelid = \(oid)::bigint::oid AND p.partstrat = 'r' AND p.partnatts = 1
        AND a.atttypid IN ('timestamptz'::regtype, 'timestamp'::regtype, 'date'::regtype)
      """)?.get(0)
  }

  private func hasRowRules(_ oid: Int64) throws -> Bool {
    try connection.one(
      """
      SELECT EXISTS (
          SELECT FROM pg_constraint
          WHERE conrelid = \(oid)::bigint::oid AND contype IN ('f', 'x'))
        OR EXISTS (
          SELECT FROM pg_index
          WHERE indrelid = \(oid)::bigint::oid AND indisunique AND NOT indisprimary)
        OR EXISTS (
          SELECT FROM pg_trigger
          -- Bit 0 is FOR EACH ROW, bit 2 INSERT (catalog/pg_trigger.h).
          WHERE tgrelid = \(oid)::bigint::oid AND NOT tgisinternal AND tgtype & 5 = 5)
      """
    ).get(0)
  }

  private func rights(_ oid: Int64) throws -> TableDescription.Rights {
    let row = try connection.one(
      """
      SELECT current_user, pg_get_userbyid(c.relowner),
        (
          SELECT coalesce(string_agg(r, ' ' ORDER BY n), '')
          FROM unnest(ARRAY['SELECT', 'INSERT', 'UPDATE']) WITH ORDINALITY AS u (r, n)
          WHERE NOT has_any_column_privilege(c.oid, r)),
        pg_has_role(c.relowner, 'USAGE') AND has_schema_privilege(c.relnamespace, 'CREATE')
      FROM pg_class AS c WHERE c.oid = \(oid)::bigint::oid
      """)
    let missing: String = try row.get(2)
    return try TableDescription.Rights(
      role: row.get(0), owner: row.get(1), missing: missing.split(separator: " ").map(String.init),
      makesPartitions: row.get(3))
  }

  /// Tables whose names share most of their letters with the one asked for, or that stand in
  /// another schema under the same name.
  private func names(near table: TableName) throws -> [TableName] {
    let tables = try connection.query(
      """
      SELECT n.nspname, c.relname
      FROM pg_class AS c JOIN pg_namespace AS n ON n.oid = c.relnamespace
      WHERE c.relkind IN ('r', 'p') AND NOT c.relispartition
        AND n.nspname NOT IN ('pg_catalog', 'information_schema', 'retrofill')
        AND n.nspname NOT LIKE 'pg\\_%'
      ORDER BY 1, 2
      """
    ).map { try TableName(schema: $0.get(0), name: $0.get(1)) }
    return tables.filter { $0.name.editDistance(to: table.name) < 4 }
  }
}

/// What a look at the catalog can end in.
package enum CatalogError: Error, CustomStringConvertible {
  case noSuchTable(TableName, near: [TableName])

  package var description: String {
    switch self {
    case .noSuchTable(let table, let near):
      if near.isEmpty {
        """
        There is no table \(table) in this database. Create it, or check the name; \
        the tables that Retrofill brings are made by 'retrofill db init'.
        """
      } else {
        """
        There is no table \(table) in this database. \
        Did you mean \(near.map(\.description).joined(separator: " or "))?
        """
      }
    }
  }
}
