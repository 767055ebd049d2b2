import FlatFiles
import Postgres

extension LoadsReport {
  /// Does something with each file; `load` gives nil for one that is passed over. A file that
  /// cannot be loaded does not keep the others out: its error is in its report. An interruption
  /// ends it, and the report says so beside what was done until then.
  static func gather(
    _ files: [SourceFile],
    _ load: (SourceFile, inout LoadsReport) throws -> LoadReport?
  ) -> LoadsReport {
    var report = LoadsReport()
    let clock = ContinuousClock()
    let start = clock.now
    for file in files {
      do {
        if let load = try load(file, &report) { report.loads.append(load) }
      } catch let interruption as Interrupted {
        report.interruption = interruption
        break
      } catch {
        var failed = LoadReport(file: file.path, layout: "", table: "")
        failed.error = error
        report.loads.append(failed)
      }
    }
    report.seconds = (clock.now - start) / .seconds(1)
    return report
  }
}
