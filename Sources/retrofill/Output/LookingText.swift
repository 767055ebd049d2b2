import Postgres
import Refining
import Store

/// What the commands that only look have found, as lines for people.
enum LookingText {
  /// Each reject on two lines: its place and reason, then the record.
  static func lines(of list: RejectList) -> [String] {
    guard !list.rejects.isEmpty else { return ["no rejects"] }
    let lines = list.rejects.flatMap { reject in
      Self.lines(
        place: reject.file + (reject.line.map { ":\($0)" } ?? ", record \(reject.record)"),
        column: reject.column, message: reject.message, code: reject.code, raw: reject.raw)
    }
    return lines + more(list.total - list.rejects.count)
  }

  /// One reject: its place and reason, then the record.
  static func lines(
    place: String, column: String?, message: String, code: String, raw: String
  ) -> [String] {
    let column = column.map { ", column \"\($0)\"" } ?? ""
    return [
      VisibleText.line("\(place)\(column): \(message) [\(code)]"),
      "  " + VisibleText.line(shortened(raw)),
    ]
  }

  /// All that is known of a reject, a line each, and its record whole.
  static func details(of reject: RejectList.Entry) -> [String] {
    var lines = [
      ("load", "\(reject.load)"), ("file", reject.file), ("record", "\(reject.record)"),
      ("line", reject.line.map { "\($0)" } ?? "not known"),
      ("byte", reject.byte.map { "\($0)" } ?? "not known"),
    ]
    if let column = reject.column { lines.append(("column", column)) }
    lines += [("code", reject.code), ("reason", reject.message)]
    if let load = reject.replayedBy { lines.append(("replayed", "by load \(load)")) }
    let raw =
      switch reject.rawIs {
      case .record: "the record:"
      case .cut: "the beginning of the record:"
      case .values: "the values of the row; the record was not to be had:"
      }
    let text = reject.raw.split(separator: "\n", omittingEmptySubsequences: false)
    return lines.map { name, value in
      VisibleText.line(name + String(repeating: " ", count: 10 - name.count) + value)
    } + [raw] + text.map { "  " + VisibleText.line(String($0)) }
  }

  static func lines(of list: RunList) -> [String] {
    guard !list.runs.isEmpty else { return ["no runs"] }
    var table = TextTable([
      ("RUN", .right), ("BEGUN", .left), ("JOB", .left), ("STEP", .left), ("STATUS", .left),
      ("TIME", .right), ("ERROR", .left),
    ])
    for run in list.runs {
      table.add([
        "\(run.id)", moment(run.startedAt), run.job, "", run.status,
        run.seconds.map(Quantities.seconds) ?? "", "",
      ])
      for step in run.steps {
        table.add([
          "", "", "", step.id, step.status, step.seconds.map(Quantities.seconds) ?? "",
          shortened(step.error ?? ""),
        ])
      }
    }
    return table.lines()
  }

  /// The line that ends a list which could be longer.
  static func more(_ rest: Int) -> [String] {
    rest > 0 ? ["… and \(Quantities.count(rest)) more; --limit lists them"] : []
  }

  /// `2024-07-01 12:00:00`, in UTC, without a fraction of a second.
  static func moment(_ timestamp: Timestamp) -> String {
    let whole = Timestamp(microseconds: timestamp.microseconds / 1_000_000 * 1_000_000)
    return "\(whole)".replacing("T", with: " ").replacing("Z", with: "")
  }

  /// On one line, and no longer than a terminal likes.
  private static func shortened(_ text: String) -> String {
    let line = text.replacing("\r", with: "\\r").replacing("\n", with: "\\n")
    return line.count > 160 ? line.prefix(160) + " …" : line
  }
}
