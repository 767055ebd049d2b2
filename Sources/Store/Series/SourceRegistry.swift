package import Postgres

/// The rows of `sources`: names to ids, and new ones made.
package struct SourceRegistry {
  private let connection: Connection

  package init(_ connection: Connection) { self.connection = connection }

  /// A source that is in the table.
  package struct Entry: Sendable {
    package let id: Int32
    package let name: String
    package let dataType: DataType
    /// Made by this load: it was not there before.
    package let isNew: Bool
  }

  package func find(_ name: String) throws -> Entry? { try find(name, madeBy: nil) }

  private func find(_ name: String, madeBy load: Int64?) throws -> Entry? {
    try connection.first(
      """
      SELECT source_id, data_type::text, coalesce(created_by = 'load ' || \(load)::bigint, false)
      FROM sources WHERE name = \(name)
      """
    ).map { row in
      try Entry(
        id: row.get(0), name: name, dataType: DataType(rawValue: row.get(1)) ?? .simple,
        isNew: row.get(2))
    }
  }

  /// Finds a source by its name, or makes it. It commits at once, before any row refers to it, so
  /// that a load which is killed and run again finds the same id; `withdraw` takes it back.
  package func findOrCreate(_ definition: SourceDefinition, for load: Int64) throws -> Entry {
    // A first try of the same load that was killed may have made it: it is new all the same.
    if let found = try find(definition.name, madeBy: load) { return found }
    return try connection.withAdvisoryLock(.sources) {
      if let found = try find(definition.name, madeBy: load) { return found }
      // The id is the next free one and not the sequence's, which a failed attempt would advance:
      // the same files must give the same ids however often they were interrupted.
      let id: Int32 = try connection.one(
        """
        INSERT INTO sources (source_id, name, display_name, category, data_type,
          update_frequency, market_type, metadata, created_by)
        SELECT coalesce(max(source_id), 0) + 1, \(definition.name), \(definition.displayName),
          \(definition.category), \(definition.dataType.rawValue)::data_type_enum,
          coalesce(make_interval(secs => \(definition.updateFrequencySeconds)::double precision),
            interval '1 day'),
          \(definition.market.rawValue)::market_enum,
          jsonb_strip_nulls(jsonb_build_object('unit', \(definition.unit)::text)),
          'load ' || \(load)::bigint
        FROM sources
        RETURNING source_id
        """
      ).get(0)
      try connection.execute(
        """
        SELECT setval(pg_get_serial_sequence('sources', 'source_id'),
          (SELECT max(source_id) FROM sources))
        """)
      return Entry(
        id: id, name: definition.name, dataType: definition.dataType, isNew: true)
    }
  }

  /// Makes sure that the sources which rows refer to are there when these commit: a load that made
  /// one and failed may have taken it back meanwhile. Belongs into the transaction that publishes.
  ///
  /// - Throws: `SourceWithdrawn`.
  package func keep(_ ids: [Int32], names: [String]) throws {
    try connection.shareInTransaction(.withdrawal)
    for (id, name) in zip(ids, names) where try find(name)?.id != id {
      throw SourceWithdrawn(name: name)
    }
  }

  /// Takes back the sources that a failed load made and nothing refers to. Belongs into the
  /// transaction that writes the failure down.
  package func withdraw(madeBy load: Int64) throws {
    try connection.acquireInTransaction(.withdrawal)
    try connection.execute(
      """
      DELETE FROM sources AS s
      WHERE s.created_by = 'load ' || \(load)::bigint
        AND NOT EXISTS (SELECT FROM timeseries_data AS t WHERE t.source_id = s.source_id)
        AND NOT EXISTS (SELECT FROM features AS f WHERE f.source_id = s.source_id)
        AND NOT EXISTS (SELECT FROM forecasts AS f WHERE f.source_id = s.source_id)
        AND NOT EXISTS (SELECT FROM backtest_trades AS t WHERE t.source_id = s.source_id)
        AND NOT EXISTS (SELECT FROM retrofill.load_ranges AS r WHERE r.source_id = s.source_id)
        AND NOT EXISTS (SELECT FROM retrofill.batches AS b WHERE b.load_id = \(load)::bigint)
      """)
  }

  /// Gives a source that a load made the update frequency that its rows show.
  package func setFrequency(_ seconds: Double, of source: Int32, madeBy load: Int64) throws {
    try connection.execute(
      """
      UPDATE sources SET update_frequency = make_interval(secs => \(seconds)::double precision)
      WHERE source_id = \(source) AND created_by = 'load ' || \(load)::bigint
      """)
  }
}

/// Another load made a source, failed, and took it back while this one was using it.
package struct SourceWithdrawn: Error, CustomStringConvertible {
  package let name: String

  package var description: String {
    """
    The source \(name) was made by another load, which failed and took it back while this one \
    was using it. Nothing was published. Run this again.
    """
  }
}
