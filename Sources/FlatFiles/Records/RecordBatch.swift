/// A run of records cut from one source file, as a table of fields: what crosses from the reader to
/// the mapping, once per batch and never once per field.
///
/// The batch owns its bytes and is reused, so that reading allocates nothing per record. Each
/// record has `columnCount` fields: the columns of a CSV file, or the paths asked for of a JSON
/// one. Records that cannot be read stand in `rejects`, not in `records`.
package final class RecordBatch {
  /// The raw records and the contents of their fields; offsets below point into it. Mapping may
  /// append text that it derives.
  package let bytes = ByteBuffer(capacity: 1 << 20)
  package var columnCount = 0
  /// How many records were made of each item of the file: so many in a row share their fields.
  package private(set) var recordsPerItem = 1
  package private(set) var records: ContiguousArray<Record> = []
  package var fields: ContiguousArray<Field> = []
  package var rejects: [Reject] = []
  /// What was wrong with records that were kept all the same, and what was done about it.
  package var mended: [Reject] = []

  package init() {}

  package struct Record {
    package var position: Position
    /// The record as the file holds it, in `bytes`.
    package var rawOffset: Int
    package var rawLength: Int

    package init(position: Position, rawOffset: Int, rawLength: Int) {
      self.position = position
      self.rawOffset = rawOffset
      self.rawLength = rawLength
    }
  }

  package struct Field {
    package var offset: UInt32
    package var length: UInt32
    package var kind: FieldKind
    /// Whether the content is known to be a number of digits, with at most a point and a minus.
    package var isPlainNumber = false

    @inline(__always)
    package init(offset: Int, length: Int, kind: FieldKind) {
      self.offset = UInt32(truncatingIfNeeded: offset)
      self.length = UInt32(truncatingIfNeeded: length)
      self.kind = kind
    }

    package static let absent = Field(offset: 0, length: 0, kind: .absent)
  }

  /// What the file wrote where a field stands.
  package enum FieldKind: UInt8 {
    /// Nothing: the JSON object has no such key, or the CSV record was padded.
    case absent
    /// JSON's `null`.
    case null
    /// A CSV field without quotes.
    case bare
    /// A CSV field in quotes or a JSON string; the bytes are its content, unescaped.
    case quoted
    /// A JSON number, checked against the grammar, as the file spells it.
    case number
    /// JSON's `true` or `false`, as these letters.
    case boolean
    /// A JSON array or object, as the file spells it.
    case nested
  }

  /// Forgets the contents and keeps the memory.
  package func removeAll(columnCount: Int) {
    bytes.removeAll()
    records.removeAll(keepingCapacity: true)
    fields.removeAll(keepingCapacity: true)
    rejects.removeAll(keepingCapacity: true)
    mended.removeAll(keepingCapacity: true)
    self.columnCount = columnCount
    recordsPerItem = 1
  }

  /// Adds a record whose `columnCount` fields the caller has appended to `fields`.
  @inline(__always)
  package func append(_ record: Record) { records.append(record) }

  /// Adds records whose fields the caller has appended to `fields`.
  package func append(contentsOf records: some Collection<Record>) {
    self.records.append(contentsOf: records)
  }

  /// Takes the records out, so that a run of them is added without looking into the batch for each;
  /// to be given back at the end of the run.
  func takeRecords() -> ContiguousArray<Record> {
    var taken: ContiguousArray<Record> = []
    swap(&taken, &records)
    return taken
  }

  /// Puts back what `takeRecords` took, with more behind it.
  func giveBack(_ taken: inout ContiguousArray<Record>) { swap(&taken, &records) }

  /// Makes the raw text of a record the longer one at an offset, which begins `before` bytes earlier
  /// in the file.
  func widen(_ record: Int, to offset: Int, _ length: Int, before: Int) {
    records[record].position.byte -= before
    records[record].rawOffset = offset
    records[record].rawLength = length
  }

  /// Changes where records, and what became none, are said to stand.
  func reposition(_ place: (Position) -> Position) {
    for index in records.indices { records[index].position = place(records[index].position) }
    for index in rejects.indices { rejects[index].position = place(rejects[index].position) }
    for index in mended.indices { mended[index].position = place(mended[index].position) }
  }

  /// Makes so many records of each, which share its fields, and numbers all anew. A reject stays
  /// one.
  package func split(into count: Int) {
    guard count > 1 else { return }
    recordsPerItem *= count
    var split: ContiguousArray<Record> = []
    split.reserveCapacity(records.count * count)
    for record in records {
      for part in 1...count {
        var record = record
        record.position.record = (record.position.record - 1) * count + part
        split.append(record)
      }
    }
    records = split
    for index in rejects.indices { rejects[index].renumber(count) }
    for index in mended.indices { mended[index].renumber(count) }
  }

  /// Where the fields of a record begin in `fields`.
  @inline(__always)
  package func firstField(of record: Int) -> Int {
    (recordsPerItem == 1 ? record : record / recordsPerItem) * columnCount
  }

  package var isEmpty: Bool { records.isEmpty && rejects.isEmpty }

  @inline(__always)
  package func field(_ record: Int, _ column: Int) -> Field {
    fields[firstField(of: record) + column]
  }

  /// The bytes of a field. Valid until the batch changes.
  @inline(__always)
  package func content(_ field: Field) -> UnsafeRawBufferPointer {
    bytes.slice(Int(field.offset), Int(field.length))
  }

  /// The record as the file holds it. Valid until the batch changes.
  package func raw(_ record: Int) -> UnsafeRawBufferPointer {
    bytes.slice(records[record].rawOffset, records[record].rawLength)
  }
}

extension Reject {
  /// The number of the first of so many records that would have been made of it.
  fileprivate mutating func renumber(_ count: Int) {
    position.record = (position.record - 1) * count + 1
  }
}
