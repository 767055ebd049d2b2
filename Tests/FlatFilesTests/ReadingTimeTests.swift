import FlatFiles
import Testing

/// Small files that once took minutes and hours: four times as much of a file takes about four times
/// as long, and not sixteen times.
@Suite(.serialized) struct ReadingTimeTests {
  @Test(.timeLimit(.minutes(2)))
  func aShortRecordOfAVeryWideTableIsMendedAtOnce() throws {
    for missing in [1_999, 20, 0] {
      let growth = try growth(from: 500, to: 2_000, mending()) { width in
        let full = (0..<width).map(String.init).joined(separator: ",") + "\n"
        let names = (0..<width).map { "c\($0)" }.joined(separator: ",") + "\n"
        let line =
          missing == 0
          ? "1," + full : String(repeating: "1,", count: max(width - missing, 1)) + "\n"
        // So many that the others are the odd ones, at either width.
        return names + String(repeating: full, count: 12) + String(repeating: line, count: 8)
      }
      #expect(growth < 12, "\(missing)")
    }
  }

  @Test(.timeLimit(.minutes(2)))
  func recordsOfAllWidthsAreMendedAtOnce() throws {
    let growth = try growth(from: 150, to: 600, mending()) { rows in
      (0..<rows).map { row in
        (0...(row * 71 % 200)).map { $0 % 5 == 0 ? "" : "\($0)" }.joined(separator: ",") + "\n"
      }.joined()
    }
    #expect(growth < 12)
  }

  @Test func gapsBetweenRecordsCostLittle() throws {
    let growth = try growth(from: 5_000, to: 20_000, csv()) { count in
      "a,b,c\n" + String(repeating: "2024-01-01,1.5,2.5\n\n", count: count)
    }
    #expect(growth < 12)
  }

  @Test func aTableBehindEachGapCostsLittle() throws {
    func seconds(_ count: Int) throws -> Double {
      let file = try TemporaryFile(String(repeating: "a,b,c\n1,2,3\n4,5,6\n\n", count: count))
      return try least {
        _ = try Conversion(to: .csv).run(file.source, ReadOptions(), to: MemorySink()) { _ in }
      }
    }
    #expect(try seconds(8_000) < 12 * seconds(2_000))
  }

  private func mending() -> ReadOptions { csv { $0.ragged = .mend } }

  /// How many times as long the larger text takes to be read.
  private func growth(
    from few: Int, to many: Int, _ options: ReadOptions, of text: (Int) -> String
  ) throws -> Double {
    func seconds(_ count: Int) throws -> Double {
      let file = try TemporaryFile(text(count))
      return try least {
        let reader = try FileReader.open(file.source, options)
        let batch = RecordBatch()
        while try reader.read(into: batch) {}
      }
    }
    return try seconds(many) / seconds(few)
  }

  /// The least of three times, in seconds: others are on the machine.
  private func least(_ body: () throws -> Void) rethrows -> Double {
    try (0..<3).map { _ in try ContinuousClock().measure(body) / .seconds(1) }.min() ?? 0
  }
}
