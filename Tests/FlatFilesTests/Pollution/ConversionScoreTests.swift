import FlatFiles
import Testing

/// How much of polluted files comes out exactly, when nothing is told of how they are written.
struct ConversionScoreTests {
  @Test func nearlyEveryRowOfPollutedFilesComesOutExactly() throws {
    let seed = PollutionScore.seed()
    let score = PollutionScore.run(seed: seed, count: 600) { file in
      try converted(file.bytes)
    }
    print(score.description)
    #expect(score.overall.percent >= 97)
    for (kind, tally) in score.kinds { #expect(tally.percent >= 90, "\(kind)") }
  }
}

/// The rows of the canonical CSV that a file becomes; blank lines are left out.
func converted(_ bytes: [UInt8]) throws -> [[String]] {
  let file = try TemporaryFile(bytes)
  let sink = MemorySink()
  var options = ReadOptions()
  options.format = .csv
  _ = try Conversion(to: .csv).run(file.source, options, to: sink) { _ in }
  return CanonicalRows(sink.bytes).rows
}

/// Rows of canonical CSV, read by its few rules.
struct CanonicalRows {
  private(set) var rows: [[String]] = []

  init(_ bytes: [UInt8]) {
    var row: [String] = []
    var field: [UInt8] = []
    var isQuoted = false
    var at = 0
    while at < bytes.count {
      let byte = bytes[at]
      if isQuoted {
        if byte == UInt8(ascii: "\"") {
          if at + 1 < bytes.count, bytes[at + 1] == byte {
            field.append(byte); at += 1
          } else {
            isQuoted = false
          }
        } else {
          field.append(byte)
        }
      } else if byte == UInt8(ascii: "\"") {
        isQuoted = true
      } else if byte == UInt8(ascii: ",") || byte == 0x0A {
        row.append(String(decoding: field, as: UTF8.self))
        field = []
        if byte == 0x0A {
          if row != [""] { rows.append(row) }
          row = []
        }
      } else {
        field.append(byte)
      }
      at += 1
    }
  }
}
