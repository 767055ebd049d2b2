internal import CSimdjson

/// Turns a run of raw JSON records into the records, fields and rejects of a batch.
///
/// How it works. Records are appended to the batch's bytes so that these are always the beginning
/// of one JSON array: `[record,record,`. At the end of a batch the last comma becomes a bracket,
/// and one call validates everything. Only when that refuses something are the records tried one
/// by one, each where it lies, to tell the good from the bad.
final class JSONTokeniser {
  /// Fields per record: one for each path.
  let columnCount: Int

  private let tree: PathTree
  private let parser: OpaquePointer
  private let depth: Int
  private let nonFinite: rf_json_non_finite
  private var candidates: ContiguousArray<Candidate> = []
  private var records: ContiguousArray<rf_json_record> = []
  private var fields: UnsafeMutableBufferPointer<rf_json_field> = .allocate(capacity: 0)

  /// A record that is not validated yet.
  private struct Candidate {
    var position: Position
    /// Whether the file ends with it, without a line end: then it may be half a record.
    var mayBeCutShort: Bool
  }

  private static let padding = Int(RF_JSON_PADDING)

  /// Throws `FileError` when there is no memory for the parser.
  init(paths: [FieldPath], nonFinite: NonFinitePolicy, depth: Int, path: String) throws {
    tree = PathTree(paths)
    columnCount = paths.count
    // simdjson's own limit is 1024.
    self.depth = min(depth, 1000)
    self.nonFinite =
      switch nonFinite {
      case .reject: RF_JSON_REFUSE
      case .asNull: RF_JSON_AS_NULL
      case .asText: RF_JSON_AS_TEXT
      }
    guard let parser = rf_json_parser_new() else {
      throw FileError(path: path, problem: .notRead("there is not enough memory"))
    }
    self.parser = parser
  }

  deinit {
    rf_json_parser_free(parser)
    fields.deallocate()
  }

  /// How many records have been added since the last `begin`.
  var count: Int { candidates.count }

  /// Prepares an empty batch for records.
  func begin(_ batch: RecordBatch) {
    candidates.removeAll(keepingCapacity: true)
    records.removeAll(keepingCapacity: true)
    batch.bytes.append(byte: UInt8(ascii: "["))
  }

  /// Adds a record as the file holds it.
  @inline(__always)
  func add(
    _ raw: UnsafeRawBufferPointer, at position: Position, mayBeCutShort: Bool = false,
    to batch: RecordBatch
  ) {
    let offset = batch.bytes.append(raw)
    batch.bytes.append(byte: UInt8(ascii: ","))
    records.append(rf_json_record(offset: UInt32(offset), length: UInt32(raw.count)))
    candidates.append(Candidate(position: position, mayBeCutShort: mayBeCutShort))
  }

  /// Validates the records added, and hands the good ones and the rejects to the batch.
  func finish(_ batch: RecordBatch) {
    if candidates.isEmpty { return batch.bytes.removeAll() }
    let length = batch.bytes.count
    if fields.count < candidates.count * tree.slotCount {
      fields.deallocate()
      fields = .allocate(capacity: candidates.count * tree.slotCount)
    }
    // Behind the text: the padding that simdjson wants, then room for strings without escapes.
    let tail = batch.bytes.reserve(Self.padding + length)
    tail.initializeMemory(as: UInt8.self, repeating: 0, count: Self.padding)
    let text = (tail - length).assumingMemoryBound(to: UInt8.self)
    text[length - 1] = UInt8(ascii: "]")

    let outcome = tokenise(text, length, room: length + Self.padding, records)
    var unescaped = outcome.unescaped
    if outcome.problem == RF_JSON_FINE {
      for index in candidates.indices { accept(index, fields: index, shift: 0, batch) }
    } else {
      unescaped = tryOneByOne(text, room: length + Self.padding, batch)
    }
    batch.bytes.commit(Self.padding + unescaped)
  }

  // MARK: - One by one

  /// Returns how many bytes of unescaped strings the good records have.
  private func tryOneByOne(
    _ text: UnsafeMutablePointer<UInt8>, room: Int, _ batch: RecordBatch
  ) -> Int {
    var unescaped = 0
    for index in candidates.indices {
      let start = Int(records[index].offset) - 1
      let end = start + Int(records[index].length) + 1
      // The record becomes an array of one where it lies, closed by the 0 that stops the walk.
      let kept = (text[start], text[end], text[end + 1])
      text[start] = UInt8(ascii: "[")
      text[end] = UInt8(ascii: "]")
      text[end + 1] = 0
      let alone = rf_json_record(offset: 1, length: records[index].length)
      let outcome = tokenise(
        text + start, end + 1 - start, room: room + unescaped - start, [alone])
      (text[start], text[end], text[end + 1]) = kept

      if outcome.problem == RF_JSON_FINE {
        unescaped += outcome.unescaped
        accept(index, fields: 0, shift: start, batch)
      } else {
        let raw = UnsafeRawBufferPointer(start: text + start + 1, count: end - start - 1)
        reject(index, JSONFault(outcome, in: raw), raw, batch)
      }
    }
    return unescaped
  }

  private func reject(
    _ index: Int, _ fault: JSONFault, _ raw: UnsafeRawBufferPointer, _ batch: RecordBatch
  ) {
    let candidate = candidates[index]
    batch.rejects.append(
      fault.reject(raw, at: candidate.position, mayBeCutShort: candidate.mayBeCutShort))
  }

  private func accept(_ index: Int, fields row: Int, shift: Int, _ batch: RecordBatch) {
    for slot in tree.slots {
      let field = fields[row * tree.slotCount + slot]
      batch.fields.append(
        RecordBatch.Field(
          offset: Int(field.offset) + shift, length: Int(field.length),
          kind: RecordBatch.FieldKind(rawValue: field.kind) ?? .absent))
    }
    batch.append(
      .init(
        position: candidates[index].position, rawOffset: Int(records[index].offset),
        rawLength: Int(records[index].length)))
  }

  private func tokenise(
    _ text: UnsafeMutablePointer<UInt8>, _ length: Int, room: Int,
    _ records: ContiguousArray<rf_json_record>
  ) -> rf_json_outcome {
    var request = rf_json_request()
    request.steps = UnsafePointer(tree.steps.baseAddress)
    request.step_count = UInt32(tree.steps.count)
    request.slot_count = UInt32(tree.slotCount)
    request.max_depth = UInt32(depth)
    request.non_finite = nonFinite
    return records.withUnsafeBufferPointer {
      rf_json_tokenise(
        parser, text, length, room, $0.baseAddress, $0.count, &request, fields.baseAddress)
    }
  }
}
