import FlatFiles
import Testing

/// Files with random damage: nothing crashes, nothing is lost without a word, and the size of
/// pieces and batches makes no difference.
struct DamageTests {
  private static let samples: [(String, ReadOptions)] = [
    (
      "time,price,note\r\n1,2.5,\"a\r\nb\"\r\n2,3.5,\"x\"\"y\"\n\n3,,\"\"\n4,5,\u{20AC}\n5,6,z",
      csv()
    ),
    (
      "{\"p\":1.5,\"s\":\"a\\u20acb\"}\n\n{\"p\":[1,{\"q\":null}],\"s\":\"\u{1F600}\"}\r\n{\"s\":true}",
      json(["p", "s"], format: .ndjson)
    ),
    (
      "[[1,2.5,\"a\"], [2,null,\"b\\\\\"],\n[3,{\"k\":[]},\"\u{e9}\"] , [4,-1e5,\"]\"]]\n",
      json(["[0]", "[1]", "[2]"])
    ),
    (
      "{\"x\":{\"y\":[1,2]},\"d\":{\"rows\":[{\"p\":1},{\"p\":\"\\\"\"}],\"n\":2},\"z\":\"w\"}",
      json(["p"], at: "d.rows")
    ),
  ]

  /// Short values of JSON are validated in one go, long ones member by member.
  @Test(arguments: 0..<4, [8, ReadLimits().valueBytes])
  func damageIsTheSameAtEveryPieceSize(_ sample: Int, valueBytes: Int) throws {
    let (text, told) = Self.samples[sample]
    var options = told
    options.limits.valueBytes = valueBytes
    options.encoding = .utf8
    var random = SeededGenerator(state: UInt64(sample) + 7)
    for _ in 0..<250 {
      var bytes = Array(text.utf8)
      for _ in 0..<Int.random(in: 1...3, using: &random) { damage(&bytes, &random) }
      let file = try TemporaryFile(bytes)
      let whole = read(file, options)
      for pieceBytes in [1, 5, 16] {
        let parts = read(file, tiny(options, pieceBytes: pieceBytes, batchRecords: 2))
        #expect(parts.records == whole.records, "\(String(decoding: bytes, as: UTF8.self))")
        #expect(parts.rejects == whole.rejects, "\(String(decoding: bytes, as: UTF8.self))")
        #expect(parts.error?.problem == whole.error?.problem)
      }
      checkNumbers(whole)
      checkRawText(whole, bytes)
    }
  }

  @Test(arguments: 0..<4)
  func whatDamageMakesOfTheEncodingIsTheSameAtEveryPieceSize(_ sample: Int) throws {
    let (text, options) = Self.samples[sample]
    var random = SeededGenerator(state: UInt64(sample) + 70)
    for _ in 0..<250 {
      var bytes = Array(text.utf8.filter { $0 < 0x80 })
      for _ in 0..<Int.random(in: 1...3, using: &random) {
        let index = Int.random(in: 0..<bytes.count, using: &random)
        bytes[index] = UInt8.random(in: 0x80...0xFF, using: &random)
      }
      let file = try TemporaryFile(bytes)
      let whole = read(file, options)
      let parts = read(file, tiny(options, batchRecords: 2))
      #expect(parts.records == whole.records, "\(bytes)")
      #expect(parts.rejects == whole.rejects, "\(bytes)")
      #expect(parts.error?.problem == whole.error?.problem)
      checkNumbers(whole)
    }
  }

  private func damage(_ bytes: inout [UInt8], _ random: inout SeededGenerator) {
    let hard = Array("\"\\,[]{}:\n\r0 \u{1}".utf8) + [0xC3, 0xFF]
    let index = Int.random(in: 0..<max(bytes.count, 1), using: &random)
    if bytes.isEmpty { return }
    switch Int.random(in: 0..<4, using: &random) {
    case 0: bytes.remove(at: index)
    case 1: bytes[index] = hard.randomElement(using: &random) ?? 0x20
    case 2: bytes.insert(hard.randomElement(using: &random) ?? 0x20, at: index)
    default: bytes.removeLast(min(bytes.count, Int.random(in: 1...10, using: &random)))
    }
  }

  /// Records and rejects together are numbered from 1 without a gap.
  private func checkNumbers(_ result: ReadResult) {
    let numbers = result.records.map(\.record) + result.rejects.map(\.position.record)
    #expect(numbers.sorted() == Array(1..<numbers.count + 1))
  }

  /// Raw text stands in the file at the place that is said, on the line that is said.
  private func checkRawText(_ result: ReadResult, _ bytes: [UInt8]) {
    for record in result.records {
      let raw = Array(record.raw.utf8)
      #expect(Array(bytes[record.byte..<record.byte + raw.count]) == raw)
      #expect(bytes[..<record.byte].count { $0 == 0x0A } + 1 == record.line)
    }
    for reject in result.rejects {
      let place = reject.position
      #expect(Array(bytes[place.byte..<place.byte + reject.raw.count]) == reject.raw)
      #expect(bytes[..<place.byte].count { $0 == 0x0A } + 1 == place.line)
    }
  }
}
