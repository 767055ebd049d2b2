import FlatFiles
import Foundation
import Layouts
import Loading
import Postgres
import Store
import TestSupport
import Testing

/// The built-in layouts of the tables that other systems export: every sample is recognised, loaded to
/// the last digit, and loaded once.
@Suite(.database) struct TableLayoutTests {

  @Test(arguments: ExportedTable.all)
  func aSampleIsRecognisedByItsHeader(sample: ExportedTable) throws {
    let clock = FileClock(captured: nil, now: 4_000_000_000_000_000)
    let fits = try LayoutRecognition(clock: clock).layouts(of: SourceFile(path: sample.path))
    #expect(fits.map(\.layout) == [sample.layout])
  }

  @Test(arguments: ExportedTable.all, [Publish.file, .batch])
  func everyValueOfASampleArrivesToTheLastDigit(
    sample: ExportedTable, publish: Publish
  ) throws {
    let workshop = try Workshop()
    try sample.prepare(workshop)
    let report = try load(sample, workshop) { $0.publish = publish }
    #expect(report.words == "")
    #expect(report.summary == sample.summary)
    let connection = try TestDatabase.connect()
    let (file, table) = try sample.rows(connection)
    #expect(table == file)
    #expect(file.count == report.counts.rowsRead)
    // Once more: the ledger knows it, and so do the rows.
    #expect(try load(sample, workshop).summary == "skipped")
    let before = try contentHash(of: connection)
    let again = try load(sample, workshop) { $0.force = true }
    #expect(again.summary == "loaded: \(file.count) read, \(file.count) unchanged")
    #expect(try contentHash(of: connection) == before)
  }

  private func load(
    _ sample: ExportedTable, _ workshop: Workshop, _ configure: (inout Backfill) -> Void = { _ in }
  ) throws -> LoadReport {
    try workshop.backfill(
      [sample.path], layout: Layout.builtIn(named: sample.layout), configure
    ).loads[0]
  }

  @Test(arguments: ExportedTable.dumps)
  func theTablesOfADumpAreThoseOfTheFiles(dump: ExportedTable.Dump) throws {
    let workshop = try Workshop()
    let connection = try TestDatabase.connect()
    if let script = dump.before { try connection.script(script) }
    for name in dump.layouts {
      let sample = try #require(ExportedTable.all.first { $0.layout == name })
      let layout = try Layout.builtIn(named: name)
      let report = try workshop.backfill([dump.path], layout: layout).loads[0]
      #expect(report.words == "", "\(name)")
      #expect(report.summary == sample.summary, "\(name)")
      let (file, table) = try sample.rows(connection)
      #expect(table == file, "\(name)")
      #expect(try workshop.backfill([dump.path], layout: layout).loads[0].summary == "skipped")
    }
  }
}
