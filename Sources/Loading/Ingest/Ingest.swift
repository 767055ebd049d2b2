package import FlatFiles
import Postgres
package import Store

/// Lands files as they are: a row of `files` for each, and a JSON document per record in
/// `file_data`.
package struct Ingest: Verb {
  package var paths: [String]
  /// What a pattern matches and is no data.
  package var passedOver: [PassedOver] = []
  package var format = ReadOptions.Format.auto
  package var encoding = TextEncoding.auto
  /// Where in a JSON document the records are; empty when the document is the records.
  package var records = RecordPath()
  /// The table of a dump to land; nil for the only one with rows.
  package var table: String?
  package var maxRejects = RejectBudget.none
  package var force = false
  package var acceptsTruncated = false
  package var atCheckpoint: CheckpointHook = { _ in }

  package init(paths: [String]) { self.paths = paths }

  package func plan(in context: RunContext) throws -> [PlannedAction] {
    let connection = try context.database.connect()
    return try PlannedAction.each(of: paths, passedOver) { file in
      try load(file, context).plan(on: connection)
    }
  }

  package func run(in context: RunContext) throws -> LoadsReport {
    LoadsReport.gather(paths, passedOver) { file, _ in try load(file, context).run() }
  }

  private func load(_ file: SourceFile, _ context: RunContext) -> FileLoad {
    var request = LoadRequest(
      verb: .ingest, file: file, table: TableName("file_data"), layout: "landed",
      layoutText: "landed\nformat \(format.rawValue)\nrecords \(records)"
        + (encoding == .auto ? "" : "\nencoding \(encoding.rawValue)")
        + (table.map { "\ntable \($0)" } ?? ""))
    request.maxRejects = maxRejects
    request.force = force
    request.acceptsTruncated = acceptsTruncated
    request.reading.format = format
    request.reading.encoding = encoding
    request.reading.acceptsCutShort = acceptsTruncated
    request.reading.records = RecordSelection(at: [records])
    request.reading.table = table
    return FileLoad(landing: request, in: context, atCheckpoint: atCheckpoint)
  }
}
