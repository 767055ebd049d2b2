import FlatFiles
import Postgres
import Store

/// The landed records of a file, streamed out of `file_data` as text in the file's own format.
///
/// How it works. The server writes each record as COPY text or CSV, with its number in front: a
/// record of columns as its values in the order of the file, any other as its document. Here the
/// number is taken off, and what stood around the records is put around them again. A connection of
/// its own does that, in one statement, so that all records are of one moment.
final class LandedText: KeptText {
  private let file: LandedFile.Entry
  private let framing: LandedFraming
  private let rows: CopyOutRows
  private let interruption: Interruption
  private let canceller: Canceller
  private let buffer = ByteBuffer(capacity: 1 << 17)
  private var handedOut = 0
  private var isAtEnd = false
  private var records = 0
  /// From which record on numbers are how far apart; in order, and nothing before the first gap.
  private var shifts: [(from: Int, shift: Int)] = []

  init(_ file: LandedFile.Entry, in context: RunContext) throws {
    self.file = file
    framing = try LandedFraming(file)
    let connection = try context.database.connect()
    rows = try CopyOutRows(LandedText.statement(file), on: connection)
    interruption = context.interruption
    canceller = connection.canceller
    interruption.register(canceller)
    buffer.append(text: framing.opening)
  }

  deinit { interruption.unregister(canceller) }

  func read(into room: UnsafeMutableRawBufferPointer) throws -> Int {
    var filled = 0
    while filled < room.count {
      if handedOut == buffer.count {
        if isAtEnd { break }
        buffer.removeAll()
        handedOut = 0
        try fill()
        continue
      }
      let count = min(room.count - filled, buffer.count - handedOut)
      UnsafeMutableRawBufferPointer(rebasing: room[filled..<filled + count])
        .copyMemory(from: buffer.slice(handedOut, count))
      filled += count
      handedOut += count
    }
    return filled
  }

  func shift(ofRecord number: Int) -> Int {
    var (low, high) = (0, shifts.count)
    while low < high {
      let middle = (low + high) / 2
      if shifts[middle].from <= number { low = middle + 1 } else { high = middle }
    }
    return low == 0 ? 0 : shifts[low - 1].shift
  }

  private static let pieceBytes = 64 << 10

  private func fill() throws {
    while buffer.count < Self.pieceBytes {
      guard let row = try rows.next() else { return try finish() }
      let number = row.prefix { $0 >= 0x30 && $0 <= 0x39 }
      records += 1
      note(number.reduce(0) { $0 * 10 + Int($1 & 15) })
      append(UnsafeRawBufferPointer(rebasing: row[(number.count + 1)...]))
    }
  }

  private func note(_ number: Int) {
    let shift = number - records
    if shift != shifts.last?.shift ?? 0 { shifts.append((records, shift)) }
  }

  private func append(_ row: UnsafeRawBufferPointer) {
    guard framing.isOfDocuments else {
      buffer.append(row)
      return
    }
    if records > 1 { buffer.append(text: framing.between) }
    buffer.append(text: framing.before)
    // Of all that COPY escapes only the backslash stands in the text of jsonb.
    var rest = UnsafeRawBufferPointer(rebasing: row.dropLast())
    while let backslash = rest.firstIndex(of: UInt8(ascii: "\\")) {
      buffer.append(UnsafeRawBufferPointer(rebasing: rest[...backslash]))
      rest = UnsafeRawBufferPointer(rebasing: rest[(backslash + 2)...])
    }
    buffer.append(rest)
    buffer.append(text: framing.after)
  }

  private func finish() throws {
    isAtEnd = true
    interruption.unregister(canceller)
    if let count = file.rows, count != records {
      throw FileError(
        path: file.path, problem: .kept(.recordsMissing(found: records, of: count)))
    }
    buffer.append(text: framing.closing)
  }

  // MARK: - The statement

  private static func statement(_ file: LandedFile.Entry) -> SQL {
    let isCSV = file.shape.format == .csv
    return """
      COPY (
        SELECT row_number, \(sql: record(of: file)) FROM file_data
        WHERE file_id = \(literal: file.id) ORDER BY row_number
      ) TO STDOUT \(sql: isCSV ? "(FORMAT csv)" : "")
      """
  }

  private static func record(of file: LandedFile.Entry) -> SQL {
    switch file.shape.format {
    case .csv, .dump, .copy:
      return (file.columns ?? []).map { "data->>\(literal: $0)" }.joined()
    case .capture:
      return """
        (data->>'$received') || ' ' || CASE
          WHEN data ? '$message' AND data - '{$received,$message}'::text[] = '{}'
            THEN (data->'$message')::text
          ELSE (data - '$received')::text END
        """
    case .auto, .json, .ndjson: return "data"
    }
  }
}

/// What stands around landed records in the text that stands for their file.
struct LandedFraming: Sendable {
  /// Whether records are JSON documents, and not rows of columns.
  var isOfDocuments = true
  var opening = ""
  var before = ""
  var after = ""
  var between = "\n"
  var closing = "\n"

  /// More columns than this the server does not select.
  private static let columnLimit = 1_600

  /// - Throws: `LoadError.notMappable` where not enough was written down when the file was landed.
  init(_ file: LandedFile.Entry) throws {
    let format = file.shape.format
    switch format {
    case .csv, .dump, .copy:
      guard let columns = file.columns else {
        throw LoadError.notMappable(file: file.path, .columnsUnknown)
      }
      guard columns.count <= Self.columnLimit else {
        throw LoadError.notMappable(file: file.path, .tooManyColumns(limit: Self.columnLimit))
      }
      isOfDocuments = false
      closing = format == .dump ? "\\.\n" : ""
      if format == .dump {
        opening = DumpTable.copyStatement(file.table, columns: columns)
      } else if file.shape.hasHeader {
        opening = columns.map(Self.quoted).joined(separator: ",") + "\n"
      }
    case .capture where !file.shape.records.steps.isEmpty:
      throw LoadError.notMappable(file: file.path, .insideMessages)
    case .capture: break
    case .auto, .json, .ndjson: try frame(file)
    }
  }

  private mutating func frame(_ file: LandedFile.Entry) throws {
    guard let (head, tail) = file.shape.records.surroundings else {
      throw LoadError.notMappable(
        file: file.path, .wayNotRebuilt(file.shape.records.description))
    }
    // A file that was landed by others says nothing of arrays.
    let isArray = file.isArray ?? (file.rows != 1)
    if file.shape.format == .json, isArray {
      opening = head + "["
      between = ",\n"
      closing = "]\(tail)\n"
    } else if !head.isEmpty {
      (before, after) = (head + "[", "]" + tail)
    }
  }

  private static func quoted(_ name: String) -> String {
    "\"" + name.split(separator: "\"", omittingEmptySubsequences: false).joined(separator: "\"\"")
      + "\""
  }
}

extension ByteBuffer {
  fileprivate func append(text: String) {
    var text = text
    text.withUTF8 { _ = append(UnsafeRawBufferPointer($0)) }
  }
}
