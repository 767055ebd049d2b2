import FlatFiles
package import Layouts
import Loading
package import Store

/// Checks files against a layout, offline: it needs no database.
package struct Validate: WrittenVerb {
  package static let name = "validate"
  package static let optionNames = [
    "paths", "optional", "layout", "table", "source", "encoding", "time_unit", "time_zone",
    "interval", "null_rows", "jobs",
  ]
  package static let needsDatabase = false

  private let input: InputPaths
  /// Nil to recognise each file's layout.
  private let layout: Layout?
  private let options: LayoutOptions
  /// How many files are read at a time.
  private let jobs: Int

  package init(_ options: Fields, in scope: VerbScope) throws {
    input = try options.inputPaths("paths", optional: options.flag("optional"))
    layout = try scope.layout(options, "layout")
    self.options = try LayoutOptions(options)
    jobs = try options.filesAtATime("jobs")
  }

  package func plan(in context: RunContext) throws -> [PlannedAction] {
    try PlannedAction.each(of: input.paths, input.passedOver) { file in
      let layout = try self.layout(of: file, context)
      let isData = !layout.passesOver(file.name)
      return PlannedAction(
        action: isData ? "validate" : "pass over", subject: "\(file)",
        detail: isData
          ? "through the layout \(layout.name)" : "no data of the layout \(layout.name)",
        bytes: try file.size())
    }
  }

  package func run(in context: RunContext) throws -> ValidationReport {
    var report = ValidationReport()
    report.passedOver = input.passedOver.map(\.description)
    let subjects = subjects(&report)
    let progress = FilesProgress(subjects.map(\.size), telling: context.progress)
    let found = try inParallel(jobs, over: subjects.count) { number in
      let found = try look(at: subjects[number], context.telling(progress, number))
      progress.end(number, found.progress)
      return found
    }
    for one in found {
      switch one {
      case .verdict(let verdict): report.files.append(verdict)
      case .passedOver(let file, let reason): report.passedOver.append("\(file): \(reason)")
      }
    }
    return report
  }

  /// A file to look at, or a path that leads to none: what is said of it is the error.
  private enum Subject: Sendable {
    case file(SourceFile)
    case broken(path: String, any Error)

    /// Nil where it is not known, as of standard input.
    var size: Int? {
      guard case .file(let file) = self else { return 0 }
      return try? file.size()
    }
  }

  private enum Finding: Sendable {
    case verdict(FileVerdict)
    case passedOver(SourceFile, String)

    var progress: Progress {
      switch self {
      case .verdict(let verdict):
        Progress(
          subject: verdict.file, phase: verdict.status.rawValue, rows: verdict.records,
          rejects: verdict.rejected)
      case .passedOver(let file, _): Progress(subject: "\(file)", phase: "passed over")
      }
    }
  }

  /// The files that the paths lead to, each once; an archive that cannot be opened keeps no other
  /// file out.
  private func subjects(_ report: inout ValidationReport) -> [Subject] {
    var seen: Set<SourceFile> = []
    var subjects: [Subject] = []
    for path in input.paths {
      do {
        let found = try SourceFiles(named: path)
        report.passedOver += found.passedOver.map(\.description)
        subjects += found.files.filter { seen.insert($0).inserted }.map { .file($0) }
      } catch {
        subjects.append(.broken(path: path, error))
      }
    }
    return subjects
  }

  private func look(at subject: Subject, _ context: RunContext) throws -> Finding {
    try context.checkInterruption()
    switch subject {
    case .broken(let path, let error): return .verdict(unreadable(path, error))
    case .file(let file):
      do {
        let layout = try self.layout(of: file, context)
        if layout.passesOver(file.name) {
          return .passedOver(file, "no data of the layout \(layout.name)")
        }
        return .verdict(try verdict(on: file, layout, context))
      } catch  where !context.isInterruption(error) {
        return .verdict(unreadable("\(file)", error))
      }
    }
  }

  private func unreadable(_ file: String, _ error: any Error) -> FileVerdict {
    var verdict = FileVerdict(file: file, layout: layout?.name ?? "")
    verdict.error = error
    return verdict
  }

  private func layout(of file: SourceFile, _ context: RunContext) throws -> Layout {
    if let layout { return layout }
    let clock = FileClock(captured: nil, now: context.asOfMicroseconds)
    return try LayoutRecognition(
      clock: clock, encoding: options.encoding, table: options.table
    ).theLayout(of: file)
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
          subject: "\(file)", phase: "validating", bytesDone: read.bytesRead,
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
  /// Files that lie beside data and are none, with the reason.
  package var passedOver: [String] = []

  package var outcome: Outcome {
    if let error = files.lazy.compactMap(\.error).first { return .failed(error) }
    return files.contains { $0.status != .valid } ? .rejected : .done
  }

  private enum CodingKeys: String, CodingKey {
    case files
    case passedOver = "passed_over"
  }
}
