/// The fields of records that stand around them: `$key`, `$index`, `$received`, and fields of the
/// document.
///
/// How it works. Records of the same surroundings are a *section*. The walk begins one where it
/// comes to records; the texts that their fields hold lie in a buffer of their own until the batch is
/// validated, and are then handed to it, with a field for each record.
final class Surroundings {
  /// A text in `texts`.
  private struct Text {
    var offset = 0
    var length = 0
    var kind = RecordBatch.FieldKind.absent
  }

  private struct Section {
    /// The number of its first record.
    var first: Int
    /// The number that the record of index 0 has, or would have.
    var zero: Int
    var key: Text
    var received: Text
    /// Where in `values` those of the document begin.
    var values: Int
  }

  let fields: FieldTree
  private let keys: [Int]
  private let indices: [Int]
  private let times: [Int]
  private let texts = ByteBuffer()
  private var sections: [Section] = []
  private var values: [Text] = []
  /// What is known of the document, and where in `values` it stands, if it does.
  private var known: [(kind: RecordBatch.FieldKind, content: [UInt8])?]
  private var knownAt: Int?
  private var received: [UInt8] = []

  /// Nil where no path asks for any such field. `keysAreFields` where the records themselves hold
  /// their keys.
  init?(_ options: ReadOptions, keysAreFields: Bool, path: String) throws {
    func columns(_ root: FieldPath.Root) -> [Int] {
      options.fieldPaths.indices.filter { options.fieldPaths[$0].root == root }
    }
    keys = keysAreFields ? [] : columns(.key)
    indices = columns(.index)
    times = columns(.received)
    fields = FieldTree(options, path: path)
    known = Array(repeating: nil, count: fields.columns.count)
    if keys.isEmpty, indices.isEmpty, times.isEmpty, fields.columns.isEmpty { return nil }
  }

  // MARK: - What is around

  /// Forgets the document before.
  func beginDocument(received: UnsafeRawBufferPointer? = nil) {
    self.received = received.map(Array.init) ?? []
    knownAt = nil
    for index in known.indices { known[index] = nil }
  }

  /// Takes what is asked for of a value of the document. Returns the path of a field that is known
  /// already where that is not to be.
  func take(_ value: UnsafeRawBufferPointer, at nodes: [Int]) throws -> FieldPath? {
    for node in nodes {
      for (index, kind, content) in try fields.values(in: value, at: node) {
        if let twice = take(index, kind, content) { return twice }
      }
    }
    return nil
  }

  /// Takes all that is asked for of a document that is there whole. Returns what `take` does.
  func take(from document: UnsafeRawBufferPointer) throws -> FieldPath? {
    var twice: FieldPath?
    try fields.look(through: document, at: fields.root) { index, kind, content in
      twice = twice ?? take(index, kind, content)
    }
    return twice
  }

  private func take(
    _ index: Int, _ kind: RecordBatch.FieldKind, _ content: [UInt8]
  ) -> FieldPath? {
    if known[index] != nil {
      switch fields.duplicates {
      case .last: break
      case .first: return nil
      case .reject: return fields.columns[index].path
      }
    }
    known[index] = (kind, content)
    knownAt = nil
    return nil
  }

  // MARK: - Records come

  /// Forgets the records of the batch before.
  func begin() {
    guard let last = sections.last else { return }
    sections.removeAll(keepingCapacity: true)
    let key = Array(texts.slice(last.key.offset, last.key.length))
    texts.removeAll()
    values.removeAll(keepingCapacity: true)
    knownAt = nil
    add(last.first, zero: last.zero, key: key, last.key.kind)
  }

  /// Begins a section.
  ///
  /// - Parameters:
  ///   - record: The number of its first record.
  ///   - index: Which of its neighbours that is, from 0.
  ///   - key: The name that leads to the records, if any does.
  func beginSection(at record: Int, index: Int = 0, key: String?) {
    add(record, zero: record - index, key: Array((key ?? "").utf8), key == nil ? .absent : .quoted)
  }

  private func add(_ record: Int, zero: Int, key: [UInt8], _ kind: RecordBatch.FieldKind) {
    let start = knownAt ?? values.count
    if knownAt == nil {
      values += known.map { $0.map { store($0.content, $0.kind) } ?? Text() }
      knownAt = start
    }
    sections.append(
      Section(
        first: record, zero: zero, key: store(key, kind),
        received: received.isEmpty ? Text() : store(received, .quoted), values: start))
  }

  private func store(_ content: [UInt8], _ kind: RecordBatch.FieldKind) -> Text {
    let offset = content.withUnsafeBytes { texts.append($0) }
    return Text(offset: offset, length: content.count, kind: kind)
  }

  // MARK: - The batch comes out

  /// Gives the validated records of a batch their fields.
  func give(to batch: RecordBatch) {
    guard !sections.isEmpty, !batch.records.isEmpty else { return }
    let shift = batch.bytes.append(texts.bytes)
    var section = 0
    for index in batch.records.indices {
      let number = batch.records[index].position.record
      while section + 1 < sections.count, sections[section + 1].first <= number { section += 1 }
      let around = sections[section]
      let row = index * batch.columnCount
      for column in keys { batch.fields[row + column] = field(around.key, shift) }
      for column in times { batch.fields[row + column] = field(around.received, shift) }
      for (place, column) in fields.columns.enumerated() {
        batch.fields[row + column.index] = field(values[around.values + place], shift)
      }
      if indices.isEmpty { continue }
      let digits = decimal(number - around.zero, in: batch.bytes)
      for column in indices { batch.fields[row + column] = digits }
    }
  }

  private func field(_ text: Text, _ shift: Int) -> RecordBatch.Field {
    RecordBatch.Field(offset: shift + text.offset, length: text.length, kind: text.kind)
  }

  /// Writes a number that is not negative, and returns it as a field.
  private func decimal(_ number: Int, in bytes: ByteBuffer) -> RecordBatch.Field {
    let most = 20
    let room = bytes.reserve(most)
    var rest = number
    var at = most
    repeat {
      at -= 1
      room.storeBytes(of: UInt8(ascii: "0") + UInt8(rest % 10), toByteOffset: at, as: UInt8.self)
      rest /= 10
    } while rest > 0
    let offset = bytes.count + at
    bytes.commit(most)
    return RecordBatch.Field(offset: offset, length: most - at, kind: .number)
  }
}
