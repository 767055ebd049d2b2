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
}
