import FlatFiles
import Foundation
import Testing

/// Compresses text as one gzip member.
func gzip(_ text: String) throws -> [UInt8] {
  let sink = MemorySink()
  let writer = try GzipWriter(to: sink, path: "memory")
  try writer.write(text)
  try writer.finish()
  return sink.bytes
}

struct WritingTests {
  @Test func csvFieldsAreQuotedWhereTheyNeedIt() throws {
    let sink = MemorySink()
    let writer = CSVWriter(to: sink)
    try writer.record(["time", "a,b", "say \"x\"", "two\nlines", " ", "\r", "\\."])
    writer.field("")
    writer.null()
    writer.field("1.5")
    try writer.endRecord()
    try writer.flush()
    #expect(
      sink.text == "time,\"a,b\",\"say \"\"x\"\"\",\"two\nlines\", ,\"\r\",\"\\.\"\n\"\",,1.5\n")
  }

  @Test(arguments: ["<html>", "<body", "version https://git-lfs.github.com/spec/v1", "%PDF-"])
  func aFileThatBeginsLikeAnotherFormatIsReadBack(_ first: String) throws {
    let sink = MemorySink()
    let writer = CSVWriter(to: sink)
    for record in [[first, "b"], [first, "2"]] { try writer.record(record) }
    try writer.flush()
    #expect(sink.text == "\"\(first)\",b\n\(first),2\n")
    let result = try read(sink.text, csv())
    #expect(result.columnNames == [first, "b"])
    #expect(result.fields == [[first, "2"]])
  }

  /// The names of tags end; other names may begin with them.
  @Test func aColumnThatIsCalledAlmostLikeATagIsAColumn() throws {
    let result = try read("<header>,<bodyweight>\n1,2\n", csv())
    #expect(result.columnNames == ["<header>", "<bodyweight>"])
    #expect(try read("<head>,<bodyweight>\n1,2\n", csv()).error != nil)
  }

  /// Random tables out of the characters that are hard.
  @Test(arguments: 1...40)
  func whatIsWrittenIsReadBackEqual(_ seed: UInt64) throws {
    var random = SeededGenerator(state: seed)
    let alphabet = ["a", ",", "\"", "\n", "\r", " ", ";", "\u{e9}", "\u{1F600}", "\\", "1", "."]
    let columns = Int.random(in: 2...5, using: &random)
    let rows = (0..<60).map { _ in
      (0..<columns).map { _ -> String? in
        if Int.random(in: 0..<6, using: &random) == 0 { return nil }
        let length = Int.random(in: 0..<6, using: &random)
        return (0..<length).map { _ in alphabet.randomElement(using: &random) ?? "" }.joined()
      }
    }
    let sink = MemorySink()
    let writer = CSVWriter(to: sink)
    for row in rows {
      for cell in row { if let cell { writer.field(cell) } else { writer.null() } }
      try writer.endRecord()
    }
    try writer.flush()

    let file = try TemporaryFile(sink.bytes)
    let options = csv {
      $0.headerLines = 0
      $0.delimiter = [UInt8(ascii: ",")]
      $0.columnCount = columns
    }
    for options in [options, tiny(options, pieceBytes: 7, batchRecords: 3)] {
      let result = read(file, options)
      #expect(result.rejects.isEmpty)
      let back = result.fields.map { $0.map { $0.isEmpty ? nil : unquoted($0) } }
      #expect(back == rows)
    }
  }

  @Test func theSameContentBecomesTheSameGzipBytes() throws {
    let bytes = try gzip("a,b\n1,2\n")
    #expect(bytes == (try gzip("a,b\n1,2\n")))
    // No name, no time, and the operating system "Unix".
    #expect(bytes.prefix(10) == [0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 3])
  }

  @Test func aGzipSummaryHasSizesAndDigests() throws {
    let sink = MemorySink()
    let writer = try GzipWriter(to: sink, path: "memory")
    let text = String(repeating: "0123456789", count: 100_000)
    try writer.write(text)
    let summary = try writer.finish()
    #expect(summary.contentBytes == 1_000_000)
    #expect(summary.compressedBytes == sink.bytes.count)
    let file = try TemporaryFile(sink.bytes)
    #expect(try file.source.fingerprint() == summary.contentSHA256)
    let raw = ContentDigest()
    sink.bytes.withUnsafeBytes { raw.update($0) }
    #expect(raw.finish() == summary.compressedSHA256)
  }

  @Test func anAtomicFileAppearsAtItsCommit() throws {
    let folder = try TemporaryFile("old")
    let file = try AtomicFile(path: folder.path)
    try file.write("new")
    #expect(try folder.contents == Array("old".utf8))
    try file.commit()
    #expect(try folder.contents == Array("new".utf8))
    #expect(throws: FileError.self) { try file.write("more") }
    #expect(try names(beside: folder.path) == ["input"])
  }

  @Test func anAtomicFileThatIsGivenUpLeavesNothing() throws {
    let folder = try TemporaryFile("old")
    do {
      let file = try AtomicFile(path: folder.path)
      try file.write("new")
      #expect(try names(beside: folder.path).count == 2)
    }
    #expect(try names(beside: folder.path) == ["input"])
    #expect(try folder.contents == Array("old".utf8))
  }

  @Test func aFolderThatIsNotThereIsSaid() throws {
    #expect(
      throws: FileError(
        path: "/nowhere/x.gz", problem: .notWritten("No such file or directory"))
    ) { try AtomicFile(path: "/nowhere/x.gz") }
  }

  private func names(beside path: String) throws -> [String] {
    try FileManager.default.contentsOfDirectory(
      atPath: URL(filePath: path).deletingLastPathComponent().path)
  }

  private func unquoted(_ field: String) -> String {
    field.hasPrefix("\"") && field.utf8.count > 1 ? String(field.dropFirst().dropLast()) : field
  }
}

/// SplitMix64: the same numbers for the same seed.
struct SeededGenerator: RandomNumberGenerator {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }
}
