import FlatFiles
package import Layouts
import Postgres
package import Store

/// Runs the rejects of loads through today's layouts, those of each load as a load of its own.
///
/// What loads is marked in the rejects of the first load, in the transaction that brings it. What does
/// not stays an open reject there, with the place that it has in its own file.
package struct Replay: Verb {
  package var loads: [Int64]
  /// Nil for the built-in one of the name that a load was read through.
  package var layout: Layout?
  /// What is said over the layout; what is not said is as it was said for the load.
  package var options = LayoutOptions()
  /// Nil for that of the load.
  package var onConflict: ConflictPolicy?
  package var maxRejects = RejectBudget.none
  /// What is known of sources that the rejects may bring.
  package var sources: [SourceDefinition] = []
  package var atCheckpoint: CheckpointHook = { _ in }

  package init(loads: [Int64], layout: Layout?) {
    self.loads = loads
    self.layout = layout
  }

  package func plan(in context: RunContext) throws -> [PlannedAction] {
    let connection = try context.database.connect()
    return try loads.map { id in
      let text = try text(of: id, connection)
      let layout = try layout(of: text.load)
      let left = text.load.leftOut.map { "; \($0)" } ?? ""
      return PlannedAction(
        action: text.load.whole == 0 ? "skip" : "replay", subject: "rejects of load \(id)",
        detail: "into \(text.load.table) as \(layout.name)\(left)", rows: text.load.whole)
    }
  }

  package func run(in context: RunContext) throws -> LoadsReport {
    var report = LoadsReport()
    let clock = ContinuousClock()
    let start = clock.now
    for id in loads {
      do {
        report.loads.append(try replay(id, context))
      } catch let interruption as Interrupted {
        report.interruption = interruption
        break
      } catch {
        var failed = LoadReport(file: "rejects of load \(id)", layout: "", table: "")
        failed.error = error
        report.loads.append(failed)
      }
    }
    report.seconds = (clock.now - start) / .seconds(1)
    return report
  }

  private func replay(_ id: Int64, _ context: RunContext) throws -> LoadReport {
    let connection = try context.database.connect()
    let text = try text(of: id, connection)
    let layout = try layout(of: text.load)
    guard text.load.whole > 0 else {
      var report = LoadReport(
        file: "rejects of load \(id)", layout: layout.name, table: text.load.table.description)
      report.status = .skipped
      report.note("no reject of load \(id) is open that could be replayed")
      if let leftOut = text.load.leftOut { report.note(leftOut) }
      return report
    }
    let folder = try ReplayFolder(in: context.home, load: id)
    let written = try folder.write(text)
    var report = try load(written, text, layout, context).run()
    report.file = "rejects of load \(id)"
    if let leftOut = text.load.leftOut { report.note(leftOut) }
    return report
  }

  /// - Throws: `RejectsError` where the rejects of the load are not to be replayed.
  private func text(of id: Int64, _ connection: Connection) throws -> RejectsText {
    let load = try RejectedLoad(id, connection)
    guard load.verb == "backfill", load.status == "loaded" else {
      throw RejectsError.notReplayed(load: id, status: load.status, verb: load.verb)
    }
    return try RejectsText(id, connection)
  }

  private func layout(of load: RejectedLoad) throws -> Layout {
    if let layout { return layout }
    guard BuiltInLayouts.names.contains(load.layout) else {
      throw RejectsError.unknownLayout(load: load.id, layout: load.layout)
    }
    return try Layout.builtIn(named: load.layout)
  }

  private func load(
    _ written: ReplayFolder.Written, _ text: RejectsText, _ layout: Layout, _ context: RunContext
  ) throws -> FileLoad {
    let (load, before) = (text.load, text.file.options)
    let effective = try layout.effective(options.over(before), fileName: written.file.name)
    let captured = before["captured"]
    var request = LoadRequest(
      verb: .backfill, file: written.file, table: TableName(effective.target),
      layout: layout.name,
      layoutText: effective.canonicalText + (captured.map { "\ncaptured \($0)" } ?? ""))
    request.captured =
      captured.flatMap { Timestamp($0) }
      ?? (load.modifiedMicroseconds > 0
        ? Timestamp(microseconds: Int64(load.modifiedMicroseconds)) : nil)
    request.onConflict = onConflict ?? ConflictPolicy(load.onConflict) ?? .update
    request.maxRejects = maxRejects
    request.options = options.over(before).words
    request.options["captured"] = captured
    request.told = request.options
    request.replayed = written.records
    return FileLoad(
      request, through: effective, sources: sources, in: context, atCheckpoint: atCheckpoint,
      adjust: text.file.tell)
  }
}
