import FlatFiles

/// A layout for a file that is in none of those known, as the YAML that a person would write.
struct MadeUpLayout {
  private let file: SampledFile
  private let roles: ColumnRoles
  /// What is known of the columns: of the first records, or of all.
  private let profiles: [ColumnProfile]
  /// Where records stand in a document; nil where that needs no saying.
  private let records: RecordSelection?
  private let fileName: String
  /// What was told on the command line.
  private let told: InspectionOptions
  private let now: Int64
  /// The marks that all numbers can be read with; nil where those of columns differ, or all are
  /// plain.
  private var commonMarks: Layout.NumberStyle?

  init(
    _ file: SampledFile, _ roles: ColumnRoles, _ profiles: [ColumnProfile],
    in records: RecordSelection?, fileName: String, told: InspectionOptions, now: Int64
  ) {
    self.file = file
    self.roles = roles
    self.profiles = profiles
    self.records = records
    self.fileName = fileName
    self.told = told
    self.now = now
    commonMarks = Self.commonMarks(of: usedColumns.map { profiles[$0] })
  }

  /// Whether the rows are those of a series: a time and at least one number.
  var isSeries: Bool {
    roles.time != nil && !(roles.values.isEmpty && roles.series.isEmpty)
  }

  /// The document, with its reasons as comments.
  var yaml: String {
    var lines = ["# Made up for \(comment(fileName)): look it over before it is used."]
    lines += ["name: \(YAMLScalar.text(name))"]
    lines += formatLines
    if isSeries { lines += seriesLines } else { lines += tableLines }
    lines += timeLines + numberLines
    let missing = missingTokens
    if !missing.isEmpty { lines.append("missing: \(YAMLScalar.list(missing))") }
    if isSeries { lines += sourceLines }
    return lines.joined(separator: "\n") + "\n"
  }

  private var name: String { SourceName.sanitised(FileNameGroups.stem(of: fileName)) ?? "made_up" }

  /// A text that ends no comment.
  private func comment(_ text: String) -> String {
    String(text.unicodeScalars.map { $0.value < 0x20 ? " " : Character($0) })
  }

  // MARK: - How the file is written

  private var formatLines: [String] {
    var lines = ["format: \(file.format.name)"]
    if file.encoding != .utf8 { lines.append("encoding: \(file.encoding.rawValue)") }
    switch file.format {
    case .csv(let dialect):
      if let text = dialectText(dialect) { lines.append("dialect: \(text)") }
    case .dump(let table): lines.append("table: \(YAMLScalar.text(told.table ?? table))")
    default: break
    }
    if let records { lines.append("records: \(recordsText(records))") }
    return lines
  }

  private func recordsText(_ records: RecordSelection) -> String {
    let path = YAMLScalar.text("\(records)")
    if records.form == .elements { return path }
    let form = "form: \(records.form.rawValue)"
    return records == RecordSelection(form: records.form)
      ? "{\(form)}" : "{at: \(path), \(form)}"
  }

  /// The dialect in the words of layouts; where they have none for a sign of it, what is not told is
  /// found out each time, as it was here.
  private func dialectText(_ dialect: Dialect) -> String? {
    let words = dialect.words ?? []
    let preamble =
      dialect.preambleLines > 0 ? ["preamble_lines: \(dialect.preambleLines)"] : []
    let all = words + preamble
    return all.isEmpty ? nil : "{\(all.joined(separator: ", "))}"
  }

  // MARK: - Columns

  private var seriesLines: [String] {
    guard let time = roles.time else { return [] }
    var lines = ["data_type: \(roles.isCandle ? "ohlcv" : "simple")", "columns:"]
    lines.append("  timestamp: \(reference(toTime: time))")
    for (target, column) in roles.values {
      lines.append("  \(target): \(rule(column, words: numberWords(column)))")
    }
    if !roles.series.isEmpty {
      lines.append("series:  # each a source of its own, whose name ends in this")
      let names = targetNames
      for column in roles.series {
        let value = rule(column, words: numberWords(column))
        lines.append("  \(YAMLScalar.text(names[column])): {value: \(value)}")
      }
    }
    let used = Set(usedColumns + time.columns + [roles.source].compactMap(\.self))
    let others = file.columns.indices.filter { !used.contains($0) }
    if !others.isEmpty {
      let names = others.prefix(12).map { comment(file.columns[$0].name) }
      let more = others.count > names.count ? [" and \(others.count - names.count) more"] : []
      lines.append("# Not taken: " + names.joined(separator: ", ") + more.joined())
    }
    return lines
  }

  private var tableLines: [String] {
    var lines = ["into: \(YAMLScalar.text(name))  # a table that has these columns", "columns:"]
    let names = targetNames
    for column in file.columns.indices {
      let type = typeInTable(column)
      var words = numberWords(column)
      if type != .text { words.insert("type: \(type.rawValue)", at: 0) }
      lines.append("  \(YAMLScalar.text(names[column])): \(rule(column, words: words))")
    }
    return lines
  }

  /// The columns' names as PostgreSQL likes them, each once.
  private var targetNames: [String] {
    var taken: Set<String> = []
    /// The number to try next for a name that is taken.
    var numbers: [String: Int] = [:]
    return file.columns.enumerated().map { index, column in
      let wanted = SourceName.sanitised(column.name) ?? "column\(index + 1)"
      var name = wanted
      while !taken.insert(name).inserted {
        let number = numbers[wanted] ?? 2
        name = "\(wanted)_\(number)"
        numbers[wanted] = number + 1
      }
      return name
    }
  }

  private func typeInTable(_ column: Int) -> ColumnType {
    guard let type = profiles[column].type else { return .text }
    if roles.time?.columns == [column] { return .timestamp }
    switch type {
    case .timestamp, .date:
      // The dates of a column that tells no order would all be rejected.
      return profiles[column].earliest > profiles[column].latest ? .text : type
    default: return type
    }
  }

  private func reference(toTime time: TimeGuess) -> String {
    guard time.columns.count == 2 else { return rule(time.columns[0], words: []) }
    let parts = time.columns.map { index -> String in
      switch file.columns[index].reference {
      case .name(let name) where !name.contains { "{}|".contains($0) } && Int(name) == nil:
        "{\(name)}"
      default: "{\(index + 1)}"
      }
    }
    return "{template: \(YAMLScalar.text(parts.joined(separator: " ")))}"
  }

  /// Where a column comes from, and what else is said of it.
  private func rule(_ column: Int, words: [String]) -> String {
    let reference = file.columns[column].reference
    if words.isEmpty {
      switch reference {
      case .position(let position): return "\(position)"
      case .name(let name): return YAMLScalar.text(name)
      }
    }
    let origin =
      switch reference {
      case .position(let position): "at: \(position)"
      case .name(let name): "from: \(YAMLScalar.text(name))"
      }
    return "{" + ([origin] + words).joined(separator: ", ") + "}"
  }

  // MARK: - Values

  private var usedColumns: [Int] {
    isSeries ? roles.values.map(\.column) + roles.series : Array(file.columns.indices)
  }

  private static func commonMarks(of profiles: [ColumnProfile]) -> Layout.NumberStyle? {
    var common = Layout.NumberStyle()
    let styles = profiles.compactMap(\.style)
    guard let first = styles.first else { return nil }
    common.decimal = first.decimal
    for style in styles {
      let grouping = common.grouping ?? style.grouping
      guard style.decimal == common.decimal, style.grouping == nil || style.grouping == grouping
      else { return nil }
      common.grouping = grouping
    }
    let areOthersWhole = profiles.allSatisfy { $0.style != nil || $0.decimals == 0 }
    return areOthersWhole && !common.isPlain ? common : nil
  }

  private var numberLines: [String] {
    commonMarks.map { ["numbers: {\($0.words.joined(separator: ", "))}"] } ?? []
  }

  /// What is to be said of the numbers of one column, where columns differ.
  private func numberWords(_ column: Int) -> [String] {
    guard profiles[column].type == .decimal, let style = profiles[column].style else { return [] }
    if commonMarks == nil { return style.words }
    return style.isPercent ? ["percent: true"] : []
  }

  private var missingTokens: [String] {
    let met = Set(usedColumns.flatMap { profiles[$0].missingTokens })
    return KnownTokens.texts.filter(met.contains)
  }

  // MARK: - Time and source

  private var timeLines: [String] {
    guard let time = roles.time else { return [] }
    var words: [String] = []
    if !isSeries { words.append("column: \(YAMLScalar.text(targetNames[time.columns[0]]))") }
    // Each column of a table finds out its own unit.
    let unit = isSeries ? time.reader.unit ?? "auto" : "auto"
    if unit != "auto" { words.append("unit: \(YAMLScalar.text(unit))") }
    if let order = time.reader.dateOrder { words.append("order: \(order.rawValue)") }
    let earliest = time.columns.count == 1 ? profiles[time.columns[0]].earliest : .max
    let latest = time.columns.count == 1 ? profiles[time.columns[0]].latest : .min
    if isSeries, time.reader.isCount {
      // So that a count in another unit is a reject, as it is where the unit is found out.
      words.append("from: 1973-03-03")
    } else if min(earliest, time.moments.min() ?? .max) < Layout.TimeRule().earliest {
      words.append("from: 0001-01-01")
    }
    if max(latest, time.moments.max() ?? .min) > now + Calendar.microsecondsPerDay {
      words.append("until: 9999-12-31")
    }
    let note =
      time.isAmbiguous && time.reader.dateOrder == nil
      ? "# The dates do not tell the day from the month: say order: day-first or month-first."
      : nil
    return (words.isEmpty ? [] : ["time: {\(words.joined(separator: ", "))}"])
      + [note].compactMap(\.self)
  }

  private var sourceLines: [String] {
    var lines: [String] = []
    if let source = roles.source {
      lines.append("source: \(sourceRule(source))")
    } else if let pattern = FileNamePattern(fileName) {
      lines.append("file_name: \(YAMLScalar.text(pattern.text))")
      lines.append("source: '{series}'")
    } else {
      let hasName = SourceName.sanitised(FileNameGroups.stem(of: fileName)) != nil
      lines.append("source: \(hasName ? "'{stem}'" : "unnamed")")
    }
    if let interval = roles.interval { lines.append("interval: \(interval)") }
    return lines
  }

  private func sourceRule(_ column: Int) -> String {
    switch file.columns[column].reference {
    case .position(let position): "{at: \(position)}"
    case .name(let name): "{from: \(YAMLScalar.text(name))}"
    }
  }
}

extension Layout.NumberStyle {
  /// What a layout says of it.
  fileprivate var words: [String] {
    let plain = Layout.NumberStyle()
    var words: [String] = []
    if decimal != plain.decimal {
      words.append("decimal: \(YAMLScalar.text(String(Unicode.Scalar(decimal))))")
    }
    if let grouping {
      words.append("grouping: \(YAMLScalar.text(String(Unicode.Scalar(grouping))))")
    }
    if isPercent { words.append("percent: true") }
    return words
  }
}
