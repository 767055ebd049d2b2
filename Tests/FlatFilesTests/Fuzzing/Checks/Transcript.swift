import FlatFiles

/// All that came of the reading of a file, in the order of the file.
struct Transcript {
  private var lines: [[UInt8]] = []
  private var mended: [[UInt8]] = []
  private var lastRecord = 0
  private var lastByte = -1

  /// Throws `WrongReading` where what came contradicts itself.
  init(of source: SourceFile, _ options: ReadOptions) throws {
    do {
      let reader = try FileReader.open(source, options)
      add("\(reader.format) \(reader.columnNames ?? []) \(reader.columnCount)")
      let batch = RecordBatch()
      while try reader.read(into: batch) { try add(batch) }
      if !batch.isEmpty { throw WrongReading("there are records behind the end") }
      for note in reader.notes { add(note) }
      guard let sha256 = reader.sha256 else {
        throw WrongReading("a file that was read to its end is not known by its content")
      }
      add(sha256)
      lines += mended
    } catch let error as FileError {
      add("\(error)")
      try check(error, in: source)
    }
  }

  /// Where two of them differ first; nil where they are the same.
  func difference(from other: Transcript) -> String? {
    if lines == other.lines { return nil }
    let common = zip(lines, other.lines).prefix { $0 == $1 }.count
    func text(_ lines: [[UInt8]]) -> String {
      common < lines.count ? String(decoding: lines[common], as: UTF8.self) : "(nothing)"
    }
    return "line \(common) is\n\(text(lines))\nor\n\(text(other.lines))"
  }

  private mutating func add(_ text: String) { lines.append(Array(text.utf8)) }

  /// Errors stand in a place of the file, and say what is wrong.
  private func check(_ error: FileError, in source: SourceFile) throws {
    if "\(error)".isEmpty || !error.path.hasPrefix(source.path) {
      throw WrongReading("an error does not say what it is about: \(error)")
    }
  }

  // MARK: - Records

  private mutating func add(_ batch: RecordBatch) throws {
    guard batch.fields.count == batch.records.count * batch.columnCount else {
      throw WrongReading("the fields of \(batch.records.count) records are \(batch.fields.count)")
    }
    var rejects = batch.rejects[...]
    for index in batch.records.indices {
      let position = batch.records[index].position
      while let reject = rejects.first, reject.position.record < position.record {
        try add(reject)
        rejects.removeFirst()
      }
      try follow(position)
      add(index, of: batch)
    }
    for reject in rejects { try add(reject) }
    mended += batch.mended.map(text)
  }

  private mutating func add(_ reject: Reject) throws {
    try follow(reject.position)
    lines.append(text(reject))
  }

  private func text(_ reject: Reject) -> [UInt8] {
    let place = reject.position
    let words =
      "\(place.record) \(place.line) \(place.byte) \(reject.code.rawValue)"
      + " \(reject.column ?? "-") \(reject.message) "
    return Array(words.utf8) + reject.raw
  }

  /// Every record has a number of its own, in the order of the file.
  private mutating func follow(_ position: Position) throws {
    guard position.record > lastRecord, position.line > 0, position.byte >= lastByte else {
      throw WrongReading(
        "a record at \(position) follows record \(lastRecord) at byte \(lastByte)")
    }
    (lastRecord, lastByte) = (position.record, position.byte)
  }

  private mutating func add(_ record: Int, of batch: RecordBatch) {
    let place = batch.records[record].position
    var line = Array("\(place.record) \(place.line) \(place.byte) ".utf8)
    line += batch.raw(record)
    for column in 0..<batch.columnCount {
      let field = batch.field(record, column)
      line += [0x0A, field.kind.rawValue + 0x30]
      line += batch.content(field)
    }
    lines.append(line)
  }
}
