import FlatFiles
import Testing

@testable import Layouts

struct SampleBudgetTests {
  /// A batch with a record for each `+` and a reject for each `-`.
  private func batch(_ kinds: String, bytes: Int = 1) -> RecordBatch {
    let batch = RecordBatch()
    let raw = [UInt8](repeating: UInt8(ascii: "x"), count: bytes)
    for (index, kind) in kinds.enumerated() {
      let position = Position(record: index + 1, line: index + 1, byte: index * bytes)
      if kind == "+" {
        let offset = raw.withUnsafeBytes { batch.bytes.append($0) }
        batch.append(.init(position: position, rawOffset: offset, rawLength: bytes))
      } else {
        batch.rejects.append(
          Reject(position: position, code: .tooFewFields, message: "", raw: raw))
      }
    }
    return batch
  }

  @Test func recordsCountUpToTheirLimit() {
    var budget = SampleBudget()
    #expect(budget.take(from: batch(String(repeating: "+", count: 600))) == 600)
    #expect(!budget.isSpent)
    #expect(budget.take(from: batch(String(repeating: "+", count: 600))) == 400)
    #expect(budget.isSpent)
  }

  @Test func aFileOfRejectsIsNotReadAheadToItsEnd() {
    var budget = SampleBudget()
    #expect(budget.take(from: batch(String(repeating: "-", count: 1_000))) == 0)
    #expect(budget.isSpent)
  }

  /// Else a line without an end would be read to the file's end before anybody hears Ctrl-C.
  @Test func aFileThatGoesFarWithoutARecordIsNotReadAhead() throws {
    let text = "a,b\n0,x\n1,\(String(repeating: "x", count: 500_000))\n2,y\n"
    try withTemporaryFile("endless.csv", text) { file in
      var options = ReadOptions()
      options.limits.recordBytes = 100
      options.limits.silentBytes = 1_000
      options.limits.pieceBytes = 4_096
      let reader = SampledReader(try FileReader.open(file, options)) { _, _ in }
      #expect(reader.progress.bytesRead < 200_000)
      let batch = RecordBatch()
      var records = 0
      while try reader.read(into: batch) { records += batch.records.count }
      #expect(records == 2)
    }
  }

  @Test func theBytesOfRejectsCountLikeThoseOfRecords() {
    for kind in ["+", "-"] {
      var budget = SampleBudget()
      _ = budget.take(from: batch(String(repeating: kind, count: 4), bytes: 300 << 10))
      #expect(budget.isSpent, "\(kind)")
    }
  }

  @Test func recordsBehindRejectsThatSpendTheBudgetDoNotCount() {
    var budget = SampleBudget()
    let kinds = "+" + String(repeating: "-", count: 998) + "++"
    #expect(budget.take(from: batch(kinds)) == 2)
    #expect(budget.isSpent)
  }

  @Test func aBatchWithNothingSpendsNothing() {
    var budget = SampleBudget()
    #expect(budget.take(from: batch("")) == 0)
    #expect(!budget.isSpent)
  }
}
