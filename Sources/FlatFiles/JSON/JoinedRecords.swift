extension RejectCode {
  package static let notAPair = RejectCode(rawValue: "not-a-pair")
}

/// The records of an object with a series of `[key, value]` in each of its arrays: one for each key,
/// with the values that the series have for it.
///
/// Keys are equal when they are the same number, however it is written, or the same text. A series
/// that has a key twice gives two records: the first has the first value that each series has for
/// the key, the second the second. Records whose keys are all whole numbers come in the order of
/// these, newest first where the first series is so; others as their keys appear, the first series
/// read first.
final class JoinedRecords: HeldRecords {
  /// A pair of a series: 24 bytes, because there may be some hundred thousand.
  private struct Pair {
    /// The key where all keys are whole numbers; else which of the different keys it is.
    var key: Int64
    var series: Int32
    /// Which of the records it belongs to, in their order.
    var record: Int32 = 0
    var keyOffset: UInt32
    var valueOffset: UInt32

    /// Where it stands among all.
    var order: UInt64 { UInt64(series) << 32 | UInt64(valueOffset) }
  }

  /// Where a record that is put together has its key.
  static let keyPath = FieldPath([.key("$key")])

  private let object: HeldObject
  private let series: [HeldObject.ArrayMember]
  private var pairs: [Pair] = []
  private var next = 0
  /// Elements that are no pair.
  private var strays: [(series: Int, element: Range<Int>)] = []
  private let record = ByteBuffer(capacity: 1 << 8)

  /// `series` are arrays of the object.
  init(_ object: HeldObject, _ series: [HeldObject.ArrayMember]) {
    self.object = object
    self.series = series
    pairs.reserveCapacity(series.reduce(0) { $0 + $1.elements.count(in: object.bytes) })
    var areWhole = true
    for index in series.indices { areWhole = read(index) && areWhole }
    if !areWhole { numberKeys() }
    strays.reverse()
    arrange(areWhole)
  }

  /// Takes the pairs of a series; whether all of their keys are whole numbers.
  private func read(_ index: Int) -> Bool {
    var areWhole = true
    var elements = series[index].elements
    while let element = elements.next(in: object.bytes) {
      guard let (key, value) = pair(element) else {
        strays.append((index, element))
        continue
      }
      var number: Int64 = 0
      if areWhole {
        if case .integer(let whole) = JoinKey(object.slice(key)) {
          number = whole
        } else {
          areWhole = false
        }
      }
      pairs.append(
        Pair(
          key: number, series: Int32(index), keyOffset: UInt32(key.lowerBound),
          valueOffset: UInt32(value.lowerBound)))
    }
    return areWhole
  }

  /// Gives equal keys one number, by a table of the pairs that had each first.
  private func numberKeys() {
    var bits = 6
    while 1 << bits < pairs.count * 2 { bits += 1 }
    var slots = [Int32](repeating: -1, count: 1 << bits)
    for index in pairs.indices {
      let key = key(ofPair: index)
      var slot = key.hashValue & (slots.count - 1)
      while slots[slot] >= 0, self.key(ofPair: Int(slots[slot])) != key {
        slot = (slot + 1) & (slots.count - 1)
      }
      if slots[slot] < 0 { slots[slot] = Int32(index) }
      pairs[index].key = Int64(slots[slot])
    }
  }

  private func key(ofPair index: Int) -> JoinKey {
    var key = Elements(at: Int(pairs[index].keyOffset))
    return JoinKey(object.slice(key.next(in: object.bytes) ?? 0..<0))
  }

  private func pair(_ element: Range<Int>) -> (key: Range<Int>, value: Range<Int>)? {
    guard object.bytes[element.lowerBound] == UInt8(ascii: "[") else { return nil }
    var parts = Elements(at: element.lowerBound + 1)
    guard let key = parts.next(in: object.bytes), let value = parts.next(in: object.bytes),
      parts.next(in: object.bytes) == nil, JoinKey.isKey(object.bytes[key.lowerBound])
    else { return nil }
    return (key, value)
  }

  /// Puts pairs of one record side by side, and the records in order.
  private func arrange(_ areWhole: Bool) {
    let isNewestFirst = areWhole && isFirstSeriesFalling
    pairs.sort { one, other in
      if one.key != other.key { return isNewestFirst != (one.key < other.key) }
      return one.order < other.order
    }
    // Pairs of a key belong to as many records as the series with most of them has.
    var firsts: [UInt64] = []
    var (base, count) = (0, 0)
    for index in pairs.indices {
      let pair = pairs[index]
      if index == 0 || pairs[index - 1].key != pair.key { base = count }
      let isRepeated = index > 0 && count > base && pairs[index - 1].series == pair.series
      let record = isRepeated ? Int(pairs[index - 1].record) + 1 : base
      pairs[index].record = Int32(record)
      if record == count {
        count += 1
        if !areWhole { firsts.append(pair.order) }
      } else if !areWhole {
        firsts[record] = min(firsts[record], pair.order)
      }
    }
    if !areWhole {
      var ranks = [Int32](repeating: 0, count: firsts.count)
      let inOrder = firsts.indices.sorted { firsts[$0] < firsts[$1] }
      for (rank, record) in inOrder.enumerated() { ranks[record] = Int32(rank) }
      for index in pairs.indices { pairs[index].record = ranks[Int(pairs[index].record)] }
    }
    pairs.sort { ($0.record, $0.series) < ($1.record, $1.series) }
  }

  /// Whether the first series begins with its last key.
  private var isFirstSeriesFalling: Bool {
    guard let start = pairs.first,
      let end = pairs.last(where: { $0.series == start.series })
    else { return false }
    return end.key < start.key
  }

  func addNext(_ tokeniser: JSONTokeniser, to batch: RecordBatch) -> Bool {
    if let stray = strays.popLast() {
      let place = object.place(of: stray.element.lowerBound)
      tokeniser.refuse(
        object.slice(stray.element), line: place.line, byte: place.byte, as: .notAPair,
        "an element of \"\(series[stray.series].name)\" is not a pair of a key and a value",
        in: batch)
      return true
    }
    guard next < pairs.count else { return false }
    let first = pairs[next]
    record.removeAll()
    "{\"$key\":".utf8.forEach { record.append(byte: $0) }
    append(at: first.keyOffset)
    while next < pairs.count, pairs[next].record == first.record {
      record.append(byte: UInt8(ascii: ","))
      record.append(object.slice(series[Int(pairs[next].series)].key))
      record.append(byte: UInt8(ascii: ":"))
      append(at: pairs[next].valueOffset)
      next += 1
    }
    record.append(byte: UInt8(ascii: "}"))
    let place = object.place(of: Int(first.valueOffset))
    tokeniser.add(record.bytes, line: place.line, byte: place.byte, to: batch)
    return true
  }

  private func append(at offset: UInt32) {
    var value = Elements(at: Int(offset))
    if let value = value.next(in: object.bytes) { record.append(object.slice(value)) }
  }
}
