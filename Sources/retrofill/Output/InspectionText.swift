import FlatFiles
import Jobs
import Layouts

/// What `inspect` found, as lines for people: for each file what it is, its columns, and a layout.
///
///     prices.csv
///       stored    1.2 kB, not compressed, UTF-8
///       format    CSV: fields between `;`, 1 line of header, lines end in LF
///       records   24, and all become rows
///       time      Date: %d.%m.%Y, 2024-01-01 to 2024-01-24, ascending, every 1d, no gaps
///       layout    made up: no built-in layout fits, so one is made up of what the file shows
struct InspectionText {
  private(set) var lines: [String] = []
  /// What went wrong, one sentence each, for standard error.
  let complaints: [String]

  /// What the command line said that has to be said again to load the files.
  private let options: [String]
  private let width: Int
  /// The layouts that were printed: those that are built in are printed once.
  private var printed: Set<String> = []

  /// How wide lines are where no terminal says it.
  private static let usualWidth = 100
  private static let labelWidth = 10

  init(_ report: InspectionReport, options: [String] = [], width: Int? = nil) {
    self.options = options
    self.width = max(width ?? Self.usualWidth, 40)
    complaints = report.files.compactMap { file in file.error.map { "\($0)" } }
    for (index, file) in report.files.enumerated() {
      if index > 0 { lines.append("") }
      add(file)
    }
    if !report.passedOver.isEmpty {
      lines += (lines.isEmpty ? [] : [""]) + report.passedOver.map { "passed over \($0)" }
    }
    if lines.isEmpty { lines = ["no files"] }
  }

  private mutating func add(_ file: Inspection) {
    lines.append(VisibleText.line(file.file == "-" ? "standard input" : file.file))
    add("stored", Self.stored(file))
    if let format = Self.format(file) { add("format", format) }
    if let records = Self.records(file) { add("records", records) }
    for reject in file.examples {
      let count = file.codes[reject.code, default: 0]
      let place =
        count == 1 ? "line \(reject.position.line)" : "the first on line \(reject.position.line)"
      add("", "\(Quantities.count(count)) \(reject.code.rawValue), \(place)")
    }
    if let time = file.time { add("time", Self.time(time)) }
    for (index, reason) in file.reasons.enumerated() { add(index == 0 ? "because" : "", reason) }
    for (index, note) in file.notes.enumerated() { add(index == 0 ? "note" : "", note) }
    if let error = file.error { add("error", "\(error)") }
    let tables = InspectionTables(file, width: width)
    if !tables.lines.isEmpty { lines += [""] + tables.lines }
    addLayout(file)
  }

  /// Adds a text behind its label, over as many lines as it needs.
  private mutating func add(_ label: String, _ text: String) {
    let indent = Self.labelWidth + 2
    var line = "  " + label + String(repeating: " ", count: Self.labelWidth - label.count)
    var isEmpty = true
    for word in VisibleText.line(text).split(separator: " ") {
      if !isEmpty, line.count + 1 + word.count > width {
        lines.append(line)
        line = String(repeating: " ", count: indent)
        isEmpty = true
      }
      line += (isEmpty ? "" : " ") + word
      isEmpty = false
    }
    lines.append(line)
  }

  // MARK: - Sentences

  private static func stored(_ file: Inspection) -> String {
    var words = [file.size.map(Quantities.bytes) ?? "of unknown size"]
    if let compression = file.compression {
      words.append(compression == "none" ? "not compressed" : compression)
    }
    if let encoding = file.encoding {
      words.append(encoding + (file.hasByteOrderMark ? " with a byte order mark" : ""))
    }
    return words.joined(separator: ", ")
  }

  private static func format(_ file: Inspection) -> String? {
    guard let format = file.format else { return nil }
    guard let dialect = file.dialect else { return format }
    var words = ["fields between \(sign(dialect.delimiter))"]
    words.append(dialect.quote.map { "quotes are \(sign($0))" } ?? "no quotes")
    if let escape = dialect.escape { words.append("escapes are \(sign(escape))") }
    words.append("lines end in \(dialect.lineEnding)")
    if dialect.preambleLines > 0 {
      words.append(Quantities.counted(dialect.preambleLines, "line") + " before the table")
    }
    words.append(
      dialect.headerLines == 0
        ? "no header"
        : dialect.headerLines == 1 ? "header" : "header of \(dialect.headerLines) lines")
    return "\(format): " + words.joined(separator: ", ")
  }

  private static func sign(_ text: String) -> String {
    switch text {
    case "\t": "tabs"
    case " ": "blanks"
    default: "`\(VisibleText.line(text))`"
    }
  }

  private static func records(_ file: Inspection) -> String? {
    guard let records = file.records else { return nil }
    var text = Quantities.count(records)
    guard let rows = file.rows, records > 0 else { return text }
    if rows == records { return text + ", and all of them become rows" }
    text += ": \(Quantities.counted(rows, "row"))"
    for (reason, count) in file.skipped.sorted(by: { $0.key.rawValue < $1.key.rawValue }) {
      text += ", \(Quantities.count(count)) skipped (\(reason.rawValue))"
    }
    if file.rejected > 0 { text += ", \(Quantities.count(file.rejected)) rejected:" }
    return text
  }

  private static func time(_ time: Inspection.Time) -> String {
    var words: [String] = []
    if let from = time.from, let to = time.to {
      let (first, last) = (moment(from), moment(to))
      words.append(first == last ? first : "\(first) to \(last)")
    }
    if let order = time.order { words.append(order) }
    if let rhythm = time.rhythm { words += Self.rhythm(rhythm) }
    if time.order == "mixed" { words.append("so gaps are not counted") }
    if time.repeated > 0 {
      words.append(Quantities.counted(time.repeated, "row") + " at the time of the one before")
    }
    if time.series > 1 { words.append("\(Quantities.count(time.series)) sources") }
    let unit = time.unit.map { " in \($0)" } ?? ""
    let zone =
      time.isZoneAssumed
      ? "; no zone is named, so they are taken as UTC" : time.zone.map { "; zone \($0)" } ?? ""
    let start = time.column.isEmpty ? "" : "\(time.column)\(unit): "
    return start + words.joined(separator: ", ") + zone
  }

  private static func rhythm(_ rhythm: Rhythm) -> [String] {
    let length = rhythm.name ?? Quantities.seconds(Double(rhythm.interval) / 1_000_000)
    guard rhythm.isRegular, let gaps = rhythm.gaps else {
      return ["irregular, the middle distance is \(length)"]
    }
    var text = gaps == 0 ? "no gaps" : Quantities.counted(gaps, "gap")
    if rhythm.weekends > 0 {
      text += rhythm.weekends == gaps ? ", all weekends" : " (\(rhythm.weekends) weekends)"
    }
    if let longest = rhythm.longestGap, let from = rhythm.longestGapFrom,
      rhythm.weekends < gaps
    {
      text += ", the longest \(span(longest)) after \(moment(from))"
    }
    return ["every \(length)", text]
  }

  /// `3 d`, `5 h 30 min`, `12 s`
  private static func span(_ microseconds: Int64) -> String {
    let seconds = Double(microseconds) / 1_000_000
    let days = seconds / 86_400
    if days >= 2 { return days == days.rounded() ? "\(Int(days)) d" : "\(Int(days.rounded())) d" }
    return Quantities.seconds(seconds)
  }

  private static func moment(_ microseconds: Int64) -> String {
    InspectionTables.shortened(moment: Inspection.text(ofMoment: microseconds))
  }

  // MARK: - Layout

  private mutating func addLayout(_ file: Inspection) {
    guard let yaml = file.layoutYAML else {
      if file.fits.count > 1 {
        lines.append("")
        add(
          "layout",
          "several fit, and nothing in the file tells which is meant, so none is chosen; say which"
            + " with --layout")
        for fit in file.fits { add("", "\(fit.layout): \(fit.reason)") }
      }
      return
    }
    lines.append("")
    guard let layout = file.layout else {
      add("layout", "made up; keep it in a file ending in .yml, and load with:")
      addCommand(file, "FILE.yml")
      lines += [""] + Self.block(yaml)
      return
    }
    let reason = file.fits.first.map { ": \($0.reason)" } ?? ""
    add("layout", "\(layout)\(reason); load with:")
    addCommand(file, layout)
    guard printed.insert(layout).inserted else { return }
    lines += [""] + Self.block(yaml)
  }

  /// On one line, so that it can be copied.
  private mutating func addCommand(_ file: Inspection, _ layout: String) {
    lines.append(String(repeating: " ", count: Self.labelWidth + 2) + command(file, layout))
  }

  private func command(_ file: Inspection, _ layout: String) -> String {
    (["retrofill backfill", Self.quoted(file.file), "--layout", layout] + options.map(Self.quoted))
      .joined(separator: " ")
  }

  /// A word as a shell takes it.
  private static func quoted(_ word: String) -> String {
    let isPlain = word.allSatisfy { $0.isLetter || $0.isNumber || "/._-+=:,@%".contains($0) }
    return isPlain && !word.isEmpty ? word : "'" + word.replacing("'", with: "'\\''") + "'"
  }

  private static func block(_ yaml: String) -> [String] {
    var lines = yaml.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    while lines.last?.isEmpty ?? false { lines.removeLast() }
    return lines
  }
}
