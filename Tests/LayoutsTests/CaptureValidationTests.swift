import FlatFiles
import Layouts
import Testing

struct CaptureValidationTests {
  private let line = #"2026-09-10T00:05:00.2625039Z {"p":"1.5"}"# + "\n"

  private func verdict(on text: String) throws -> FileVerdict {
    let layout = try Layout(
      yaml: "{name: feed, format: capture, source: s, columns: {timestamp: $received, value: p}}",
      file: "layout.yml")
    let clock = FileClock(captured: nil, now: testNow)
    let validation = try FileValidation(layout.effective(fileName: "feed.txt"), clock: clock)
    return try withTemporaryFile("feed.txt", text) { try validation.verdict(on: $0) }
  }

  @Test func theTimeOfALineIsAField() throws {
    let verdict = try verdict(on: line + "\n" + line)
    #expect(verdict.status == .valid)
    #expect(verdict.records == 2)
    #expect(verdict.rejects.isEmpty)
    #expect(verdict.notes == ["1 blank line marks a disconnect"])
  }

  @Test func aLastLineThatIsCutShortLeavesTheFileValidAndIsListed() throws {
    let verdict = try verdict(on: line + line.dropLast(3))
    #expect(verdict.status == .valid)
    #expect((verdict.records, verdict.rejected) == (2, 1))
    #expect(verdict.rejects.map(\.code) == [.cutShort])
  }

  @Test func anotherRejectMakesItInvalidStill() throws {
    let verdict = try verdict(on: "no time\n" + line + line.dropLast(3))
    #expect(verdict.status == .invalid)
    #expect(verdict.rejects.map(\.code) == [.notACaptureLine, .cutShort])
  }
}
