package import FlatFiles
package import Layouts
package import Postgres
package import Store

/// Takes files through a layout into a typed table, with upserts, each file as a load of its own.
package struct Backfill: Verb {
  package var paths: [String]
  /// Whether the paths name landed files, whose records are read from `file_data`; no path means
  /// all of them.
  package var fromLanded = false
  /// Whether a pattern of landed files may match nothing.
  package var isOptional = false
  /// What a pattern matches and is no data.
  package var passedOver: [PassedOver] = []
  /// Nil to recognise each file's layout.
  package var layout: Layout?
  /// The file that the layout was read from.
  package var layoutFile: String?
  package var options = LayoutOptions()
  package var onConflict = ConflictPolicy.update
  package var publish = Publish.file
  /// With `publish: batch`, how many rows commit together.
  package var batchRows = 50_000
  package var maxRejects = RejectBudget.none
  package var force = false
  /// Compares the table with each file afterwards, also where the file was loaded before.
  package var verifies = false
  /// How many files are loaded at a time.
  package var jobs = 1
  /// Keeps the versions of rows that are overwritten, so that the load can be taken back.
  package var keepsUndo = true
  package var acceptsTruncated = false
  /// When the data was taken; nil for each file's modification time.
  package var captured: Timestamp?
  /// What is known of sources that the files may bring.
  package var sources: [SourceDefinition] = []
  package var atCheckpoint: CheckpointHook = { _ in }

  package init(paths: [String], layout: Layout?) {
    self.paths = paths
    self.layout = layout
  }

  package func plan(in context: RunContext) throws -> [PlannedAction] {
    let connection = try context.database.connect()
    return try PlannedAction.each(of: names, passedOver, found: finding(context)) { file in
      let layout = try layout(of: file, context)
      if layout.passesOver(file.name) {
        return PlannedAction(
          action: "pass over", subject: "\(file)", detail: "no data of the layout \(layout.name)")
      }
      return try load(file, layout, context).plan(on: connection)
    }
  }

  package func run(in context: RunContext) throws -> LoadsReport {
    LoadsReport.gather(names, passedOver, jobs: jobs, in: context, found: try finding(context)) {
      turn in
      let layout = try layout(of: turn.file, turn.context)
      if layout.passesOver(turn.file.name) {
        return .passedOver("\(turn.file): no data of the layout \(layout.name)")
      }
      var load = try load(turn.file, layout, turn.context)
      load.request.place = turn.place
      return .load(try load.run())
    }
  }

  private var names: [String] { fromLanded && paths.isEmpty ? [LandedFiles.all] : paths }

  private func finding(_ context: RunContext) throws -> (String) throws -> SourceFiles {
    guard fromLanded else { return { try SourceFiles(named: $0) } }
    let files = LandedFiles(connection: try context.database.connect())
    let table = options.table ?? layout?.dumpTable
    return { try files.sources(named: $0, of: table, optional: isOptional, in: context) }
  }

  private func layout(of file: SourceFile, _ context: RunContext) throws -> Layout {
    if let layout { return layout }
    let clock = FileClock(captured: nil, now: context.asOf.microseconds)
    return try LayoutRecognition(
      clock: clock, encoding: options.encoding, table: options.table
    ).theLayout(of: file)
  }

  private func load(
    _ file: SourceFile, _ layout: Layout, _ context: RunContext
  ) throws -> FileLoad {
    if verifies, file.isStandardInput { throw LoadError.cannotVerify }
    let effective = try layout.effective(options, fileName: file.name)
    var request = LoadRequest(
      verb: .backfill, file: file, table: TableName(effective.target), layout: layout.name,
      layoutText: effective.canonicalText + (captured.map { "\ncaptured \($0)" } ?? ""))
    request.reading = effective.readOptions()
    request.reading.acceptsCutShort = acceptsTruncated
    if let landed = file.kept as? LandedFile {
      if effective.layout.numbersRecords, request.reading.records.followsMembers {
        throw LoadError.notMappable(file: "\(file)", .orderNotKept(layout: layout.name))
      }
      request.landed = landed.rejects
      if !landed.equalsFile(for: request.reading) { request.layoutText += "\nlanded" }
    }
    request.captured = captured
    request.options = options.words
    request.options["captured"] = captured?.description
    request.told = request.options
    request.told["table"] = options.table
    request.told["encoding"] = options.encoding?.rawValue
    request.told["layout"] = layoutFile
    request.told["from_landed"] = fromLanded ? "true" : nil
    request.onConflict = onConflict
    request.publish = publish
    request.batchRows = batchRows
    request.maxRejects = maxRejects
    request.force = force
    request.verifies = verifies
    request.keepsUndo = keepsUndo
    request.acceptsTruncated = acceptsTruncated
    request.filesAtOnce = jobs
    return FileLoad(
      request, through: effective, sources: sources, in: context, atCheckpoint: atCheckpoint)
  }
}
