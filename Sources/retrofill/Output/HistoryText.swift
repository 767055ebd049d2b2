import Loading
import Postgres

/// Where a row comes from, for people.
enum HistoryText {
  /// The versions of a row, the newest first, each with its record:
  ///
  ///     timeseries_data: source_id 1, timestamp 2024-01-02 00:00:00+00
  ///
  ///     now: load 3 of b.csv, line 3
  ///       backfill as simple, 2024-05-06 03:00:00
  ///       2024-01-02T00:00:00Z,12
  ///
  ///     before, until load 3 wrote over it: load 1 of a.csv, line 3
  ///       …
  static func lines(of history: RowHistory) -> [String] {
    let key = history.key.sorted { $0.key < $1.key }.map { "\($0.key) \($0.value)" }
    let head = VisibleText.line("\(history.table): \(key.joined(separator: ", "))")
    return [head] + history.versions.flatMap { [""] + lines(of: $0) }
  }

  private static func lines(of version: RowHistory.Version) -> [String] {
    let hand = version.isChangedByHand ? ", changed by hand since" : ""
    let state =
      switch version.state {
      case .current: "now"
      case .replaced: "before, until load \(version.replacedBy ?? 0) wrote over it"
      case .takenOut: "before, until load \(version.replacedBy ?? 0) took it out"
      }
    guard let load = version.load, let origin = version.origin else {
      return ["\(state): of no load that is known"]
    }
    let loaded = origin.loadedAt.map { ", " + LookingText.moment($0) } ?? ""
    let table = origin.dumpTable.map { ", table \($0)" } ?? ""
    return [
      VisibleText.line("\(state): load \(load) of \(origin.file)\(table)\(place(origin))\(hand)"),
      "  \(origin.verb) as \(origin.layout)\(loaded)",
    ] + record(origin)
  }

  private static func place(_ origin: RowHistory.Origin) -> String {
    if let line = origin.line { return ", line \(line)" }
    return origin.record.map { ", record \($0)" } ?? ""
  }

  private static func record(_ origin: RowHistory.Origin) -> [String] {
    if let note = origin.note { return [VisibleText.line("  the record was not found: \(note)")] }
    let raw = origin.raw?.split(separator: "\n", omittingEmptySubsequences: false) ?? []
    return raw.map { "  " + VisibleText.line(String($0)) }
  }
}
