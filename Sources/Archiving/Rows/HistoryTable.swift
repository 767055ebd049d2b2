package import Postgres
package import Store

/// A table whose rows have a place in time, as archiving and expiring see it.
package struct HistoryTable: Sendable {
  package let name: TableName
  /// The columns whose values make up a row: all but those that the server computes.
  package let columns: [TableDescription.Column]
  /// The primary key; empty where there is none.
  package let key: [String]
  /// The column that says when a row is from.
  package let timeColumn: String
  package let isPartitioned: Bool
  /// Whether rows belong to sources.
  package let hasSources: Bool
  /// How its history is cut into parts: as it is partitioned, or by months.
  package let cut: PartitionPolicy
  /// The one source whose rows are meant; nil for all.
  package let source: Source?

  /// A row of `sources`.
  package struct Source: Sendable, Hashable {
    package let id: Int32
    package let name: String
  }

  /// Looks a table up. The time column, when it is not told, is the one that partitions the table,
  /// else the only time of the key, else the only time of the table.
  ///
  /// - Throws: `CatalogError` when there is no such table, `ArchivingError` when its time cannot be
  ///   told or there is no such source.
  package init(
    _ name: TableName, timeColumn: String? = nil, source: String? = nil,
    on connection: Connection
  ) throws {
    let table = try Catalog(connection).describe(name)
    self.name = name
    columns = table.columns.filter { !$0.isGenerated }
    key = table.key.allSatisfy { table.column($0)?.isGenerated == false } ? table.key : []
    self.timeColumn = try Self.timeColumn(of: table, told: timeColumn)
    isPartitioned = table.partitionColumn != nil
    hasSources = table.column("source_id")?.type == "int4"
    cut = PartitionPolicy.of(name) ?? PartitionPolicy(table: name, unit: .month)
    guard let source else {
      self.source = nil
      return
    }
    guard hasSources else { throw ArchivingError.noSources(name, source: source) }
    guard let found = try SourceRegistry(connection).find(source) else {
      throw ArchivingError.noSuchSource(source)
    }
    self.source = Source(id: found.id, name: source)
  }

  private static let timeTypes = ["timestamptz", "timestamp"]

  private static func timeColumn(
    of table: TableDescription, told: String?
  ) throws -> String {
    let times = table.columns.filter { timeTypes.contains($0.type) }.map(\.name)
    if let told {
      guard times.contains(told) else {
        throw ArchivingError.noTimeColumn(table.name, told: told, times: times)
      }
      return told
    }
    if let column = table.partitionColumn, times.contains(column) { return column }
    for candidates in [times.filter(table.key.contains), times] where candidates.count == 1 {
      return candidates[0]
    }
    throw ArchivingError.noTimeColumn(table.name, told: nil, times: times)
  }

  /// The condition that selects the table's rows of a range, without parameters: COPY takes none.
  func isWithin(_ range: TimeRange) -> SQL {
    """
    (\(identifier: timeColumn) >= \(literal: range.from)
      AND \(identifier: timeColumn) < \(literal: range.to)\(sql: isOfSource))
    """
  }

  /// The condition that selects the table's rows of any of the ranges.
  func isWithin(_ ranges: [TimeRange]) -> SQL {
    let conditions = ranges.map { isWithin($0) }
    return conditions.isEmpty ? "false" : "(\(sql: conditions.joined(separator: " OR ")))"
  }

  /// The condition that selects the table's rows before a moment.
  func isBefore(_ moment: Timestamp) -> SQL {
    "(\(identifier: timeColumn) < \(literal: moment)\(sql: isOfSource))"
  }

  private var isOfSource: SQL {
    guard let source else { return "" }
    return " AND source_id = \(literal: source.id)"
  }
}
