import Postgres
import Refining
import Store

/// How the database stands, for people.
extension LookingText {
  static func lines(of report: StatusReport) -> [String] {
    let overview = report.overview
    let sections = [
      tables(overview), unsettled(overview.unsettled), dirty(overview), removed(overview),
      incomplete(report.incomplete),
    ]
    return Array(sections.filter { !$0.isEmpty }.joined(separator: [""]))
  }

  /// The loads of each table. What is rare has a column only where there is any.
  private static func tables(_ overview: StatusOverview) -> [String] {
    var tables = TextTable([
      ("TABLE", .left), ("LOADS", .right), ("BATCHES", .right), ("ROWS", .right),
      ("FAILED", .right), ("RUNNING", .right), ("DEAD", .right), ("STALE", .right),
      ("REPLACED", .right), ("UNDONE", .right), ("REJECTED", .right), ("LAST LOADED", .left),
    ])
    let hasBatches = overview.tables.contains { $0.batches > $0.loads + $0.replaced }
    let rare = { (count: Int) in count > 0 ? Quantities.count(count) : "" }
    for table in overview.tables {
      tables.add([
        table.table, Quantities.count(table.loads),
        hasBatches ? Quantities.count(table.batches) : "", Quantities.count(table.rows),
        Quantities.count(table.failed), Quantities.count(table.running), rare(table.dead),
        rare(table.stale), rare(table.replaced), rare(table.undone),
        Quantities.count(table.rejected), table.lastLoadedAt.map(moment) ?? "",
      ])
    }
    return tables.isEmpty ? ["nothing was loaded yet"] : tables.lines()
  }

  private static func unsettled(_ loads: UnsettledLoads) -> [String] {
    loads.running.flatMap(lines) + loads.dead.flatMap(dead) + loads.stale.flatMap(lines)
  }

  /// A load under way:
  ///
  ///     load 4 into timeseries_data is under way
  ///       incoming/a.csv
  ///       since 2024-05-06 03:00:00, by process 4711 on batch1 (server process 4712)
  private static func lines(of load: UnsettledLoads.Open) -> [String] {
    let server = load.serverProcess.map { " (server process \($0))" } ?? ""
    return [
      "load \(load.load) into \(load.table) is under way", "  " + load.file,
      "  since \(moment(load.begunAt)), by \(process(of: load))\(server)",
    ] + (load.batches > 0 ? ["  " + committed(load)] : [])
  }

  /// A load whose process is gone:
  ///
  ///     load 4 into timeseries_data did not come to its end
  ///       incoming/a.csv
  ///       begun 2024-05-06 03:00:00 by process 4711 on batch1, which is gone
  ///       3 batches are committed, up to record 90; this goes on behind them:
  ///       retrofill backfill a.csv --layout simple
  private static func dead(_ load: UnsettledLoads.Open) -> [String] {
    let next: String
    if load.batches > 0 {
      next = "\(committed(load)); this goes on behind \(load.batches == 1 ? "it" : "them"):"
    } else if load.tables > 0, load.isKept {
      next = """
        \(Quantities.counted(load.rowsAside, "row")) are written aside, in \
        \(Quantities.counted(load.tables, "table")); this goes on with them:
        """
    } else {
      next = "nothing of it is kept; this begins anew:"
    }
    return [
      "load \(load.load) into \(load.table) did not come to its end", "  " + load.file,
      "  begun \(moment(load.begunAt)) by \(process(of: load)), which is gone", "  " + next,
    ] + [load.command.map { "  " + $0 } ?? "  the command that began it"]
  }

  /// A load that is loaded again:
  ///
  ///     load 2 into timeseries_data is stale
  ///       incoming/b.csv
  ///       it had left rows of load 1, which were taken back since; this brings them:
  ///       retrofill backfill b.csv --layout simple
  private static func lines(of load: UnsettledLoads.Stale) -> [String] {
    [
      "load \(load.load) into \(load.table) is stale", "  " + load.file,
      "  it had left rows of load \(load.because), which were taken back since; this brings them:",
    ] + [load.command.map { "  " + $0 } ?? "  the command that loaded it"]
  }

  private static func process(of load: UnsettledLoads.Open) -> String {
    guard let process = load.process, let host = load.host else { return "a process not known" }
    return "process \(process) on \(host)"
  }

  private static func committed(_ load: UnsettledLoads.Open) -> String {
    let batches =
      load.batches == 1 ? "1 batch is" : "\(Quantities.count(load.batches)) batches are"
    return "\(batches) committed, up to record \(Quantities.count(load.lastRecord))"
  }

  private static func dirty(_ overview: StatusOverview) -> [String] {
    var table = TextTable([
      ("NOT YET REFINED", .left), ("SOURCE", .left), ("FROM", .left), ("TO", .left),
      ("NEEDS", .left),
    ])
    for range in overview.dirty {
      let needs = [range.needsScore ? "score" : nil, range.needsAggregate ? "aggregate" : nil]
      table.add([
        range.table, range.source, moment(range.from), moment(range.to),
        needs.compactMap(\.self).joined(separator: ", "),
      ])
    }
    return table.isEmpty ? ["everything is refined"] : table.lines()
  }

  private static func incomplete(_ buckets: IncompleteBuckets) -> [String] {
    var table = TextTable([
      ("INCOMPLETE", .left), ("SOURCE", .left), ("BUCKET", .left), ("THE REST IS IN", .left),
    ])
    for bucket in buckets.first {
      table.add([
        bucket.table.rawValue, bucket.source, moment(bucket.bucket),
        bucket.archives.isEmpty ? "expired" : bucket.archives.joined(separator: ", "),
      ])
    }
    return table.isEmpty ? [] : table.lines() + more(buckets.total - buckets.first.count)
  }

  private static func removed(_ overview: StatusOverview) -> [String] {
    var table = TextTable([
      ("REMOVED", .left), ("SOURCE", .left), ("FROM", .left), ("BEFORE", .left), ("ROWS", .right),
      ("WHERE TO", .left),
    ])
    for range in overview.removed {
      table.add([
        range.table, range.source, moment(range.from), moment(range.to),
        Quantities.count(range.rows), range.archive ?? range.reason,
      ])
    }
    return table.isEmpty ? ["nothing was archived away"] : table.lines()
  }
}
