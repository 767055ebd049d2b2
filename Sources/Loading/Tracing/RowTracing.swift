import FlatFiles
package import Layouts
package import Postgres
package import Store

/// Finds where a row comes from.
///
/// Which load wrote it, the row says itself, or the journal of keys; what it was before, the versions
/// say. The record is not kept anywhere: the load's file is read once more through its layout, where it
/// is still what it was.
package struct RowTracing {
  let context: RunContext
  let connection: Connection
  /// The layout that stands for those which the ledger only has the names of.
  let layout: Layout?
  /// Reads the layout of a file.
  let layoutFile: (String) throws -> Layout

  /// - Throws: `PostgresError`, `ConnectionFailure`.
  package init(
    in context: RunContext, layout: Layout?, layoutFile: @escaping (String) throws -> Layout
  ) throws {
    self.context = context
    self.layout = layout
    self.layoutFile = layoutFile
    connection = try context.database.connect()
  }

  /// - Throws: `TraceError`, `CatalogError`, `Interrupted`.
  package func history(
    of table: TableName, key told: [(name: String, value: String)]
  ) throws -> RowHistory {
    try context.interruption.cancelling(connection.canceller) {
      let key = try RowKey(told, of: Catalog(connection).describe(table), connection)
      var history = RowHistory(table: table.description, key: key.words, versions: [])
      history.versions = try versions(of: key)
      if history.versions.isEmpty { throw TraceError.noSuchRow(table: table, key: key.words) }
      for place in history.versions.indices {
        history.versions[place].origin = try origin(of: history.versions[place], key)
      }
      return history
    }
  }

  // MARK: - The versions

  private func versions(of key: RowKey) throws -> [RowHistory.Version] {
    let kept = try VersionTables(connection).find(of: key.table.name)
    var found = try current(key, kept)
    var older = try kept.map { try replaced(key, $0) } ?? []
    // Each says which load wrote over it: that of the one before it in this list.
    while let writer = found.last?.load,
      let next = older.firstIndex(where: { $0.state == .replaced && $0.replacedBy == writer })
    {
      found.append(older.remove(at: next))
    }
    return found + older
  }

  private func current(_ key: RowKey, _ kept: VersionTable?) throws -> [RowHistory.Version] {
    let journal: SQL =
      kept?.journal.map {
        "LEFT JOIN \(table: $0.name) AS j ON \(equal: key.table.key, of: "j", and: "t")"
      } ?? ""
    return try connection.query(
      """
      SELECT \(sql: writer(key.table, kept)), to_jsonb(t)::text
      FROM \(table: key.table.name) AS t \(sql: journal)
      WHERE \(sql: key.isKey(of: "t"))
      """
    ).map { row in
      let writer: Int64? = try row.get(0)
      return try RowHistory.Version(
        state: .current, load: writer.map(abs), isChangedByHand: (writer ?? 0) < 0,
        values: members(row.get(1)))
    }
  }

  private func writer(_ table: TableDescription, _ kept: VersionTable?) -> SQL {
    if let kept, kept.journal != nil { return kept.writer(of: "t") }
    if table.name == "file_data" {
      return "(SELECT f.load_id FROM files AS f WHERE f.id = t.file_id)"
    }
    return table.column("load_id") == nil ? "NULL::bigint" : "t.load_id"
  }

  private func replaced(_ key: RowKey, _ kept: VersionTable) throws -> [RowHistory.Version] {
    let own = [kept.writerColumn, VersionTable.replacedBy, VersionTable.replacedAt]
    return try connection.query(
      """
      SELECT v.\(identifier: own[0]), v.\(identifier: own[1]), v.\(identifier: own[2]),
        (to_jsonb(v) - \(kept.journal == nil ? Array(own.dropFirst()) : own)::text[])::text
      FROM \(table: kept.versions) AS v
      WHERE \(sql: key.isKey(of: "v"))
      ORDER BY v.\(identifier: own[2]) DESC, abs(v.\(identifier: own[1])) DESC
      """
    ).map { row in
      let (writer, by): (Int64?, Int64) = try (row.get(0), row.get(1))
      return try RowHistory.Version(
        state: by < 0 ? .takenOut : .replaced, load: writer.map(abs),
        isChangedByHand: (writer ?? 0) < 0, replacedBy: abs(by), replacedAt: row.get(2),
        values: members(row.get(3)))
    }
  }

  private func members(_ json: String) throws -> [String: String?] {
    var members: [String: String?] = [:]
    try connection.forEachRow("SELECT key, value FROM jsonb_each_text(\(json)::jsonb)") { row in
      members[try row.get(0)] = .some(try row.get(1, as: String?.self))
    }
    return members
  }

  // MARK: - The record

  private func origin(
    of version: RowHistory.Version, _ key: RowKey
  ) throws -> RowHistory.Origin? {
    guard let load = version.load, let reading = try Ledger(connection).reading(of: load) else {
      return nil
    }
    // The records of a replay are those of the file that they were rejected of.
    let replayed = try reading.replays.flatMap { try Ledger(connection).reading(of: $0) }
    var origin = RowHistory.Origin(
      verb: reading.verb, layout: reading.layout, loadedAt: reading.finishedAt,
      file: (replayed ?? reading).spelling, dumpTable: reading.options["table"],
      sha256: (replayed ?? reading).sha256)
    do {
      if reading.verb == "ingest" {
        origin.record = version.values["row_number"].flatMap { $0 }.flatMap { Int($0) }
        origin.raw = version.values["data"].flatMap { $0 }
        return origin
      }
      try RecordSearch(reading, replayed, key, self).find(&origin)
    } catch let error where !context.interruption.isRaised {
      origin.note = "\(error)"
    }
    return origin
  }
}
