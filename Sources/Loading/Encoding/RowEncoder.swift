import FlatFiles
import Layouts
import Store

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// Writes rows as binary COPY wants them. One call per row, nothing allocated.
struct RowEncoder {
  let columns: [TargetColumn]
  /// For each column that names parents, in order, what stands for them; grows as new names appear.
  var parents: [ParentKeys] = []

  init(columns: [TargetColumn]) { self.columns = columns }

  /// Appends one row: its cells, then the tail.
  ///
  /// - Returns: a reject, with nothing appended, when a value is beyond what its column holds.
  @inline(__always)
  func encode(
    _ cells: UnsafePointer<Cell>, of record: Int, in batch: RecordBatch, tail: RowTail,
    to out: ByteBuffer
  ) -> Reject? {
    let start = out.count
    BinaryField.store(Int16(truncatingIfNeeded: columns.count + tail.count), at: out.reserve(2))
    out.commit(2)
    for index in columns.indices {
      if let fault = encode(cells[index], column: index, from: batch.bytes, to: out) {
        out.truncate(to: start)
        return reject(fault, record, batch)
      }
    }
    tail.write(to: out)
    return nil
  }

  /// Why a row cannot be written.
  private struct Fault {
    let column: Int
    let code: RejectCode
    let reason: String
  }

  private func reject(_ fault: Fault, _ record: Int, _ batch: RecordBatch) -> Reject {
    Reject(
      position: batch.records[record].position, column: columns[fault.column].name,
      code: fault.code, message: fault.reason, raw: Array(batch.raw(record)))
  }

  @inline(__always)
  private func encode(
    _ cell: Cell, column: Int, from bytes: ByteBuffer, to out: ByteBuffer
  ) -> Fault? {
    if cell.isNull {
      BinaryField.writeNull(to: out)
      return nil
    }
    switch columns[column].encoding {
    case .numeric: return encodeNumeric(cell, column, bytes, out)
    case .timestamptz:
      guard Self.moments.contains(cell.bits) else { return outOfRange(column, "timestamptz") }
      BinaryField.write(cell.bits - Self.epoch2000, to: out)
    case .parentInt4(let place), .parentInt8(let place), .parentText(let place):
      return encodeParent(Int(cell.bits), place, column, out)
    case .int8:
      BinaryField.write(cell.bits, to: out)
    case .int4:
      guard let value = Int32(exactly: cell.bits) else { return outOfRange(column, "int4") }
      BinaryField.write(value, to: out)
    case .int2:
      guard let value = Int16(exactly: cell.bits) else { return outOfRange(column, "int2") }
      BinaryField.write(value, to: out)
    case .float8, .float4: return encodeFloat(cell, column, bytes, out)
    case .date:
      let days = cell.isDate ? cell.bits : Self.day(of: cell.bits)
      guard Self.days.contains(days) else { return outOfRange(column, "date") }
      BinaryField.write(Int32(days - Self.days2000), to: out)
    case .boolean:
      BinaryField.write(UInt8(cell.bits == 0 ? 0 : 1), to: out)
    case .text:
      let text = text(cell, bytes)
      if case .characters(let most)? = columns[column].limit, !Self.fits(text, most) {
        return Fault(
          column: column, code: .tooLong,
          reason: "the text is longer than the \(most) characters that the column takes")
      }
      BinaryField.write(text: text, to: out)
    case .textArray:
      BinaryField.write(texts: ArrayText.elements(of: text(cell, bytes)) ?? [], to: out)
    case .json:
      BinaryField.write(text: text(cell, bytes), to: out)
    case .jsonb:
      BinaryField.write(jsonb: text(cell, bytes), to: out)
    }
    return nil
  }

  private func encodeNumeric(
    _ cell: Cell, _ column: Int, _ bytes: ByteBuffer, _ out: ByteBuffer
  ) -> Fault? {
    guard cell.isInteger else { return writeNumeric(text(cell, bytes), column, out) }
    // A sign and the nineteen digits of the longest Int64.
    return withUnsafeTemporaryAllocation(byteCount: 20, alignment: 1) { space in
      writeNumeric(Self.decimal(cell.bits, in: space), column, out)
    }
  }

  /// Writes a number's digits to the end of `space`, and returns where they lie.
  private static func decimal(
    _ value: Int64, in space: UnsafeMutableRawBufferPointer
  ) -> UnsafeRawBufferPointer {
    var rest = value.magnitude
    var start = space.count
    repeat {
      start -= 1
      space[start] = UInt8(ascii: "0") + UInt8(truncatingIfNeeded: rest % 10)
      rest /= 10
    } while rest > 0
    if value < 0 {
      start -= 1
      space[start] = UInt8(ascii: "-")
    }
    return UnsafeRawBufferPointer(rebasing: space[start...])
  }

  @inline(__always)
  private func writeNumeric(
    _ text: UnsafeRawBufferPointer, _ column: Int, _ out: ByteBuffer
  ) -> Fault? {
    if case .digits(let precision, let scale)? = columns[column].limit,
      !BinaryNumeric.fits(text, precision: precision, scale: scale)
    {
      return outOfRange(column, "numeric(\(precision),\(scale))")
    }
    return BinaryNumeric.write(text, to: out) ? nil : outOfRange(column, "numeric")
  }

  @inline(__always)
  private func encodeParent(
    _ index: Int, _ place: Int, _ column: Int, _ out: ByteBuffer
  ) -> Fault? {
    switch columns[column].encoding {
    case .parentText:
      guard let text = parents[place].text(index) else { return noParent(index, place, column) }
      text.withUnsafeBytes { BinaryField.write(text: $0, to: out) }
    case .parentInt8:
      guard let key = parents[place].number(index) else { return noParent(index, place, column) }
      BinaryField.write(key, to: out)
    default:
      guard let key = parents[place].number(index) else { return noParent(index, place, column) }
      guard let key = Int32(exactly: key) else { return outOfRange(column, "int4") }
      BinaryField.write(key, to: out)
    }
    return nil
  }

  private func noParent(_ index: Int, _ place: Int, _ column: Int) -> Fault {
    Fault(column: column, code: .noSuchParent, reason: parents[place].complaint(index))
  }

  private func encodeFloat(
    _ cell: Cell, _ column: Int, _ bytes: ByteBuffer, _ out: ByteBuffer
  ) -> Fault? {
    let digits =
      cell.isInteger
      ? String(cell.bits) : String(decoding: text(cell, bytes), as: UTF8.self)
    // Read at once in the column's own width: a Double on the way would round twice.
    if columns[column].encoding == .float4 {
      guard let value = Float(digits), value.isFinite else { return outOfRange(column, "float4") }
      BinaryField.write(value, to: out)
    } else {
      guard let value = Double(digits), value.isFinite else { return outOfRange(column, "float8") }
      BinaryField.write(value, to: out)
    }
    return nil
  }

  /// Whether a text has at most so many characters, blanks at its end left out, as the server
  /// counts.
  private static func fits(_ text: UnsafeRawBufferPointer, _ most: Int) -> Bool {
    if text.count <= most { return true }
    let end = text.lastIndex { $0 != UInt8(ascii: " ") }.map { $0 + 1 } ?? 0
    // Every character has one byte that does not go on with another.
    return text[..<end].count { $0 & 0xC0 != 0x80 } <= most
  }

  @inline(__always)
  private func text(_ cell: Cell, _ bytes: ByteBuffer) -> UnsafeRawBufferPointer {
    bytes.slice(Int(cell.bits), Int(cell.length))
  }

  private func outOfRange(_ column: Int, _ type: String) -> Fault {
    Fault(
      column: column, code: .outOfRange,
      reason: "the value is beyond what a column of type \(type) holds")
  }

  /// 2000-01-01 00:00 UTC, from which the server counts microseconds.
  private static let epoch2000: Int64 = 946_684_800_000_000
  /// 2000-01-01, from which the server counts days.
  private static let days2000: Int64 = 10_957

  /// What a timestamptz holds: from 4714-11-24 BC up to the end of 294276 (datatype/timestamp.h).
  /// What lies behind the end of 294246 does not fit microseconds since 1970 anyway.
  private static let moments: ClosedRange<Int64> = -210_866_803_200_000_000...Int64.max
  /// What a date holds of that: from the same day.
  private static let days: ClosedRange<Int64> = -2_440_588...2_145_042_541

  private static func day(of microseconds: Int64) -> Int64 {
    let perDay: Int64 = 86_400_000_000
    return microseconds >= 0 ? microseconds / perDay : (microseconds - perDay + 1) / perDay
  }
}

/// Asked of each field. These are patterns, because `==` of another module's enumeration is a call.
extension Cell {
  @inline(__always)
  var isNull: Bool { if case .null = kind { true } else { false } }

  @inline(__always)
  var isInteger: Bool { if case .integer = kind { true } else { false } }

  @inline(__always)
  var isDate: Bool { if case .date = kind { true } else { false } }
}

extension RejectCode {
  /// More characters than the column takes.
  static let tooLong = RejectCode(rawValue: "too-long")
  /// A value that is well formed, and larger than its column can hold.
  static let outOfRange = RejectCode(rawValue: "out-of-range")
  /// A source, exchange or other parent that is not there and is not to be made.
  static let noSuchParent = RejectCode(rawValue: "no-such-parent")
}
