import FlatFiles

/// What the reading of a whole file counts.
struct InspectionFindings {
  /// Records, those that were rejected among them.
  private(set) var records = 0
  /// nil where no layout makes rows.
  private(set) var rows: Int?
  /// Records that the reader could not cut.
  private(set) var unreadable = 0
  private(set) var codes: [RejectCode: Int] = [:]
  /// The first reject of each code.
  private(set) var examples: [Reject] = []
  private(set) var skipped: [SkipReason: Int] = [:]
  private(set) var time = TimeProfile()
  private(set) var timeUnit: String?
  private(set) var timeForm: String?
  private(set) var assumedUTC = false
  private(set) var format: FileFormat?
  private(set) var notes: [String] = []
  /// Whether the rows' source has to be told.
  private(set) var sourceIsMissing = false
  var error: FileError?

  private var reader: (any RecordReader)?
  private var mapper: RowMapper?
  /// The places of the time and of the source among the columns of rows.
  private var timePlace: Int?
  private var sourcePlace: Int?

  /// How much of a rejected record is kept, in bytes.
  private static let keptRawBytes = 4 << 10

  var rejected: Int { codes.values.reduce(0, +) }

  mutating func begin(_ reader: any RecordReader, _ mapper: RowMapper?, sourceIsMissing: Bool) {
    (self.reader, self.mapper, self.sourceIsMissing) = (reader, mapper, sourceIsMissing)
    guard let mapper else { return }
    rows = 0
    timePlace = mapper.timePlace
    sourcePlace = mapper.columns.firstIndex { $0.type == .source }
  }

  /// Makes rows of a batch, and counts what becomes of its records.
  mutating func add(_ batch: RecordBatch, _ rows: RowBatch) {
    records += batch.records.count + batch.rejects.count
    unreadable += batch.rejects.count
    add(batch.rejects)
    guard let mapper else { return }
    mapper.map(batch, into: rows)
    self.rows = (self.rows ?? 0) + rows.rowCount
    skipped.merge(rows.skipped, uniquingKeysWith: +)
    add(rows.rejects)
    if let timePlace { time.add(rows, time: timePlace, source: sourcePlace) }
  }

  private mutating func add(_ rejects: [Reject]) {
    for var reject in rejects {
      codes[reject.code, default: 0] += 1
      guard codes[reject.code] == 1 else { continue }
      if reject.raw.count > Self.keptRawBytes { reject.raw.removeSubrange(Self.keptRawBytes...) }
      examples.append(reject)
    }
  }

  /// Takes over what reader and mapper know only at the end.
  mutating func end() {
    format = reader?.format
    notes = reader?.notes ?? []
    timeUnit = mapper?.timeUnit
    timeForm = mapper?.timeForm
    assumedUTC = mapper?.assumedUTC ?? false
  }
}
