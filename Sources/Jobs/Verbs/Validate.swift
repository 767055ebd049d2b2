import FlatFiles
package import Layouts
package import Store

/// Checks files against a layout, offline: it needs no database.
package struct Validate: WrittenVerb {
  package static let name = "validate"
  package static let optionNames = [
    "paths", "optional", "layout", "table", "source", "time_unit", "time_zone", "interval",
    "null_rows",
  ]
  package static let needsDatabase = false

  private let files: [SourceFile]
  /// Nil to recognise each file's layout.
  private let layout: Layout?
  private let options: LayoutOptions

  package init(_ options: Fields, in scope: VerbScope) throws {
    files = try options.inputPaths("paths", optional: options.flag("optional"))
      .map(SourceFile.init)
    layout = try scope.layout(options, "layout")
    self.options = try LayoutOptions(options)
  }

  package func plan(in context: RunContext) throws -> [PlannedAction] {
    try files.map { file in
      let layout = try self.layout(of: file, context)
      let isData = !layout.passesOver(file.name)
      return PlannedAction(
        action: isData ? "validate" : "pass over", subject: file.path,
        detail: isData
          ? "through the layout \(layout.name)" : "no data of the layout \(layout.name)",
        bytes: try file.identity()?.size)
    }
  }

  package func run(in context: RunContext) throws -> ValidationReport {
    var report = ValidationReport()
    for file in files {
      try context.checkInterruption()
      do {
        let layout = try self.layout(of: file, context)
        if layout.passesOver(file.name) {
          report.passedOver.append(file.path)
        } else {
          report.files.append(try verdict(on: file, layout, context))
        }
      } catch  where !context.isInterruption(error) {
        var verdict = FileVerdict(file: file.path, layout: layout?.name ?? "")
        verdict.error = error
        report.files.append(verdict)
      }
    }
    return report
  }

  private func layout(of file: SourceFile, _ context: RunContext) throws -> Layout {
    if let layout { return layout }
    let clock = FileClock(captured: nil, now: context.asOfMicroseconds)
    return try LayoutRecognition(table: options.table, clock: clock).theLayout(of: file)
  }

  private func verdict(
    on file: SourceFile, _ layout: Layout, _ context: RunContext
  ) throws -> FileVerdict {
    let effective = try effective(layout, file)
    let clock = FileClock(
      captured: try file.identity()?.modifiedMicroseconds, now: context.asOfMicroseconds)
    return try FileValidation(effective, clock: clock).verdict(on: file) { read, verdict in
      try context.checkInterruption()
      context.progress(
        Progress(
          subject: file.path, phase: "validating", bytesDone: read.bytesRead,
          bytesTotal: read.totalBytes, rows: verdict.records, rejects: verdict.rejected))
    }
  }

  /// The layout bound to the file. Which source the rows belong to is for a load to know: records
  /// are right or wrong without it.
  private func effective(_ layout: Layout, _ file: SourceFile) throws -> EffectiveLayout {
    do {
      return try layout.effective(options, fileName: file.name)
    } catch let mismatch as LayoutMismatch where mismatch.problem.isAboutAMissingSource {
      var options = options
      options.source = "unnamed"
      return try layout.effective(options, fileName: file.name)
    }
  }
}

extension LayoutMismatch.Problem {
  fileprivate var isAboutAMissingSource: Bool {
    switch self {
    case .sourceNotNamed, .sourceNotInFileName: true
    default: false
    }
  }
}

/// What `validate` found, file by file.
package struct ValidationReport: VerbReport {
  package var files: [FileVerdict] = []
  /// Files that lie beside data and are none.
  package var passedOver: [String] = []

  package var outcome: Outcome {
    if let error = files.lazy.compactMap(\.error).first { return .failed(error) }
    return files.contains { $0.rejected > 0 } ? .rejected : .done
  }

  private enum CodingKeys: String, CodingKey {
    case files
    case passedOver = "passed_over"
  }
}
