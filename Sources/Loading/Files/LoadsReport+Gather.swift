import FlatFiles
import Postgres

extension LoadsReport {
  /// Does something with each file that the paths mean; `load` gives nil for one that is passed
  /// over. A file that cannot be loaded does not keep the others out: its error is in its report. An
  /// interruption ends it, and the report says so beside what was done until then.
  static func gather(
    _ paths: [String], _ passedOver: [PassedOver],
    found find: (String) throws -> SourceFiles = { try SourceFiles(named: $0) },
    _ load: (SourceFile, inout LoadsReport) throws -> LoadReport?
  ) -> LoadsReport {
    var report = LoadsReport()
    report.passedOver = passedOver.map(\.description)
    let clock = ContinuousClock()
    let start = clock.now
    var seen: Set<SourceFile> = []
    do {
      for path in paths {
        try report.gather(path, found: find) { file, report in
          seen.insert(file).inserted ? try load(file, &report) : nil
        }
      }
    } catch {
      report.interruption = error
    }
    report.seconds = (clock.now - start) / .seconds(1)
    return report
  }

  /// Does something with each file that a path means.
  mutating func gather(
    _ path: String, found find: (String) throws -> SourceFiles,
    _ load: (SourceFile, inout LoadsReport) throws -> LoadReport?
  ) throws(Interrupted) {
    try gatherOrFail(path) { report in
      let found = try find(path)
      report.passedOver += found.passedOver.map(\.description)
      for file in found.files {
        try report.gatherOrFail("\(file)") { report in
          if let load = try load(file, &report) { report.loads.append(load) }
        }
      }
    }
  }

  /// Does something with a file; an error is that file's report.
  mutating func gatherOrFail(
    _ file: String, _ body: (inout LoadsReport) throws -> Void
  ) throws(Interrupted) {
    do {
      try body(&self)
    } catch let interruption as Interrupted {
      throw interruption
    } catch {
      var failed = LoadReport(file: file, layout: "", table: "")
      failed.error = error
      loads.append(failed)
    }
  }
}
