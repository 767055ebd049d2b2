/// The bytes of a sample that could be delimiters, quotes and escapes.
struct SampleSigns {
  private let lines: [ArraySlice<UInt8>]
  private var counts = [Int](repeating: 0, count: 256)

  init(_ lines: [ArraySlice<UInt8>]) {
    self.lines = lines.filter { !$0.isEmpty }
    for line in self.lines { for byte in line { counts[Int(byte)] += 1 } }
  }

  /// Common ones first, longer ones before what they begin with.
  var delimiters: [[UInt8]] {
    let common = ",;\t|".utf8.map { [$0] }
    let rare = ":~^ #&!/\u{1F}\u{01}\u{02}\u{07}-_=*@$%+".utf8.map { [$0] }
    // What stands between fields stands in many lines.
    let found =
      common.filter { isIn($0[0], tenths: 3) } + rare.filter { isIn($0[0], tenths: 6) }
    let all = longer + found
    return all.isEmpty ? [[UInt8(ascii: ",")]] : all
  }

  /// Whether so many tenths of the lines have a byte.
  private func isIn(_ byte: UInt8, tenths: Int) -> Bool {
    counts[Int(byte)] > 0 && lines.count { $0.contains(byte) } * 10 >= lines.count * tenths
  }

  /// Quotes that stand at the edges of fields, `"` first, and none.
  var quotes: [UInt8?] {
    let found = "\"'`\0".utf8.filter { counts[Int($0)] > 1 && isAtEdges($0) }
    // Where no quote is seen, `"` may still come later in the file.
    return found.isEmpty ? [UInt8(ascii: "\"")] : found.map { $0 } + [nil]
  }

  /// Bytes that stand before the quote inside of fields.
  func escapes(before quote: UInt8?) -> [UInt8?] {
    guard let quote else { return counts[0x5C] > 0 ? [0x5C] : [] }
    return "\\\0/^!?~`".utf8.filter { byte in
      byte != quote && counts[Int(byte)] > 0
        && lines.contains { line in
          zip(line, line.dropFirst()).contains { $0 == byte && $1 == quote }
        }
    }
  }

  /// Whether a byte opens or closes lines or stands beside signs often enough to be a quote.
  private func isAtEdges(_ quote: UInt8) -> Bool {
    var edges = 0
    for line in lines {
      if line.first == quote { edges += 1 }
      if line.last == quote { edges += 1 }
      for (one, two) in zip(line, line.dropFirst()) {
        if one == quote, Self.isSign(two) { edges += 1 }
        if two == quote, Self.isSign(one) { edges += 1 }
      }
    }
    return edges * 3 >= counts[Int(quote)]
  }

  /// Runs of signs that stand in nearly every line: `||`, `, `, `|~|`.
  private var longer: [[UInt8]] {
    var seen: [[UInt8]: Int] = [:]
    let quotes = Set(quotes.compactMap { $0 })
    for line in lines {
      var own: Set<[UInt8]> = []
      var start: Int?
      for index in line.indices {
        if Self.isSign(line[index]), line[index] != 0, !quotes.contains(line[index]) {
          if start == nil { start = index }
        } else if let begun = start {
          Self.runs(line[begun..<index], into: &own)
          start = nil
        }
      }
      for run in own { seen[run, default: 0] += 1 }
    }
    return seen.filter { $0.value * 10 >= lines.count * 6 }
      .sorted { isBetter($0, $1) }
      .prefix(8).map(\.key)
  }

  /// Whether a run comes before another: what tells them apart in the end is their bytes, so that a
  /// file is read alike each time.
  private func isBetter(_ one: (key: [UInt8], value: Int), _ other: (key: [UInt8], value: Int))
    -> Bool
  {
    let scores = (one.value * one.key.count, other.value * other.key.count)
    if scores.0 != scores.1 { return scores.0 > scores.1 }
    if one.key.count != other.key.count { return one.key.count < other.key.count }
    return one.key.lexicographicallyPrecedes(other.key)
  }

  private static func runs(_ signs: ArraySlice<UInt8>, into own: inout Set<[UInt8]>) {
    for length in 2...4 where signs.count >= length && signs.count <= 12 {
      for start in signs.startIndex...(signs.endIndex - length) {
        let run = Array(signs[start..<start + length])
        if Set(run) != [0x20] { own.insert(run) }
      }
    }
  }

  /// A byte that no word and no number has.
  private static func isSign(_ byte: UInt8) -> Bool {
    switch byte {
    case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x80...0xFF: false
    case UInt8(ascii: "-"), UInt8(ascii: "+"), UInt8(ascii: "."), UInt8(ascii: "_"): false
    default: true
    }
  }
}
