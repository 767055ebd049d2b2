/// Records that are put together from an object which is held whole.
///
/// Each becomes an object of its own, `{"open":1,"close":2}`: that is its raw text, and its place is
/// that of its first value.
protocol HeldRecords: AnyObject {
  /// Adds the next record to a batch that is not full; false when there is none.
  func addNext(_ tokeniser: JSONTokeniser, to batch: RecordBatch) -> Bool
}

/// The records of an object with a column in each of its arrays.
final class ColumnRecords: HeldRecords {
  private let object: HeldObject
  private var columns: [HeldObject.ArrayMember]
  private let record = ByteBuffer(capacity: 1 << 8)

  /// `columns` are arrays of the object: at least one.
  init(_ object: HeldObject, _ columns: [HeldObject.ArrayMember]) {
    self.object = object
    self.columns = columns
  }

  /// Two columns of different length, if there are any.
  func difference() -> RecordsProblem? {
    let counts = columns.map { $0.elements.count(in: object.bytes) }
    guard let other = counts.firstIndex(where: { $0 != counts[0] }) else { return nil }
    return .unequalColumns(
      columns[0].name, count: counts[0], other: columns[other].name, otherCount: counts[other])
  }

  func addNext(_ tokeniser: JSONTokeniser, to batch: RecordBatch) -> Bool {
    record.removeAll()
    var first: Int?
    for index in columns.indices {
      guard let value = columns[index].elements.next(in: object.bytes) else { return false }
      record.append(byte: first == nil ? UInt8(ascii: "{") : UInt8(ascii: ","))
      record.append(object.slice(columns[index].key))
      record.append(byte: UInt8(ascii: ":"))
      record.append(object.slice(value))
      first = first ?? value.lowerBound
    }
    record.append(byte: UInt8(ascii: "}"))
    let place = object.place(of: first ?? 0)
    tokeniser.add(record.bytes, line: place.line, byte: place.byte, to: batch)
    return true
  }
}
