package import FlatFiles
import Postgres
package import Store

/// Lands files as they are: a row of `files` for each, and a JSON document per record in
/// `file_data`.
package struct Ingest: Verb {
  package var paths: [String]
  /// Folders of uploads, whose files are moved when they are done with.
  package var folders: [String] = []
  /// For how many seconds nobody may have written to a file there.
  package var settleSeconds = 2
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
  /// How many files are loaded at a time; those of a folder of uploads go one by one.
  package var jobs = 1
  package var acceptsTruncated = false
  package var atCheckpoint: CheckpointHook = { _ in }

  package init(paths: [String]) { self.paths = paths }

  package func plan(in context: RunContext) throws -> [PlannedAction] {
    let connection = try context.database.connect()
    var actions = try PlannedAction.each(of: paths, passedOver) { file in
      try load(file, context).plan(on: connection)
    }
    for folder in folders { actions += try uploads(folder, context).plan(on: connection) }
    return actions
  }

  package func run(in context: RunContext) throws -> LoadsReport {
    var report = LoadsReport.gather(paths, passedOver, jobs: jobs, in: context) { turn in
      var load = load(turn.file, turn.context)
      load.request.place = turn.place
      return .load(try load.run())
    }
    let clock = ContinuousClock()
    let start = clock.now
    do {
      for folder in folders where report.interruption == nil {
        try report.gatherOrFail(folder) { report in
          try uploads(folder, context).run(into: &report)
        }
      }
    } catch {
      report.interruption = error
    }
    report.seconds += (clock.now - start) / .seconds(1)
    return report
  }

  private func uploads(_ folder: String, _ context: RunContext) throws -> UploadRun {
    try UploadRun(
      folder: UploadFolder(folder), settleSeconds: settleSeconds, context: context,
      atCheckpoint: atCheckpoint
    ) { load($0, context) }
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
    request.filesAtOnce = jobs
    request.reading.format = format
    request.reading.encoding = encoding
    request.reading.acceptsCutShort = acceptsTruncated
    request.reading.records = RecordSelection(at: [records])
    request.reading.table = table
    if format != .auto { request.told["input_format"] = format.rawValue }
    if encoding != .auto { request.told["encoding"] = encoding.rawValue }
    if !records.steps.isEmpty { request.told["records"] = "\(records)" }
    request.told["table"] = table
    return FileLoad(landing: request, in: context, atCheckpoint: atCheckpoint)
  }
}
