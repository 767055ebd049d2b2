package import Postgres
import Store

/// What the tables of a schema hold, in a form to compare: for each table the number of its rows
/// and a sum of hashes over them, `1440:-38…`. The order of rows does not count, and numbers count
/// by value: 0.10 is 0.1.
///
/// Two runs that did the same work give the same, whenever they ran and whatever numbers the
/// sequences had come to: columns that hold the time of the work are left out, and a number that
/// stands for something is replaced by what it stands for. What loads tell of their end is left out,
/// because one that was interrupted may tell of more than one. With `exact` nothing is left out or
/// replaced: the same run, seen twice.
package func contentHash(
  of connection: Connection, schema: String = "public", exact: Bool = false
) throws -> [String: String] {
  var hashes: [String: String] = [:]
  for table in try hashedTables(in: schema, connection) {
    let columns = try hashedColumns(of: table, exact: exact, connection)
    let row = try connection.first(
      """
      SELECT count(*) || ':' ||
        coalesce(sum(hashtextextended(ROW(\(sql: columns.joined()))::text, 0)::numeric), 0)
      FROM \(table: table) AS t
      WHERE \(sql: exact ? "true" : isOfTheContent("t", of: table))
      """)
    hashes[table.name] = try row?.get(0)
  }
  return hashes
}

private func isOfTheContent(_ alias: String, of table: TableName) -> SQL {
  LoadEvents.isEvent(alias, of: table).map { "NOT \(sql: $0)" } ?? "true"
}

/// Columns that say when the tool worked, or in which load: they differ from run to run.
private let columnsOfTheRun: Set<String> = [
  "applied_at", "changed_at", "committed_at", "created_at", "deleted_at", "detected_at",
  "duration_ms", "file_inode", "file_modified_us", "finished_at", "ingestion_timestamp",
  "last_successful_update", "load_id", "next_scheduled_update", "recorded_at", "removed_at",
  "replaced_at", "replaced_by", "restored_at", "retrofill_replaced_at",
  "retrofill_replaced_by", "run_id", "started_at", "updated_at",
  "uploaded_at", "file_data.timestamp",
]

/// Numbers from sequences, which have gaps after a failure, that nothing else refers to, or that
/// are replaced where it does.
private let surrogateKeys: Set<String> = [
  "anomalies.anomaly_id", "archives.archive_id", "audit_log.audit_id",
  "dirty_ranges.dirty_range_id", "files.file_id", "files.id", "lineage.lineage_id",
  "market_calendar.calendar_id", "removed_ranges.removed_range_id", "sources.source_id",
  "timeseries_archive.archive_id",
  "validation_rules.rule_id",
]

/// What a number that refers to another table stands for.
private func referent(of column: String, in table: TableName) -> SQL? {
  switch column {
  // The connectors' tables call a text so.
  case "source_id" where table.name.hasPrefix("api_") || table.name.hasPrefix("websocket_"): nil
  case "source_id", "derived_source_id", "parent_source_id":
    "(SELECT s.name FROM public.sources AS s WHERE s.source_id = t.\(identifier: column))"
  case "file_id" where table.name == "file_data":
    "(SELECT f.sha256 FROM public.files AS f WHERE f.id = t.file_id)"
  default: nil
  }
}

/// The tables that hold rows: of a partitioned one the whole, and not its partitions again.
private func hashedTables(in schema: String, _ connection: Connection) throws -> [TableName] {
  let rows = try connection.query(
    """
    SELECT c.relname FROM pg_class AS c
    WHERE c.relnamespace = (SELECT oid FROM pg_namespace WHERE nspname = \(schema))
      AND c.relkind IN ('r', 'p') AND NOT c.relispartition
    ORDER BY c.relname
    """)
  return try rows.map { TableName(schema: schema, name: try $0.get(0)) }
}

private func hashedColumns(
  of table: TableName, exact: Bool, _ connection: Connection
) throws -> [SQL] {
  let rows = try connection.query(
    """
    SELECT a.attname, a.atttypid = 'numeric'::regtype AS is_numeric FROM pg_attribute AS a
    JOIN pg_class AS c ON c.oid = a.attrelid
    JOIN pg_namespace AS n ON n.oid = c.relnamespace
    WHERE n.nspname = \(table.schema) AND c.relname = \(table.name)
      AND a.attnum > 0 AND NOT a.attisdropped
    ORDER BY a.attname
    """)
  return try rows.compactMap { row in
    let name: String = try row.get("attname")
    if exact { return "t.\(identifier: name)" }
    let qualified = table.name + "." + name
    if columnsOfTheRun.contains(name) || columnsOfTheRun.contains(qualified)
      || surrogateKeys.contains(qualified)
    {
      return nil
    }
    if let referent = referent(of: name, in: table) { return referent }
    return try row.get("is_numeric")
      ? "trim_scale(t.\(identifier: name))" : "t.\(identifier: name)"
  }
}
