import FlatFiles
import Testing

/// Small files that once took minutes and hours.
@Suite(.serialized) struct ReadingTimeTests {
  private func seconds(toRead text: String, _ options: ReadOptions) throws -> Double {
    let file = try TemporaryFile(text)
    let duration = try ContinuousClock().measure {
      let reader = try FileReader.open(file.source, options)
      let batch = RecordBatch()
      while try reader.read(into: batch) {}
    }
    return duration / .seconds(1)
  }

  private func mending() -> ReadOptions { csv { $0.ragged = .mend } }

  @Test(.timeLimit(.minutes(2)))
  func aShortRecordOfAVeryWideTableIsMendedAtOnce() throws {
    let full = (0..<2_000).map(String.init).joined(separator: ",") + "\n"
    let names = (0..<2_000).map { "c\($0)" }.joined(separator: ",") + "\n"
    for line in ["1\n", String(repeating: "1,", count: 1_980) + "\n", "1," + full] {
      #expect(try seconds(toRead: names + full + full + full + line, mending()) < 10)
    }
  }

  @Test(.timeLimit(.minutes(2)))
  func recordsOfAllWidthsAreMendedAtOnce() throws {
    var text = ""
    for row in 0..<500 {
      let fields = (0...(row * 71 % 200)).map { $0 % 5 == 0 ? "" : "\($0)" }
      text += fields.joined(separator: ",") + "\n"
    }
    #expect(try seconds(toRead: text, mending()) < 20)
  }

  @Test func gapsBetweenRecordsCostLittle() throws {
    let record = "2024-01-01,1.5,2.5\n"
    let dense = "a,b,c\n" + String(repeating: record, count: 20_000)
    let spaced = "a,b,c\n" + String(repeating: record + "\n", count: 20_000)
    let base = try seconds(toRead: dense, csv())
    #expect(try seconds(toRead: spaced, csv()) < base * 50)
  }

  @Test func aTableBehindEachGapCostsLittle() throws {
    let text = String(repeating: "a,b,c\n1,2,3\n4,5,6\n\n", count: 20_000)
    let file = try TemporaryFile(text)
    let duration = try ContinuousClock().measure {
      _ = try Conversion(to: .csv).run(file.source, ReadOptions(), to: MemorySink()) { _ in }
    }
    #expect(duration < .seconds(12))
  }
}
