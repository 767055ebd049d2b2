import FlatFiles
import Foundation

@testable import Layouts

/// What a load through a layout would come to, in counts.
struct Outcome: Equatable {
  var records: Int
  var rows: Int
  var rejected: Int
  var skipped: [SkipReason: Int]
  var error: String?
}

extension Outcome {
  /// What an inspection says of a file.
  init(_ inspection: Inspection) {
    self.init(
      records: inspection.records ?? 0, rows: inspection.rows ?? 0,
      rejected: inspection.rejected, skipped: inspection.skipped,
      error: inspection.error.map { "\($0)" })
  }

  /// What a validation of the file through the layout that was printed says, where that was pasted
  /// into a file of its own.
  init(pasting yaml: String, _ file: SourceFile) throws {
    let layout = try Layout(yaml: yaml, file: "pasted.yml")
    let hasSource = (try? layout.effective(fileName: file.name)) != nil
    let effective = try layout.effective(
      LayoutOptions(source: hasSource ? nil : "told"), fileName: file.name)
    let clock = FileClock(captured: try file.identity()?.modifiedMicroseconds, now: testNow)
    let verdict = try FileValidation(effective, clock: clock).verdict(on: file)
    let skipped = verdict.skipped.values.reduce(0, +)
    self.init(
      records: verdict.records, rows: verdict.records - verdict.rejected - skipped,
      rejected: verdict.rejected, skipped: verdict.skipped,
      error: verdict.error.map { "\($0)" })
  }
}

/// Inspects a file with this name and content.
func inspect(
  _ name: String, _ content: String, _ options: InspectionOptions = InspectionOptions()
) throws -> Inspection {
  try withTemporaryFile(name, content) { file in
    var report = try FileInspection(options, now: testNow).report(on: file)
    if let yaml = report.layoutYAML, options.layout == nil {
      let pasted = try Outcome(pasting: yaml, file)
      guard pasted == Outcome(report) else {
        throw Differs(inspected: Outcome(report), pasted: pasted, yaml: yaml)
      }
    }
    report.file = file.name
    report.error = report.error.map { Said(text: "\($0)".replacing(file.path, with: file.name)) }
    return report
  }
}

/// The layout that was printed does not load the file as it was said to.
struct Differs: Error {
  var inspected: Outcome
  var pasted: Outcome
  var yaml: String
}

private struct Said: Error, CustomStringConvertible {
  var text: String
  var description: String { text }
}

extension Inspection {
  /// A column on one line: `name type nulls least … greatest -> becomes`.
  func column(_ name: String) -> String {
    guard let column = columns.first(where: { $0.name == name }) else { return "no \(name)" }
    return "\(column.type ?? "empty") \(column.nulls) \(column.least ?? "-") … "
      + "\(column.greatest ?? "-") -> \(column.becomes ?? "-")"
  }
}
