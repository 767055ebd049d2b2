internal import CSimdjson

/// Turns a run of raw JSON records into the records, fields and rejects of a batch.
///
/// How it works. Records are appended to the batch's bytes so that these are always the beginning
/// of one JSON array: `[record,record,`, with or without blanks between. At the end of a batch the
/// last comma becomes a bracket, and one call validates everything. Only when that refuses
/// something are the records tried one by one, each where it lies, to tell the good from the bad.
final class JSONTokeniser {
  /// Fields per record: one for each path.
  let columnCount: Int
  /// How many records have been added since the last `begin`.
  private(set) var count = 0

  private let tree: PathTree
  private let parser: OpaquePointer
  let limits: ReadLimits
  /// How many records a batch may have, by their number and that of their fields.
  private let mostRecords: Int
  private let depth: Int
  private let nonFinite: rf_json_non_finite
  private let duplicates: rf_json_duplicates
  /// The records that are not validated yet: room for as many as a batch may have.
  private let records: UnsafeMutableBufferPointer<rf_json_record>
  private var fields: UnsafeMutableBufferPointer<rf_json_field> = .allocate(capacity: 0)
  /// How many records came before the batch.
  private var numbered = 0
  /// The record with which the file ends, without a line end: it may be half a record.
  private var unfinished: Int?
  /// Records that are rejects whatever they hold: code and message.
  private var refused: [Int: (RejectCode, String)] = [:]
  /// What is wrong with the record that was rejected last, since the last `begin`.
  private(set) var fault: JSONFault?
  /// How many bytes stand before a record on its line, by its number, where its reader knows that.
  var lineStart: (_ record: Int) -> Int? = { _ in nil }

  private static let padding = Int(RF_JSON_PADDING)

  /// Throws `FileError` when there is no memory for the parser.
  init(_ paths: [FieldPath], _ options: ReadOptions, path: String) throws {
    tree = PathTree(paths)
    columnCount = paths.count
    limits = options.limits
    // simdjson's own limit is 1024.
    depth = min(limits.depth, 1000)
    self.nonFinite =
      switch options.nonFinite {
      case .reject: RF_JSON_REFUSE
      case .asNull: RF_JSON_AS_NULL
      case .asText: RF_JSON_AS_TEXT
      }
    duplicates =
      switch options.duplicateKeys {
      case .last: RF_JSON_LAST
      case .first: RF_JSON_FIRST
      case .reject: RF_JSON_NEITHER
      }
    guard let parser = rf_json_parser_new() else {
      throw FileError(path: path, problem: .notRead("there is not enough memory"))
    }
    self.parser = parser
    let slots = max(columnCount, tree.slotCount, 1)
    mostRecords = max(min(limits.batchRecords, limits.batchFields / slots), 1)
    records = .allocate(capacity: mostRecords)
  }

  deinit {
    rf_json_parser_free(parser)
    records.deallocate()
    fields.deallocate()
  }

  /// The number of the next record, from 1.
  var nextRecord: Int { numbered + count + 1 }

  /// Whether the batch has as many records or bytes as it may have.
  func isFull(_ batch: RecordBatch) -> Bool {
    count >= mostRecords || batch.bytes.count >= limits.batchBytes
  }

  // MARK: - Records come in

  /// Prepares an empty batch for records.
  func begin(_ batch: RecordBatch) {
    numbered += count
    count = 0
    unfinished = nil
    fault = nil
    if !refused.isEmpty { refused = [:] }
    batch.bytes.append(byte: UInt8(ascii: "["))
  }

  /// Adds a record as the file holds it, to a batch that is not full.
  func add(
    _ raw: UnsafeRawBufferPointer, line: Int, byte: Int, isUnfinished: Bool = false,
    to batch: RecordBatch
  ) {
    if isUnfinished { unfinished = count }
    let offset = batch.bytes.append(raw)
    batch.bytes.append(byte: UInt8(ascii: ","))
    records[count] = rf_json_record(
      offset: UInt32(offset), length: UInt32(raw.count), byte: UInt64(byte), line: UInt64(line))
    count += 1
  }

  /// Adds a record that is a reject, whatever it holds, to a batch that is not full.
  func refuse(
    _ raw: UnsafeRawBufferPointer, line: Int, byte: Int, as code: RejectCode, _ message: String,
    in batch: RecordBatch
  ) {
    refused[count] = (code, message)
    add(raw, line: line, byte: byte, to: batch)
  }

  /// Adds the elements of an array that are there whole, and returns how many bytes they take
  /// with the commas behind them.
  func addElements(
    _ bytes: UnsafeRawBufferPointer, line: Int, byte: Int, to batch: RecordBatch
  ) -> Int {
    guard let base = bytes.baseAddress else { return 0 }
    var request = rf_json_split_limits()
    request.length = bytes.count
    request.max_records = mostRecords - count
    request.max_bytes = max(limits.batchBytes - batch.bytes.count, 0)
    request.max_length = limits.recordBytes
    request.max_depth = UInt32(depth)
    request.offset = UInt32(batch.bytes.count)
    request.byte = UInt64(byte)
    request.line = UInt64(line)
    var used = 0
    count += rf_json_split(
      base.assumingMemoryBound(to: UInt8.self), &request,
      records.baseAddress.map { $0 + count }, &used)
    batch.bytes.append(UnsafeRawBufferPointer(rebasing: bytes[..<used]))
    return used
  }

  /// Adds the lines that are there whole, up to a blank one, and returns how many bytes and lines
  /// they take.
  func addLines(
    _ bytes: UnsafeRawBufferPointer, line: Int, byte: Int, to batch: RecordBatch
  ) -> (bytes: Int, lines: Int) {
    let shift = batch.bytes.count
    let most = mostRecords
    var at = 0
    var found = count
    while found < most, shift + at < limits.batchBytes,
      let end = bytes.firstIndex(of: 0x0A, from: at), end - at <= limits.recordBytes
    {
      let content = bytes.withoutLineEnd(at, end)
      if content.isBlank { break }
      records[found] = rf_json_record(
        offset: UInt32(shift + at), length: UInt32(content.count), byte: UInt64(byte + at),
        line: UInt64(line + found - count))
      found += 1
      at = end + 1
    }
    let lines = found - count
    batch.bytes.append(UnsafeRawBufferPointer(rebasing: bytes[..<at]))
    // Each line feed becomes the comma of the array.
    let text = batch.bytes.reserve(0) - batch.bytes.count
    for index in count..<found {
      let next = index + 1 < found ? Int(records[index + 1].offset) : shift + at
      text.storeBytes(of: UInt8(ascii: ","), toByteOffset: next - 1, as: UInt8.self)
    }
    count = found
    return (at, lines)
  }

  // MARK: - The batch comes out

  /// Validates the records added, and hands the good ones and the rejects to the batch.
  func finish(_ batch: RecordBatch) {
    if count == 0 { return batch.bytes.removeAll() }
    let length = batch.bytes.count
    if fields.count < count * tree.slotCount {
      fields.deallocate()
      fields = .allocate(capacity: max(count, mostRecords / 4) * tree.slotCount)
    }
    // Behind the text: the padding that simdjson wants, then room for strings without escapes.
    let tail = batch.bytes.reserve(Self.padding + length)
    tail.initializeMemory(as: UInt8.self, repeating: 0, count: Self.padding)
    let text = (tail - length).assumingMemoryBound(to: UInt8.self)
    text[length - 1] = UInt8(ascii: "]")

    let room = length + Self.padding
    var unescaped: Int?
    if refused.isEmpty {
      let outcome = tokenise(
        text, length, room: room, UnsafeBufferPointer(rebasing: records[..<count]))
      if outcome.problem == RF_JSON_FINE {
        unescaped = outcome.unescaped
        accept(0..<count, shift: 0, batch)
      }
    }
    batch.bytes.commit(
      Self.padding + (unescaped ?? tryOneByOne(text, room: room, batch)))
  }

  /// Returns how many bytes of unescaped strings the good records have.
  private func tryOneByOne(
    _ text: UnsafeMutablePointer<UInt8>, room: Int, _ batch: RecordBatch
  ) -> Int {
    var unescaped = 0
    for index in 0..<count {
      let start = Int(records[index].offset) - 1
      let end = start + Int(records[index].length) + 1
      if let (code, message) = refused[index] {
        batch.rejects.append(
          Reject(
            position: position(index), code: code, message: message,
            raw: Array(UnsafeRawBufferPointer(start: text + start + 1, count: end - start - 1))))
        continue
      }
      // The record becomes an array of one where it lies, closed by the 0 that stops the walk.
      let kept = (text[start], text[end], text[end + 1])
      text[start] = UInt8(ascii: "[")
      text[end] = UInt8(ascii: "]")
      text[end + 1] = 0
      var alone = records[index]
      alone.offset = 1
      let outcome = withUnsafePointer(to: alone) {
        tokenise(
          text + start, end + 1 - start, room: room + unescaped - start,
          UnsafeBufferPointer(start: $0, count: 1))
      }
      (text[start], text[end], text[end + 1]) = kept

      if outcome.problem == RF_JSON_FINE {
        unescaped += outcome.unescaped
        accept(index..<index + 1, shift: start, batch)
      } else {
        let raw = UnsafeRawBufferPointer(start: text + start + 1, count: end - start - 1)
        let fault = JSONFault(outcome, in: raw)
        self.fault = fault
        batch.rejects.append(
          fault.reject(
            raw, at: position(index), lineStart: lineStart(numbered + index + 1),
            isUnfinished: index == unfinished))
      }
    }
    return unescaped
  }

  /// Hands records to the batch, whose fields are the first that the tokeniser filled.
  private func accept(_ range: Range<Int>, shift: Int, _ batch: RecordBatch) {
    let found = UnsafeBufferPointer(rebasing: fields[..<(range.count * tree.slotCount)])
    if tree.isDirect, shift == 0 {
      found.withMemoryRebound(to: RecordBatch.Field.self) { batch.fields.append(contentsOf: $0) }
    } else if tree.slotCount > 0 {
      for row in stride(from: 0, to: found.count, by: tree.slotCount) {
        for slot in tree.slots {
          batch.fields.append(RecordBatch.Field(found[row + slot], shift: shift))
        }
      }
    }
    var taken = batch.takeRecords()
    taken.reserveCapacity(taken.count + range.count)
    for index in range {
      taken.append(
        RecordBatch.Record(
          position: position(index), rawOffset: Int(records[index].offset),
          rawLength: Int(records[index].length)))
    }
    batch.giveBack(&taken)
  }

  private func position(_ index: Int) -> Position {
    Position(
      record: numbered + index + 1, line: Int(records[index].line), byte: Int(records[index].byte))
  }

  private func tokenise(
    _ text: UnsafeMutablePointer<UInt8>, _ length: Int, room: Int,
    _ records: UnsafeBufferPointer<rf_json_record>
  ) -> rf_json_outcome {
    var request = rf_json_request()
    request.steps = UnsafePointer(tree.steps.baseAddress)
    request.step_count = UInt32(tree.steps.count)
    request.slot_count = UInt32(tree.slotCount)
    request.max_depth = UInt32(depth)
    request.non_finite = nonFinite
    request.duplicates = duplicates
    return rf_json_tokenise(
      parser, text, length, room, records.baseAddress, records.count, &request, fields.baseAddress)
  }
}

extension RecordBatch.Field {
  /// A field as the tokeniser gives it, in a text that begins `shift` bytes into the batch.
  @inline(__always)
  fileprivate init(_ field: rf_json_field, shift: Int) {
    self.init(
      offset: Int(field.offset) + shift, length: Int(field.length),
      kind: RecordBatch.FieldKind(rawValue: field.kind) ?? .absent)
    isPlainNumber = field.is_plain
  }
}

extension UnsafeRawBufferPointer {
  /// Whether there is nothing but blanks.
  var isBlank: Bool { allSatisfy { $0 == 0x20 || $0 == 0x09 || $0 == 0x0D } }
}
