/// Reads lines of JSON one by one: captures of a feed, where each line is the time at which a message
/// came, a space, and the message; and NDJSON whose records stand inside its lines.
///
/// A blank line of a capture marks a disconnect, and a damaged line costs one record. A line that has
/// nothing where records should stand is one record without fields, for the filter to leave out.
package final class LineReader: RecordReader {
  package let columnNames: [String]? = nil
  package let format: FileFormat
  /// Blank lines so far.
  package private(set) var disconnects = 0

  private let window: InputWindow
  private let limits: ReadLimits
  private let tokeniser: JSONTokeniser
  private let surroundings: Surroundings?
  /// What takes a line apart; nil where it is itself the record.
  private let inner: LineDocument?
  /// Lines of the batch that are records as a whole, in order.
  private var lines: [Line] = []
  private let texts = ByteBuffer()

  /// A line that is a record: where it stands in `texts`.
  private struct Line {
    var record: Int
    var offset: Int
    var length: Int
    /// The length of its time and the space.
    var stamp: Int
  }

  init(_ window: InputWindow, _ options: ReadOptions, as format: FileFormat) throws {
    self.window = window
    self.format = format
    limits = options.limits
    // Of a record inside a line neither its time nor what stands around it is known.
    frame = options.records.takesLinesWhole ? .lines : nil
    tokeniser = try JSONTokeniser(options.recordPaths, options, path: window.path)
    surroundings = try Surroundings(
      options, keysAreFields: options.records.form == .joined, path: window.path)
    inner =
      options.records.takesLinesWhole
      ? nil : try LineDocument(tokeniser, surroundings, options, path: window.path)
    tokeniser.lineStart = { [unowned self] in stamp(ofRecord: $0) }
  }

  /// The length of the time before a record that is a whole line; nil of other records.
  private func stamp(ofRecord record: Int) -> Int? {
    var (low, high) = (0, lines.count)
    while low < high {
      let middle = (low + high) / 2
      if lines[middle].record < record { low = middle + 1 } else { high = middle }
    }
    return low < lines.count && lines[low].record == record ? lines[low].stamp : nil
  }

  package var columnCount: Int { tokeniser.columnCount }
  package var encoding: TextEncoding { window.encoding }
  package var progress: ReadProgress { window.progress }
  package let frame: RecordFrame?
  package var sha256: String? { window.sha256 }

  package var notes: [String] {
    switch disconnects {
    case 0: []
    case 1: ["1 blank line marks a disconnect"]
    default: ["\(disconnects) blank lines mark disconnects"]
    }
  }

  package func read(into batch: RecordBatch) throws -> Bool {
    batch.removeAll(columnCount: columnCount)
    if !window.passLongLine() { return true }
    let start = window.offset
    // A line may hold no records, and be longer than a batch.
    while batch.isEmpty {
      if window.offset - start >= limits.silentBytes { return true }
      lines.removeAll(keepingCapacity: true)
      texts.removeAll()
      tokeniser.begin(batch)
      surroundings?.begin()
      var isMore = true
      while isMore, !tokeniser.isFull(batch), !window.isInLongLine,
        window.offset - start < limits.silentBytes
      {
        isMore = try step(batch)
      }
      tokeniser.finish(batch)
      surroundings?.give(to: batch)
      giveLines(to: batch)
      if !isMore { break }
    }
    if !batch.isEmpty { return true }
    if let failure = window.damage { throw failure }
    return false
  }

  /// Goes on in a line, takes one, or reads the next piece. False when there is nothing more.
  private func step(_ batch: RecordBatch) throws -> Bool {
    if let inner, try inner.step(batch) { return true }
    if let end = window.bytes.firstIndex(of: 0x0A, from: 0) {
      if end > limits.recordBytes {
        tokeniser.refuseLongLine(of: window, in: batch)
        return true
      }
      let content = window.bytes.withoutLineEnd(0, end)
      if !content.isBlank {
        try add(content, isUnfinished: false, batch)
      } else if format == .capture {
        disconnects += 1
      }
      window.use(end + 1)
      window.line += 1
      return true
    }
    if window.bytes.count > limits.recordBytes {
      tokeniser.refuseLongLine(of: window, in: batch)
      return true
    }
    if window.fill() { return true }
    // What is left of a damaged file is no record.
    if window.damage != nil || window.bytes.isEmpty { return false }
    let content = window.bytes.withoutLineEnd(0, window.bytes.count)
    if !content.isBlank { try add(content, isUnfinished: true, batch) }
    window.use(window.bytes.count)
    return true
  }

  private func add(
    _ line: UnsafeRawBufferPointer, isUnfinished: Bool, _ batch: RecordBatch
  ) throws {
    let stamp = format == .capture ? CaptureStamp.length(of: line) ?? 0 : 0
    let message = UnsafeRawBufferPointer(rebasing: line[stamp...])
    if format == .capture, stamp == 0 || message.isBlank {
      return refuse(line, isUnfinished: isUnfinished, batch)
    }
    let received =
      stamp > 0 ? UnsafeRawBufferPointer(rebasing: line[..<(stamp - 1)]) : nil
    surroundings?.beginDocument(received: received)
    if let twice = try surroundings?.take(from: message) {
      return tokeniser.refuse(
        line, line: window.line, byte: window.offset, as: .keyTwice,
        "\(twice), which is asked for, stands twice", in: batch)
    }
    let place = (line: window.line, byte: window.offset + stamp)
    if let inner, inner.isValid(message) {
      if try inner.begin(message, line: place.line, byte: place.byte, column: stamp, batch) {
        return
      }
      // Nothing of the line is a field of a record, and its text is that of the line.
      note(line, stamp: stamp)
      surroundings?.beginSection(at: tokeniser.nextRecord, key: nil)
      return "{}".utf8CString.withUnsafeBytes { text in
        let empty = UnsafeRawBufferPointer(rebasing: text[..<2])
        tokeniser.add(empty, line: place.line, byte: place.byte, to: batch)
      }
    }
    note(line, stamp: stamp)
    surroundings?.beginSection(at: tokeniser.nextRecord, key: nil)
    tokeniser.add(
      message, line: place.line, byte: place.byte, isUnfinished: isUnfinished, to: batch)
  }

  private func refuse(
    _ line: UnsafeRawBufferPointer, isUnfinished: Bool, _ batch: RecordBatch
  ) {
    let end = window.offset + line.count
    let (code, message): (RejectCode, String) =
      isUnfinished
      ? (
        .cutShort, "the last line is cut short: it ends at byte \(end), before its message begins"
      )
      : (
        .notACaptureLine,
        "the line is not a time like 2024-01-31T00:05:00.2625039Z, a space and a JSON message"
      )
    tokeniser.refuse(line, line: window.line, byte: window.offset, as: code, message, in: batch)
  }

  // MARK: - Whole lines as raw text

  private func note(_ line: UnsafeRawBufferPointer, stamp: Int) {
    lines.append(
      Line(
        record: tokeniser.nextRecord, offset: texts.append(line), length: line.count,
        stamp: stamp))
  }

  /// Gives the records and rejects that are whole lines the text of these.
  private func giveLines(to batch: RecordBatch) {
    guard !lines.isEmpty else { return }
    let shift = batch.bytes.append(texts.bytes)
    var records = batch.records.startIndex
    var rejects = batch.rejects.startIndex
    for line in lines {
      while records < batch.records.count, batch.records[records].position.record < line.record {
        records += 1
      }
      while rejects < batch.rejects.count, batch.rejects[rejects].position.record < line.record {
        rejects += 1
      }
      if records < batch.records.count, batch.records[records].position.record == line.record {
        batch.widen(records, to: shift + line.offset, line.length, before: line.stamp)
      } else if rejects < batch.rejects.count,
        batch.rejects[rejects].position.record == line.record
      {
        batch.rejects[rejects].position.byte -= line.stamp
        batch.rejects[rejects].raw = Array(texts.slice(line.offset, line.length))
      }
    }
  }
}

/// A line of JSON whose records stand inside it.
final class LineDocument {
  private let window: InputWindow
  private let walk: RecordWalk
  private let validator: JSONTokeniser
  private let scratch = RecordBatch()

  init(
    _ tokeniser: JSONTokeniser, _ surroundings: Surroundings?, _ options: ReadOptions, path: String
  ) throws {
    window = InputWindow(path: path)
    validator = try JSONTokeniser([], options, path: path)
    walk = try RecordWalk(
      try JSONCursor(window, options), tokeniser, surroundings, options, ofLines: true)
  }

  /// Whether a line is one valid JSON value.
  func isValid(_ line: UnsafeRawBufferPointer) -> Bool {
    scratch.removeAll(columnCount: 0)
    validator.begin(scratch)
    validator.add(line, line: 1, byte: 0, to: scratch)
    validator.finish(scratch)
    return validator.fault == nil
  }

  /// Begins with a valid line. False where nothing stands where its records should.
  func begin(
    _ line: UnsafeRawBufferPointer, line number: Int, byte: Int, column: Int, _ batch: RecordBatch
  ) throws -> Bool {
    window.hold(line, line: number, offset: byte, lineStart: byte - column)
    repeat {
      try walk.step(batch)
      if walk.hasFoundRecords { return true }
    } while !walk.isAtTop
    return false
  }

  /// Goes on in the line; false when it is done.
  func step(_ batch: RecordBatch) throws -> Bool {
    if walk.isAtTop { return false }
    try walk.step(batch)
    return true
  }
}

extension RecordSelection {
  /// Whether a line is itself the record.
  var takesLinesWhole: Bool {
    switch form {
    case .elements, .whole: isAtTop
    case .members, .columns, .joined: false
    }
  }
}

extension RejectCode {
  package static let notACaptureLine = RejectCode(rawValue: "not-a-capture-line")
}
