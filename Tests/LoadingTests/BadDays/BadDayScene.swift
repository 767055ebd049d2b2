import Foundation
import Layouts
import Loading
import Postgres
import Store
import TestSupport
import Testing

/// A table of twenty rows, and a file that changes them and adds sixty.
struct BadDayScene {
  let workshop: Workshop
  let connection: Connection
  let path: String

  init() throws {
    workshop = try Workshop()
    connection = try TestDatabase.connect()
    _ = try workshop.load(workshop.file("base.csv", history(count: 20)))
    path = try workshop.file("next.csv", history(count: 80) { "1\($0)" })
  }

  /// Loads the file, with something set for all sessions of the load.
  func load(
    _ publish: Publish, on settings: ConnectionSettings? = nil, options: String? = nil,
    user: String? = nil, _ hook: @escaping CheckpointHook = { _ in }
  ) throws -> LoadReport {
    var settings = try settings ?? TestDatabase.settings
    if let options { settings = settings.with("options", options) }
    if let user { settings = settings.with("user", user) }
    var context = workshop.context
    context.database = Database(settings: settings, logger: context.logger)
    context.reconnecting.seconds = 0.5
    var backfill = Backfill(paths: [path], layout: try simpleLayout())
    backfill.publish = publish
    backfill.atCheckpoint = hook
    return try backfill.run(in: context).loads[0]
  }

  /// Loads the file, and does something to the table when all rows are written aside.
  func load(_ publish: Publish, meanwhile statement: SQL) throws -> LoadReport {
    let settings = try TestDatabase.settings
    let hook = StopOnce(at: publish == .file ? .beforeAttach : .loadBegun) {
      try Connection(settings).execute(statement)
    }
    return try load(publish, hook.callAsFunction)
  }

  /// The table is as it was before, and nothing is left beside it.
  func expectNothing(_ report: LoadReport, _ words: String) throws {
    #expect(report.status == .failed)
    #expect(report.words == words)
    #expect(
      try rows(connection, "SELECT count(*), sum(value) FROM timeseries_data") == ["20|190"])
    #expect(try leftovers(connection) == [])
  }

  func expectItLoadsNow(_ publish: Publish) throws {
    #expect(try load(publish).summary == "loaded: 80 read, 60 inserted, 20 updated")
  }
}
