/// Reads captures of a feed: each line is the time at which a message came, a space, and the
/// message as JSON. A blank line marks a disconnect, and a damaged line costs one record.
///
/// The time is a field like the others, asked for as `$received`.
package final class CaptureReader: RecordReader {
  package let columnNames: [String]? = nil
  package let format = FileFormat.capture
  /// Blank lines so far.
  package private(set) var disconnects = 0

  /// What to say of the disconnects, where there are any.
  package var notes: [String] {
    switch disconnects {
    case 0: []
    case 1: ["1 blank line marks a disconnect"]
    default: ["\(disconnects) blank lines mark disconnects"]
    }
  }

  private let window: InputWindow
  private let limits: ReadLimits
  private let tokeniser: JSONTokeniser
  /// The fields that take the time of the line.
  private let receivedColumns: [Int]
  private var lines: [Line] = []
  private let texts = ByteBuffer()
  private var failure: (any Error)?

  /// A line of the batch: where it stands in `texts`.
  private struct Line {
    var record: Int
    var offset: Int
    var length: Int
    /// The length of its time and the space; 0 where it has none.
    var stamp: Int
    var isUnfinished: Bool
  }

  init(_ window: InputWindow, _ tokeniser: JSONTokeniser, _ options: ReadOptions) {
    self.window = window
    self.tokeniser = tokeniser
    limits = options.limits
    receivedColumns = options.fieldPaths.indices.filter {
      options.fieldPaths[$0] == FieldPath([.key("$received")])
    }
  }

  package var columnCount: Int { tokeniser.columnCount }
  package var encoding: TextEncoding { window.encoding }
  package var progress: ReadProgress { window.progress }
  package var sha256: String? { window.sha256 }

  package func read(into batch: RecordBatch) throws -> Bool {
    batch.removeAll(columnCount: columnCount)
    lines.removeAll(keepingCapacity: true)
    texts.removeAll()
    tokeniser.begin(batch)
    while !tokeniser.isFull(batch), failure == nil, step(batch) {}
    tokeniser.finish(batch)
    giveLines(to: batch)
    if !batch.isEmpty { return true }
    if let failure = failure ?? window.damage { throw failure }
    return false
  }

  /// Takes a line, or reads the next piece. False when there is nothing more.
  private func step(_ batch: RecordBatch) -> Bool {
    if let end = window.bytes.firstIndex(of: 0x0A, from: 0) {
      let content = window.bytes.withoutLineEnd(0, end)
      if content.count > limits.recordBytes { return fail() }
      if content.isBlank { disconnects += 1 } else { add(content, isUnfinished: false, batch) }
      window.use(end + 1)
      window.line += 1
      return true
    }
    if window.bytes.count > limits.recordBytes { return fail() }
    if window.fill() { return true }
    // What is left of a damaged file is no record.
    if window.damage != nil { return false }
    let content = window.bytes.withoutLineEnd(0, window.bytes.count)
    if !content.isBlank { add(content, isUnfinished: true, batch) }
    window.use(window.bytes.count)
    return false
  }

  private func fail() -> Bool {
    let position = Position(record: tokeniser.nextRecord, line: window.line, byte: window.offset)
    failure = FileError(
      path: window.path, position: position, problem: .recordTooLong(limit: limits.recordBytes))
    return false
  }

  private func add(_ line: UnsafeRawBufferPointer, isUnfinished: Bool, _ batch: RecordBatch) {
    let stamp = CaptureStamp.length(of: line) ?? 0
    lines.append(
      Line(
        record: tokeniser.nextRecord, offset: texts.append(line), length: line.count,
        stamp: stamp, isUnfinished: isUnfinished))
    let message = UnsafeRawBufferPointer(rebasing: line[stamp...])
    if stamp > 0, !message.isBlank {
      tokeniser.add(
        message, line: window.line, byte: window.offset + stamp, isUnfinished: isUnfinished,
        to: batch)
    } else {
      // Something that no value begins with, so that the line is a reject in its place.
      withUnsafeBytes(of: UInt8(ascii: "!")) {
        tokeniser.add($0, line: window.line, byte: window.offset + stamp, to: batch)
      }
    }
  }

  /// Gives the records and rejects their whole lines, and the records their times.
  private func giveLines(to batch: RecordBatch) {
    guard let first = lines.first?.record else { return }
    let shift = batch.bytes.append(texts.bytes)
    for index in batch.records.indices {
      let line = lines[batch.records[index].position.record - first]
      batch.widen(index, to: shift + line.offset, line.length, before: line.stamp)
      for column in receivedColumns {
        batch.fields[index * columnCount + column] = RecordBatch.Field(
          offset: shift + line.offset, length: line.stamp - 1, kind: .quoted)
      }
    }
    for index in batch.rejects.indices {
      let line = lines[batch.rejects[index].position.record - first]
      complete(&batch.rejects[index], line)
    }
  }

  private func complete(_ reject: inout Reject, _ line: Line) {
    let end = reject.position.byte - line.stamp + line.length
    let isMessageMissing = reject.raw == [UInt8(ascii: "!")] && line.length != line.stamp + 1
    reject.position.byte -= line.stamp
    reject.raw = Array(texts.slice(line.offset, line.length))
    guard line.stamp == 0 || isMessageMissing else { return }
    if line.isUnfinished {
      reject.code = .cutShort
      reject.message =
        "the last line is cut short: it ends at byte \(end), before its message begins"
    } else {
      reject.code = .notACaptureLine
      reject.message =
        "the line is not a time like 2024-01-31T00:05:00.2625039Z, a space and a JSON message"
    }
  }
}

extension RejectCode {
  package static let notACaptureLine = RejectCode(rawValue: "not-a-capture-line")
}

/// The time with which a line of a capture begins: ISO 8601 in UTC with up to nine digits of a
/// second, and a space behind it.
enum CaptureStamp {
  /// How long it is with the space; nil where there is none.
  static func length(of line: UnsafeRawBufferPointer) -> Int? {
    let form = "0000-00-00T00:00:00".utf8
    guard line.count > form.count + 1 else { return nil }
    for (byte, wanted) in zip(line, form) {
      guard wanted == UInt8(ascii: "0") ? isDigit(byte) : byte == wanted else { return nil }
    }
    var at = form.count
    if line[at] == UInt8(ascii: ".") {
      let digits = line[(at + 1)...].prefix(10).prefix(while: isDigit).count
      guard (1...9).contains(digits) else { return nil }
      at += digits + 1
    }
    guard at + 1 < line.count, line[at] == UInt8(ascii: "Z"), line[at + 1] == UInt8(ascii: " ")
    else { return nil }
    return at + 2
  }

  private static func isDigit(_ byte: UInt8) -> Bool { byte >= 0x30 && byte <= 0x39 }

  /// Whether a file that begins so is a capture: its first line that is not blank has a time and
  /// an object or array behind it.
  static func begins(_ sample: UnsafeRawBufferPointer) -> Bool {
    for line in sample.split(separator: 0x0A) {
      let line = UnsafeRawBufferPointer(rebasing: line)
      if line.isBlank { continue }
      guard let stamp = length(of: line), stamp < line.count else { return false }
      return line[stamp] == UInt8(ascii: "{") || line[stamp] == UInt8(ascii: "[")
    }
    return false
  }
}
