import Store
import Synchronization
import Testing

@testable import retrofill

/// What is told of how far the work is.
@Suite struct ProgressTests {
  private let klines = Progress(
    subject: "data/klines.csv", phase: "reading", bytesDone: 122_000_000,
    bytesTotal: 299_000_000, rows: 1_034_000, rejects: 1)

  @Test func aLineTellsHowFarAndHowLong() {
    func text(_ progress: Progress, seconds: Double, width: Int) -> String {
      ProgressLine(progress, seconds: seconds).text(width: width)
    }
    #expect(
      text(klines, seconds: 2, width: 200)
        == """
        klines.csv  reading  40 %  122 MB of 299 MB  1,034,000 rows  1 reject  517,000 rows/s  \
        2.90 s left
        """)
    #expect(
      text(klines, seconds: 2, width: 90)
        == "klines.csv  reading  40 %  1,034,000 rows  1 reject  517,000 rows/s  2.90 s left")
    #expect(
      text(klines, seconds: 2, width: 50) == "klines.csv  reading  40 %  1 reject  2.90 s left")
    #expect(text(klines, seconds: 0.5, width: 20) == "klines.csv  reading")
    #expect(
      text(Progress(subject: "-", phase: "reading", bytesDone: 10), seconds: 9, width: 80)
        == "-  reading  10 B")
  }

  @Test func aLineForAllFilesTellsHowManyHaveEnded() {
    var overall = Progress.Overall(files: 12)
    overall.filesEnded = 3
    (overall.bytesDone, overall.bytesTotal) = (122_000_000, 299_000_000)
    overall.rows = 1_034_000
    #expect(
      ProgressLine(overall, seconds: 2, hidden: 0).text(width: 100)
        == "3 of 12 files  40 %  122 MB of 299 MB  1,034,000 rows  517,000 rows/s  2.90 s left")
    #expect(
      ProgressLine(overall, seconds: 2, hidden: 2).text(width: 52)
        == "3 of 12 files, 2 more under way  40 %  2.90 s left")
  }

  /// A file of several, so far.
  private func file(
    _ number: Int, _ name: String, of files: Int, phase: String = "reading", isEnded: Bool = false
  ) -> Progress {
    var progress = Progress(
      subject: name, phase: phase, bytesDone: 500, bytesTotal: 1_000, rows: 10)
    progress.number = number
    progress.isEnded = isEnded
    progress.overall = Progress.Overall(files: files)
    progress.overall?.bytesDone = 500
    progress.overall?.bytesTotal = files * 1_000
    return progress
  }

  @Test func eachFileUnderWayHasALineAndAllHaveOne() {
    let screen = Screen(columns: 80)
    let lines = ProgressLines(size: { screen.size }, write: { screen.write($0) })
    lines.show(file(2, "b-with-a-name-that-is-longer-than-a-column.csv", of: 3))
    lines.giveWay {}
    lines.show(file(1, "a.csv", of: 3, phase: "waiting"))
    #expect(
      screen.rows == [
        "a.csv                         waiting      50 %  500 B of 1.0 kB  10 rows",
        "b-with-a-…-than-a-column.csv  reading      50 %  500 B of 1.0 kB  10 rows",
        "0 of 3 files  16 %  500 B of 3.0 kB",
      ])
  }

  /// Whatever the terminal is made into meanwhile.
  @Test(arguments: [80, 40, 23, 120])
  func nothingIsLeftOnTheScreen(columns: Int) {
    let screen = Screen(columns: 80)
    screen.write("$ retrofill\r\n")
    let lines = ProgressLines(size: { screen.size }, write: { screen.write($0) })
    for round in 0..<3 {
      for number in 1...9 { lines.show(file(number, "file-\(number).csv", of: 9)) }
      if round == 1 { screen.resize(columns: columns) }
      lines.giveWay { screen.write("a word in between\r\n") }
    }
    lines.show(file(1, "file-1.csv", of: 9))
    #expect(screen.rows.count > 4)
    lines.show(file(1, "file-1.csv", of: 9, isEnded: true))
    lines.end()
    let left = ["$ retrofill"] + Array(repeating: "a word in between", count: 3)
    #expect(screen.text == left.joined(separator: "\n"))
    // What comes late is not drawn any more.
    lines.show(file(2, "file-2.csv", of: 9))
    #expect(screen.text == left.joined(separator: "\n"))
  }

  @Test func aTerminalOfFewRowsGetsFewLines() {
    let screen = Screen(columns: 80)
    screen.resize(rows: 4)
    let lines = ProgressLines(size: { screen.size }, write: { screen.write($0) })
    for number in 1...9 {
      lines.giveWay {}
      lines.show(file(number, "file-\(number).csv", of: 9))
    }
    #expect(screen.rows.count == 3)
    #expect(screen.rows[2].hasPrefix("0 of 9 files, 7 more under way"))
  }

  @Test func programsGetALineASecondForEachFileAndALastOne() throws {
    let written = Mutex<[String]>([])
    let clock = Mutex(ContinuousClock.now)
    let records = ProgressRecords(
      now: { clock.withLock { $0 } }, write: { line in written.withLock { $0.append(line) } })
    for _ in 0..<25 {
      records.show(file(1, "a.csv", of: 2))
      records.show(file(2, "b.csv", of: 2))
      clock.withLock { $0 += .milliseconds(100) }
    }
    records.show(file(1, "a.csv", of: 2, phase: "loaded", isEnded: true))
    records.end()
    let lines = written.withLock { $0 }
    // After 0, 1 and 2 seconds, and the last.
    #expect(lines.filter { $0.contains("\"a.csv\"") }.count == 4)
    #expect(lines.filter { $0.contains("\"b.csv\"") }.count == 4)
    let last = try #require(lines.last { $0.contains("\"a.csv\"") })
    #expect(
      last.hasPrefix(
        """
        {"bytes":500,"bytes_total":1000,"ended":true,"event":"progress","overall":{"bytes":500,\
        "bytes_total":2000,"files":2,"files_ended":0,"rejects":0,"rows":0,\
        "rows_per_second":null,
        """))
    #expect(
      last.hasSuffix(
        """
        "phase":"loaded","rejects":0,"rows":10,"rows_per_second":4,"seconds":2.5,\
        "seconds_left":2.5,"subject":"a.csv"}

        """))
  }
}

/// As much of a terminal as the lines of progress use. It breaks lines that are too long for it, anew
/// when its width changes.
private final class Screen: Sendable {
  fileprivate struct State {
    var columns: Int
    var height = 24
    var lines = [""]
    /// Where the next character goes, once the lines are broken.
    var row = 0
    var column = 0
  }

  private let state: Mutex<State>

  init(columns: Int) { state = Mutex(State(columns: columns)) }

  var size: (columns: Int, rows: Int) { state.withLock { ($0.columns, $0.height) } }

  func resize(columns: Int? = nil, rows: Int? = nil) {
    state.withLock { state in
      state.height = rows ?? state.height
      guard let columns else { return }
      // The cursor stands behind the last line, and goes with it.
      state.lines = state.lines.flatMap { line -> [String] in
        let places = stride(from: 0, to: max(line.count, 1), by: columns)
        return places.map { String(line.dropFirst($0).prefix(columns)) }
      }
      state.columns = columns
      state.row = state.lines.count - 1
      state.column = state.lines[state.row].count
    }
  }

  var rows: [String] { state.withLock { $0.lines.map { $0.trimmingSpaces() } } }

  /// What is on it, without what nobody sees.
  var text: String {
    var rows = rows
    while rows.last == "" { rows.removeLast() }
    return rows.joined(separator: "\n")
  }

  func write(_ text: String) {
    state.withLock { state in
      var rest = text[...]
      while let character = rest.popFirst() {
        switch character {
        case "\u{1B}":
          let command = rest.prefix { !$0.isLetter }
          rest = rest.dropFirst(command.count)
          state.obey(rest.popFirst(), command.dropFirst())
        case "\r": state.column = 0
        case "\r\n":
          state.row += 1
          state.column = 0
          if state.row == state.lines.count { state.lines.append("") }
        default: state.put(character)
        }
      }
    }
  }
}

extension Screen.State {
  fileprivate mutating func put(_ character: Character) {
    var line = Array(lines[row])
    if column < line.count { line[column] = character } else { line.append(character) }
    #expect(line.count <= columns, "a line is too long for the screen")
    lines[row] = String(line)
    column += 1
  }

  fileprivate mutating func obey(_ letter: Character?, _ argument: Substring) {
    switch letter {
    case "A": row = max(row - (Int(argument) ?? 1), 0)
    case "K": lines[row] = String(lines[row].prefix(column))
    case "J":
      #expect(row > 0 || column > 0, "the whole screen is wiped")
      lines[row] = String(lines[row].prefix(column))
      lines.removeSubrange((row + 1)...)
    case "l", "h": break
    case let other: Issue.record("the screen does not know \(other ?? " ")")
    }
  }
}

extension String {
  fileprivate func trimmingSpaces() -> String {
    String(reversed().drop { $0 == " " }.reversed())
  }
}
