import FlatFiles
import Foundation
import Layouts
import Testing

/// The layouts that are made up for polluted files load them as was said.
@Suite struct InspectionScoreTests {
  private let now: Int64 = 4_000_000_000_000_000

  /// What is wrong with the layout that is made up for a file; nil where it does what was said.
  private func fault(of polluted: PollutedFile, at path: String) throws -> String? {
    try Data(polluted.bytes).write(to: URL(fileURLWithPath: path))
    let file = SourceFile(path: path)
    let report = try FileInspection(InspectionOptions(), now: now).report(on: file)
    guard let yaml = report.layoutYAML else {
      return report.records == 0 || report.error != nil ? nil : "no layout"
    }
    let layout = try Layout(yaml: yaml, file: "pasted.yml").effective(fileName: file.name)
    let clock = FileClock(captured: try file.identity()?.modifiedMicroseconds, now: now)
    let verdict = try FileValidation(layout, clock: clock).verdict(on: file)
    let isSame =
      verdict.records == report.records && verdict.rejected == report.rejected
      && verdict.skipped == report.skipped && verdict.codes == report.codes
    return isSame
      ? nil
      : "inspected \(report.records ?? 0), \(report.codes), \(report.skipped); "
        + "loaded \(verdict.records), \(verdict.codes), \(verdict.skipped)\n\(yaml)"
  }

  @Test func theLayoutsMadeUpForPollutedFilesLoadThemAsWasSaid() throws {
    let folder = NSTemporaryDirectory() + "retrofill-inspected-\(UUID().uuidString)"
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let seed = UInt64.random(in: 0...UInt64.max)
    for (index, polluted) in Polluter(seed: seed).variants(count: 72).enumerated() {
      let fault = try fault(of: polluted, at: folder + "/table-\(index).csv")
      #expect(fault == nil, "seed \(seed), \(polluted.label)")
    }
  }
}
