import FlatFiles

/// The reading of a file from which a report is made.
struct InspectionPass {
  let file: SourceFile
  let beginning: FileBeginning
  let told: InspectionOptions
  let sample: SampledFile
  let roles: ColumnRoles
  private(set) var choice: InspectionChoice
  /// What is known of each column of the sample.
  private(set) var columns: [ColumnProfile]
  private(set) var findings = InspectionFindings()
  private let now: Int64
  /// Where in a JSON document the records were found to stand; nil where that needs no saying.
  private let records: RecordSelection?
  /// How the file is read without a layout.
  private let plainOptions: ReadOptions

  /// Looks at the first records, and makes up a layout where that is wanted.
  ///
  /// Throws `FileError` where not one record can be read because the file is damaged, and
  /// `LayoutMismatch` where the layout does not suit the file.
  init(
    _ file: SourceFile, _ beginning: FileBeginning, told: InspectionOptions,
    _ choice: InspectionChoice, now: Int64
  ) throws {
    (self.file, self.beginning, self.told, self.choice) = (file, beginning, told, choice)
    self.now = now
    var options = ReadOptions()
    options.encoding = told.encoding
    options.table = told.table
    if let layout = choice.layout {
      options = try told.effective(layout, file).layout.readOptions()
      records = nil
    } else {
      records = try Self.findRecords(in: file, beginning, &options)
    }
    sample = try SampledFile(of: file, &options)
    plainOptions = options
    let roles = ColumnRoles(sample, now: now)
    self.roles = roles
    columns = sample.columns.enumerated().map { index, column in
      column.gathered(in: roles.freshProfile(of: column, at: index, now: now))
    }
    if choice.layout == nil, choice.mayMakeUp, errorAnswer == nil { _ = try makeUp() }
  }

  /// Finds out where in a JSON document the records stand, and has them read there.
  private static func findRecords(
    in file: SourceFile, _ beginning: FileBeginning, _ options: inout ReadOptions
  ) throws -> RecordSelection? {
    let opening = beginning.text.first { $0 > 0x20 }
    guard opening == UInt8(ascii: "{"), try FileReader.open(file, options).format == .json else {
      return nil
    }
    if let spread = RecordsInObject.find(in: file, options) {
      options.records = spread.selection
      options.fieldPaths = spread.fieldPaths
    } else if let path = RecordsInDocument.path(in: beginning.text) {
      options.records = RecordSelection(at: [path])
    } else {
      return nil
    }
    return options.records
  }

  /// Reads the whole file.
  ///
  /// - Throws: `FileError` and `LayoutMismatch` where it cannot be opened, and what `progress` throws.
  mutating func run(_ progress: FileInspection.Progress) throws {
    findings = InspectionFindings()
    columns = columns.map {
      ColumnProfile(name: $0.name, timeReader: $0.timeReader, numberStyle: $0.style)
    }
    let (reader, mapper, places) = try open()
    findings.begin(reader, mapper, sourceIsMissing: sourceIsMissing)
    let batch = RecordBatch()
    let rows = RowBatch(columns: mapper?.columns ?? [])
    while true {
      do {
        guard try reader.read(into: batch) else { break }
      } catch let error as FileError {
        findings.error = error
        break
      }
      profile(batch, places, each: mapper?.seriesCount ?? 1)
      findings.add(batch, rows)
      try progress(reader.progress, findings.records, findings.rejected)
    }
    findings.end()
  }

  /// The reader, what makes rows of its records, and for each column which field it is.
  private func open() throws -> (any RecordReader, RowMapper?, [Int]) {
    guard let layout = choice.layout else {
      return (try FileReader.open(file, plainOptions), nil, Array(columns.indices))
    }
    let effective = try told.effective(layout, file).layout
    let clock = FileClock(captured: try file.identity()?.modifiedMicroseconds, now: now)
    var asked = effective.fieldPaths
    let known = Set(asked)
    asked += plainOptions.fieldPaths.filter { !known.contains($0) }
    let opened = try effective.open(file, clock: clock) { $0.fieldPaths = asked }
    let order = Dictionary(
      asked.enumerated().map { ($1, $0) }, uniquingKeysWith: { first, _ in first })
    let places =
      opened.reader.format.isJSON
      ? plainOptions.fieldPaths.compactMap { order[$0] } : Array(columns.indices)
    return (opened.reader, opened.mapper, places)
  }

  /// Looks at the fields of records; those of several series have them in common.
  private mutating func profile(_ batch: RecordBatch, _ places: [Int], each seriesCount: Int) {
    let width = batch.columnCount
    columns.withUnsafeMutableBufferPointer { columns in
      for record in stride(from: 0, to: batch.records.count, by: seriesCount) {
        for column in 0..<columns.count where places[column] < width {
          let field = batch.field(record, places[column])
          columns[column].add(field.kind, batch.content(field))
        }
      }
    }
  }

  /// Whether the whole file has shown something that the layout that was made up should say; it
  /// says it then.
  mutating func learns() throws -> Bool { choice.isMadeUp ? try makeUp() : false }

  /// Makes up a layout of what is known now; false where that is the one that there was.
  private mutating func makeUp() throws -> Bool {
    guard sample.records > 0, !sample.columns.isEmpty else { return false }
    let yaml = MadeUpLayout(
      sample, roles, columns, in: records, fileName: file.name, told: told, now: now
    ).yaml
    if yaml == choice.yaml { return false }
    choice = InspectionChoice(
      layout: try Layout(yaml: yaml, file: "the layout made up for \(file)"), yaml: yaml,
      isMadeUp: true)
    return true
  }

  /// What an API says instead of data.
  var errorAnswer: String? { roles.time == nil ? sample.errorAnswer : nil }

  /// Whether the rows' source is neither in the file nor in its name.
  private var sourceIsMissing: Bool {
    choice.layout.flatMap { try? told.effective($0, file).isSourceMissing } ?? false
  }
}

/// The layout that a file is looked at through.
struct InspectionChoice {
  /// nil where there is none, and the file is read as it is.
  var layout: Layout?
  var yaml: String?
  var isMadeUp = false
  /// Whether a layout is made up where there is none.
  var mayMakeUp = false
}

extension InspectionOptions {
  /// A layout bound to a file. Which source the rows belong to is for a load to know.
  func effective(
    _ layout: Layout, _ file: SourceFile
  ) throws -> (layout: EffectiveLayout, isSourceMissing: Bool) {
    var options = LayoutOptions(table: table, encoding: encoding == .auto ? nil : encoding)
    do {
      return (try layout.effective(options, fileName: file.name), false)
    } catch let mismatch as LayoutMismatch {
      switch mismatch.problem {
      case .sourceNotNamed, .sourceNotInFileName: options.source = "unnamed"
      default: throw mismatch
      }
      return (try layout.effective(options, fileName: file.name), true)
    }
  }
}

extension ColumnRoles {
  /// What gathers the values of a column, by what its first ones show.
  fileprivate func freshProfile(
    of column: SampledColumn, at index: Int, now: Int64
  ) -> ColumnProfile {
    if let time, time.columns == [index] {
      return ColumnProfile(name: column.name, timeReader: time.reader)
    }
    if let reading = TimeGuess.Reading(column.values) {
      let isNumber = column.profile.integers + column.profile.decimals > 0
      let isNamed = TimeNames.score(column.plainName) > 0
      if !isNumber || (isNamed && reading.reader.isCount && reading.isPlausible(now: now)) {
        return ColumnProfile(name: column.name, timeReader: reading.reader)
      }
    }
    return ColumnProfile(name: column.name, numberStyle: column.profile.style)
  }
}
