import Foundation
import Testing

#if canImport(Glibc)
  import Glibc
#endif

/// What the tool takes of memory does not grow with a file, however bad that is.
@Suite(.serialized) struct MemoryTests {
  /// A file of which the reader rejects every record.
  struct BadFile: Sendable, CustomTestStringConvertible {
    var testDescription: String
    var header = ""
    var line: String
    var lines = 200_000
    var format = "csv"
  }

  private static let badFiles = [
    BadFile(testDescription: "too few fields", header: "time,value,note\n", line: "x,y\n"),
    BadFile(
      testDescription: "a quote that is never closed", header: "time,value,note\n",
      line: "\"1704067200,1,abc\n"),
    BadFile(testDescription: "JSON cut short", line: "{\"time\":1,\n", format: "ndjson"),
    BadFile(
      testDescription: "rows of INSERT with an open quote",
      header: "CREATE TABLE p (time bigint, value numeric, note text);\n",
      line: "INSERT INTO p VALUES (1, 1, 'abc);\n", lines: 20_000, format: "dump"),
  ]

  @Test(arguments: badFiles)
  func aFileOfNothingButRejectsTakesNoMoreMemoryWhenItIsLonger(_ bad: BadFile) throws {
    let folder = try ScratchFolder()
    let layout = try folder.write(
      """
      name: bad
      format: \(bad.format)
      data_type: simple
      source: bad
      columns: {timestamp: time, value: value}
      """, to: "bad.yml")
    let peaks = try [bad.lines / 10, bad.lines].map { lines in
      let text = bad.header + String(repeating: bad.line, count: lines)
      let file = try folder.write(text, to: "bad-\(lines).\(bad.format)")
      return try peakMemory(of: ["validate", file, "--layout", layout, "--quiet"], status: 2)
    }
    #expect(peaks[1] - peaks[0] < 16 << 20, "\(peaks)")
  }

  /// The most memory that the tool has resident until it ends with a status, in bytes.
  private func peakMemory(of arguments: [String], status wanted: Int32) throws -> Int {
    let words = ([Tool.binary] + arguments).map { strdup($0) }
    defer { words.forEach { free($0) } }
    var process: pid_t = 0
    let null = open("/dev/null", O_WRONLY)
    defer { close(null) }
    #if canImport(Darwin)
      var actions: posix_spawn_file_actions_t?
    #else
      var actions = posix_spawn_file_actions_t()
    #endif
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    posix_spawn_file_actions_adddup2(&actions, null, 1)
    posix_spawn_file_actions_adddup2(&actions, null, 2)
    try #require(posix_spawn(&process, Tool.binary, &actions, nil, words + [nil], environ) == 0)
    var usage = rusage()
    var status: Int32 = 0
    while wait4(process, &status, 0, &usage) < 0 { try #require(errno == EINTR) }
    // The exit status stands in the second byte.
    #expect(status >> 8 == wanted)
    #if canImport(Darwin)
      return usage.ru_maxrss
    #else
      return usage.ru_maxrss << 10
    #endif
  }
}
