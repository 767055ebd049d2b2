import FlatFiles
import Layouts

/// Inspects the input; the layout that is printed must load it as the report says.
func checkInspection(_ input: UnsafeRawBufferPointer, in file: InputFile) throws {
  try file.write(input)
  let now: Int64 = 2_000_000_000_000_000
  let report = try FileInspection(InspectionOptions(), now: now).report(on: file.source)
  if report.format == nil, report.error == nil {
    throw WrongReading("an inspection says nothing of what the file is")
  }
  guard let yaml = report.layoutYAML else { return }
  let layout: EffectiveLayout
  do {
    let printed = try Layout(yaml: yaml, file: "printed.yml")
    let bound = try? printed.effective(fileName: file.source.name)
    layout =
      try bound ?? printed.effective(LayoutOptions(source: "told"), fileName: file.source.name)
  } catch let error where report.isMadeUp {
    throw WrongReading("the layout that is made up is none: \(error)\n\(yaml)")
  } catch {
    // A built-in layout may want a file name.
    return
  }
  let captured = try file.source.identity()?.modifiedMicroseconds
  let verdict = try FileValidation(layout, clock: FileClock(captured: captured, now: now))
    .verdict(on: file.source)
  guard verdict.records == report.records ?? 0, verdict.rejected == report.rejected,
    verdict.skipped == report.skipped,
    verdict.error.map({ "\($0)" }) == report.error.map({ "\($0)" })
  else {
    throw WrongReading(
      """
      the printed layout loads \(verdict.records) records with \(verdict.rejected) rejects, \
      \(verdict.skipped) left out and \(verdict.error.map { "\($0)" } ?? "no error"), where \
      \(report.records ?? 0), \(report.rejected), \(report.skipped) and \
      \(report.error.map { "\($0)" } ?? "no error") were said:
      \(yaml)
      """)
  }
}
