import FlatFiles
import Layouts
import Postgres
import Store

/// A reading of a file ahead of its load, for what only its end tells: whether it as a whole passes
/// the checks of its layout.
struct WholeFileCheck {
  private let file: SourceFile
  private let layout: EffectiveLayout
  private let clock: FileClock
  private let acceptsTruncated: Bool

  /// - Throws: `LoadError.cannotCheckAhead` for what can be read only once.
  init(_ request: LoadRequest, _ layout: EffectiveLayout, _ clock: FileClock) throws {
    file = request.file
    self.layout = layout
    acceptsTruncated = request.acceptsTruncated
    self.clock = clock
    if file.isStandardInput {
      throw LoadError.cannotCheckAhead(layout: request.layout)
    }
  }

  /// - Throws: `LoadError.failsChecks`, `FileError` for a damaged file, `Interrupted`.
  func run(in context: RunContext) throws {
    let verdict = try FileValidation(
      layout, clock: clock, keptRejects: 0, acceptsCutShort: acceptsTruncated
    ).verdict(on: file) { read, verdict in
      try context.interruption.check()
      context.progress(
        Progress(
          subject: "\(file)", phase: "checking", bytesDone: read.bytesRead,
          bytesTotal: read.totalBytes, rows: verdict.records, rejects: verdict.rejected))
    }
    if let error = verdict.error { throw error }
    try verdict.failures.refuseFailures(of: file)
  }
}

extension [CheckFinding] {
  /// - Throws: `LoadError.failsChecks` where one of them keeps the file out.
  func refuseFailures(of file: SourceFile) throws {
    let failures = filter { $0.severity == .error }
    guard !failures.isEmpty else { return }
    throw LoadError.failsChecks(
      file: "\(file)", findings: failures.map { "\($0.message) [\($0.code.rawValue)]" })
  }
}
