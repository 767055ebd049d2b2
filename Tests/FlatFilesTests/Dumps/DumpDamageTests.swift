import FlatFiles
import Testing

/// Dumps with random damage: nothing crashes, nothing is lost without a word, and the size of
/// pieces and batches makes no difference.
struct DumpDamageTests {
  private static let samples: [(String, ReadOptions)] = [
    (
      dumped(
        "CREATE TABLE public.t (a int, b text);\nCOPY public.t (a, b) FROM stdin;\n1\tx\\\\y\n2\t\\N\n"
          + "3\ta\\\nb\n4\t€\\101\n\\.\nSELECT pg_catalog.setval('s', 1, true);\n"), sql("t")
    ),
    (
      dumped(
        "CREATE TABLE t (a int, b text);\nINSERT INTO t VALUES (1, 'it''s');\n"
          + "INSERT INTO t VALUES (2, 'a\nb;');\nINSERT INTO t VALUES\n\t(3, NULL),\n"
          + "\t(4, E'\\n€'::text);\n"), sql("t")
    ),
    ("1\tx\\\\y\t\\N\r\n2\t€\\x41\tz\n3\ta\\\nb\t\\N\n", sql(format: .copy)),
  ]

  @Test(arguments: 0..<3)
  func damageIsTheSameAtEveryPieceSize(_ sample: Int) throws {
    let (text, options) = Self.samples[sample]
    var random = SeededGenerator(state: UInt64(sample) + 11)
    for _ in 0..<400 {
      var bytes = Array(text.utf8)
      for _ in 0..<Int.random(in: 1...3, using: &random) { damage(&bytes, &random) }
      let file = try TemporaryFile(bytes)
      let whole = read(file, options)
      for pieceBytes in [1, 5, 16] {
        let parts = read(file, tiny(options, pieceBytes: pieceBytes, batchRecords: 2))
        #expect(parts.records == whole.records, "\(String(decoding: bytes, as: UTF8.self))")
        #expect(parts.rejects == whole.rejects, "\(String(decoding: bytes, as: UTF8.self))")
        #expect(
          parts.error?.problem == whole.error?.problem,
          "\(String(decoding: bytes, as: UTF8.self))")
        #expect(parts.sha256 == whole.sha256)
      }
      checkPlaces(whole, bytes)
    }
  }

  private func damage(_ bytes: inout [UInt8], _ random: inout SeededGenerator) {
    let hard = Array("'\"\\,;()\t.-$/*:\n\rNE0 \u{1}".utf8) + [0xC3, 0xFF]
    let index = Int.random(in: 0..<max(bytes.count, 1), using: &random)
    if bytes.isEmpty { return }
    switch Int.random(in: 0..<4, using: &random) {
    case 0: bytes.remove(at: index)
    case 1: bytes[index] = hard.randomElement(using: &random) ?? 0x20
    case 2: bytes.insert(hard.randomElement(using: &random) ?? 0x20, at: index)
    default: bytes.removeLast(min(bytes.count, Int.random(in: 1...30, using: &random)))
    }
  }

  /// Records and rejects are numbered from 1 without a gap, and stand where they are said to.
  private func checkPlaces(_ result: ReadResult, _ bytes: [UInt8]) {
    let numbers = result.records.map(\.record) + result.rejects.map(\.position.record)
    #expect(numbers.sorted() == Array(1..<numbers.count + 1))
    let places =
      result.records.map { ($0.byte, $0.line, Array($0.raw.utf8)) }
      + result.rejects.map { ($0.position.byte, $0.position.line, $0.raw) }
    for (byte, line, raw) in places {
      #expect(Array(bytes[byte..<byte + raw.count]) == raw)
      #expect(bytes[..<byte].count { $0 == 0x0A } + 1 == line)
    }
  }

  /// A piece may end behind the letters of a word that go on in the next.
  @Test func aWordThatBeginsLikeAnotherIsNotTakenForIt() throws {
    for length in 1...24 {
      let name = String(repeating: "t", count: length)
      let text = "INSERT INTO \(name) DEFAULTS (1);\nCOPY public.u (a) FROM stdin;\n1\n\\.\n"
      let whole = try read(text, sql(format: .dump))
      let parts = try read(text, tiny(sql(format: .dump)))
      #expect(whole.fields == [["1"]])
      #expect(parts.records == whole.records)
      #expect(parts.error == whole.error)
    }
  }

  @Test func aWordWithoutAnEndIsTheSameAtEveryPieceSize() throws {
    let word = String(repeating: "w", count: 1_200_000)
    let text = "SELECT \(word);\nCOPY public.u (a) FROM stdin;\n1\n\\.\n"
    for pieceBytes in [50_000, 256 << 10, 4 << 20] {
      let result = try read(text, tiny(sql(format: .dump), pieceBytes: pieceBytes))
      #expect(result.error?.problem == .dump(.unclosed))
    }
  }
}
