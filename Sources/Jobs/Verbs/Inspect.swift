import FlatFiles
package import Layouts
package import Store

/// Says what files are, and which layout loads them. It needs no database, and is no step of a job:
/// there is nothing to do with what it finds.
package struct Inspect {
  package static let name = "inspect"
  package static let optionNames = ["paths", "optional", "layout", "table", "encoding"]

  private let input: InputPaths
  private let options: InspectionOptions

  /// Reads and checks the options.
  ///
  /// - Throws: `JobError` at the option that is wrong, `LayoutError` for a layout file that is.
  package init(_ options: Fields, in scope: VerbScope) throws {
    input = try options.inputPaths("paths", optional: options.flag("optional"))
    var told = InspectionOptions()
    if let layout = try scope.layout(options, "layout"), let name = try options.text("layout") {
      let yaml = try BuiltInLayouts.yaml(named: name) ?? TextFile(path: name).text
      told.layout = (layout, yaml)
    }
    told.table = try options.dumpTable("table")
    told.encoding = try options.choice("encoding") ?? .auto
    self.options = told
  }

  /// Looks at one file after the other. One that cannot be read keeps no other out.
  package func run(in context: RunContext) throws -> InspectionReport {
    var report = InspectionReport()
    report.passedOver = input.passedOver.map(\.description)
    var seen: Set<SourceFile> = []
    for path in input.paths {
      try context.checkInterruption()
      if path == SourceFile.standardInputPath {
        report.files.append(try inspectStandardInput(context))
        continue
      }
      do {
        let found = try SourceFiles(named: path)
        report.passedOver += found.passedOver.map(\.description)
        for file in found.files where seen.insert(file).inserted {
          report.files.append(try inspect(file, called: "\(file)", context))
        }
      } catch let error as FileError {
        var inspection = Inspection(file: path)
        inspection.error = error
        report.files.append(inspection)
      }
    }
    return report
  }

  private func inspect(
    _ file: SourceFile, called name: String, _ context: RunContext
  ) throws -> Inspection {
    let inspection = FileInspection(options, now: context.asOfMicroseconds)
    return try inspection.report(on: file) { read, records, rejects in
      try context.checkInterruption()
      context.progress(
        Progress(
          subject: name, phase: "inspecting", bytesDone: read.bytesRead,
          bytesTotal: read.totalBytes, rows: records, rejects: rejects))
    }
  }

  /// It can be read only once, and has to be looked at more often than that: it is kept on disk for
  /// as long as that takes.
  private func inspectStandardInput(_ context: RunContext) throws -> Inspection {
    let name = SourceFile.standardInputPath
    do {
      let spooled = try SpooledInput { read in
        try context.checkInterruption()
        context.progress(
          Progress(subject: name, phase: "receiving", bytesDone: read.bytesRead))
      }
      var inspection = try inspect(spooled.file, called: name, context)
      inspection.file = name
      inspection.error = inspection.error.map { error in
        (error as? FileError)?.aboutStandardInput(keptIn: spooled.file) ?? error
      }
      return inspection
    } catch let error as FileError {
      var inspection = Inspection(file: name)
      inspection.error = error
      return inspection
    }
  }
}

/// What `inspect` found, file by file.
package struct InspectionReport: Sendable {
  package var files: [Inspection] = []
  /// Files that lie beside data and are none, with the reason.
  package var passedOver: [String] = []

  package var outcome: Outcome {
    files.lazy.compactMap(\.error).first.map { .failed($0) } ?? .done
  }
}

extension InspectionReport: Encodable {
  private enum CodingKeys: String, CodingKey {
    case files
    case passedOver = "passed_over"
  }

  /// One file is printed as itself, as most people ask about one.
  package func encode(to encoder: any Encoder) throws {
    if files.count == 1, passedOver.isEmpty {
      try files[0].encode(to: encoder)
      return
    }
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(files, forKey: .files)
    try container.encode(passedOver, forKey: .passedOver)
  }
}
