import FlatFiles
import Layouts
import Postgres
import Store

extension FileLoad {
  /// Compares the table with the file, which is read once more.
  ///
  /// - Throws: `LoadError.changedSinceLoaded`, and what reading the file throws.
  static func verify(
    _ request: LoadRequest, _ layout: EffectiveLayout, _ load: Int64, in context: RunContext,
    open: () throws -> MappedFile
  ) throws -> Verification {
    let connection = try context.database.connect()
    return try context.interruption.cancelling(connection.canceller) {
      guard let entry = try Ledger(connection).entry(of: load) else {
        throw UndoError.noSuchLoad(load)
      }
      let opened = try open()
      let target = try Target(
        Catalog(connection).describe(request.table), filledBy: opened.mapper.columns,
        layoutName: request.layout)
      let rows = RowsOnceMore(
        connection: connection, target: target,
        parents: Parents(
          of: opened.mapper.columns, on: connection, load: load, creates: false, definitions: []),
        interruption: context.interruption, acceptsTruncated: request.acceptsTruncated)
      let read = try rows.stage(opened)
      if let now = read.sha256, let then = entry.sha256, now != then {
        throw LoadError.changedSinceLoaded(file: "\(request.file)", load: load)
      }
      return try TableComparison(
        connection: connection, target: target, staging: rows.staging, read: read, load: entry,
        versions: VersionTables(connection).find(of: request.table)
      ).run()
    }
  }
}
