import FlatFiles
import Foundation
import Testing

struct BytesTests {
  private let text = "a,b\n1,x\n2,y\n3,z\n"

  @Test func gzipIsReadByItsMagicWhateverItsName() throws {
    let file = try TemporaryFile(try gzip(text), name: "data.csv")
    let result = read(file)
    #expect(result.fields == [["1", "x"], ["2", "y"], ["3", "z"]])
    #expect(result.records.map(\.byte) == [4, 8, 12])
    let plain = try TemporaryFile(text, name: "data.csv.gz")
    #expect(read(plain).records == result.records)
    #expect(read(plain).sha256 == result.sha256)
    #expect(
      result.sha256 == "fb3cdf1560e4811c7f3860189b3ffcc9ff9f9e80fd807a7e491540773362a759")
    #expect(try plain.source.fingerprint() == result.sha256)
  }

  @Test func gzipMayHaveSeveralMembersAndPadding() throws {
    let members = try gzip("a,b\n1,") + gzip("") + gzip("x\n2,y\n") + [0, 0, 0]
    for pieceBytes in [1, 2, 3, 7, 50, 1000] {
      let result = read(try TemporaryFile(members), tiny(csv(), pieceBytes: pieceBytes))
      #expect(result.fields == [["1", "x"], ["2", "y"]])
      #expect(result.error == nil)
    }
  }

  @Test func gzipCutShortAnywhereDeliversWholeRecordsAndThrows() throws {
    let whole = try gzip(text)
    for length in 3..<whole.count {
      let result = read(try TemporaryFile(whole.prefix(length)), csv())
      #expect(
        result.error?.problem == .gzipCutShort(compressedByte: length), "cut at \(length)")
      let expected = [["1", "x"], ["2", "y"], ["3", "z"]]
      #expect(Array(expected.prefix(result.fields.count)) == result.fields)
      #expect(result.rejects.isEmpty)
      #expect(result.sha256 == nil)
    }
    // All the content is there, and only the trailer is missing.
    #expect(read(try TemporaryFile(whole.dropLast(8)), csv()).fields.count == 3)
  }

  @Test func aRecordThatTheDamageCutsIsNoReject() throws {
    let csvText = try gzip("a,b\n1,x\n2,\"y\n3,z\n4,w").dropLast(8)
    let fromCSV = read(try TemporaryFile(csvText), csv())
    #expect(fromCSV.fields == [["1", "x"]])
    let lines = try gzip("[1]\n[2]\n[3").dropLast(8)
    let fromLines = read(try TemporaryFile(lines), json(["[0]"], format: .ndjson))
    #expect(fromLines.fields == [["1"], ["2"]])
    let array = try gzip("[[1],[2],[3").dropLast(8)
    let fromArray = read(try TemporaryFile(array), json(["[0]"]))
    #expect(fromArray.fields == [["1"], ["2"]])
    for result in [fromCSV, fromLines, fromArray] {
      #expect(result.rejects.isEmpty)
      guard case .gzipCutShort = result.error?.problem else {
        Issue.record("\(String(describing: result.error))")
        continue
      }
    }
  }

  @Test func whatIsThereOfAFileCutShortHasAnIdentityWhereThatIsAccepted() throws {
    var random = SeededGenerator(state: 11)
    let lines = (0..<70_000).map { _ in "1,\(Int.random(in: 0...9_999, using: &random))\n" }
    for whole in [try gzip("a,b\n" + lines.joined()), try zstd("a,b\n" + lines.joined())] {
      for cut in [1, whole.count / 3, whole.count / 2] {
        let file = try TemporaryFile(whole.dropLast(cut))
        var seen: Set<String> = []
        for pieceBytes in [777, 1 << 12, 1 << 18] {
          var options = csv()
          options.acceptsCutShort = true
          options.limits.pieceBytes = pieceBytes
          let reader = try FileReader.open(file.source, options)
          let batch = RecordBatch()
          let error = #expect(throws: FileError.self) { while try reader.read(into: batch) {} }
          #expect(error?.isCutShort == true)
          seen.insert(reader.sha256 ?? "none")
        }
        #expect(try seen == [file.source.fingerprint(acceptsCutShort: true)])
        #expect(throws: FileError.self) { try file.source.fingerprint() }
      }
    }
  }

  @Test func damagedGzipIsSaidWithItsPlace() throws {
    var bytes = try gzip(text)
    bytes[bytes.count - 8] ^= 1  // the checksum
    let result = read(try TemporaryFile(bytes), csv())
    #expect(result.fields.count == 3)
    #expect(
      result.error?.problem
        == .gzipDamaged(compressedByte: bytes.count - 4, reason: "incorrect data check"))
    let garbage = read(try TemporaryFile(try gzip(text) + Array("rest".utf8)), csv())
    #expect(garbage.fields.count == 3)
    guard case .gzipDamaged(_, "incorrect header check") = garbage.error?.problem else {
      Issue.record("garbage behind a member: \(String(describing: garbage.error))")
      return
    }
  }

  @Test func expansionHasALimit() throws {
    var options = csv()
    options.limits.expandedBytes = 10_000
    options.limits.pieceBytes = 1000
    let lines = "a,b\n" + String(repeating: "1,x\n", count: 100_000)
    #expect(
      read(try TemporaryFile(try gzip(lines)), options).error?.problem
        == .expandsTooFar(limit: 10_000))
    #expect(read(try TemporaryFile(lines), options).error == nil)
  }

  private static let notText: [([UInt8], String)] = [
    ([0x50, 0x4B, 3, 4, 0], "zip archive"), ([0x42, 0x5A, 0x68, 0x39], "bzip2"),
    ([0xFD, 0x37, 0x7A, 0x58, 0x5A, 0], "xz"), ([0xFF, 0xFE, 0, 0, 0x61, 0, 0, 0], "UTF-32LE"),
    ([0, 0, 0xFE, 0xFF, 0, 0, 0, 0x61], "UTF-32BE"), ([0x61, 0x2C, 0, 1, 0x0A], "not text"),
    (Array("PGDMP\u{1}".utf8), "pg_restore"), (Array("%PDF-1.7\n".utf8), "a PDF document"),
    (Array("PAR1".utf8) + [0x15, 0], "a Parquet file"),
    (Array("SQLite format 3".utf8) + [0, 0x10], "an SQLite database"),
    ([0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1], "an Excel workbook"),
    (tarHead, "a tar archive"),
  ]
  private static let tarHead: [UInt8] =
    [UInt8](repeating: 0x61, count: 100) + [UInt8](repeating: 0, count: 157) + Array("ustar".utf8)

  @Test(arguments: notText)
  func whatIsNoTextIsRefusedByName(_ bytes: [UInt8], _ name: String) throws {
    let result = read(try TemporaryFile(bytes))
    #expect(result.error?.description.contains(name) == true, "\(String(describing: result.error))")
  }

  @Test func whatIsNoFileIsSaid() throws {
    let missing = SourceFile(path: "/nowhere/x.csv")
    #expect(throws: FileError(path: "/nowhere/x.csv", problem: .notFound)) {
      try FileReader.open(missing)
    }
    #expect(throws: FileError(path: "/nowhere/x.csv", problem: .notFound)) {
      try missing.identity()
    }
    #expect(throws: FileError(path: "/tmp", problem: .isDirectory)) {
      try FileReader.open(SourceFile(path: "/tmp"))
    }
    for bytes in [[], try gzip(""), [0xEF, 0xBB, 0xBF]] {
      #expect(read(try TemporaryFile(bytes)).error?.problem == .empty, "\(bytes)")
    }
  }

  @Test func aFileThatChangesWhileItIsReadIsNotTrusted() throws {
    let file = try TemporaryFile("a,b\n" + String(repeating: "1,x\n", count: 50_000))
    let reader = try FileReader.open(file.source)
    let batch = RecordBatch()
    #expect(try reader.read(into: batch))
    let handle = try #require(FileHandle(forWritingAtPath: file.path))
    try handle.seekToEnd()
    try handle.write(contentsOf: Data("2,y\n".utf8))
    try handle.close()
    #expect(throws: FileError(path: file.path, problem: .changedWhileReading)) {
      while try reader.read(into: batch) {}
    }
    #expect(reader.sha256 == nil)
  }

  @Test func aPipeIsReadLikeAFile() throws {
    let file = try TemporaryFile(Array(try gzip(text)))
    let pipe = file.path + ".pipe"
    #expect(mkfifo(pipe, 0o600) == 0)
    let bytes = try file.contents
    let writer = Thread {
      FileHandle(forWritingAtPath: pipe)?.write(Data(bytes))
    }
    writer.start()
    let reader = try FileReader.open(SourceFile(path: pipe))
    let batch = RecordBatch()
    #expect(try reader.read(into: batch))
    #expect(batch.records.count == 3)
    #expect(try !reader.read(into: batch))
    #expect(reader.progress == ReadProgress(bytesRead: bytes.count, totalBytes: nil))
    #expect(reader.sha256 == "fb3cdf1560e4811c7f3860189b3ffcc9ff9f9e80fd807a7e491540773362a759")
  }

  @Test func progressCountsStoredBytes() throws {
    let file = try TemporaryFile(try gzip(text))
    let reader = try FileReader.open(file.source)
    let batch = RecordBatch()
    while try reader.read(into: batch) {}
    let size = try file.contents.count
    #expect(reader.progress == ReadProgress(bytesRead: size, totalBytes: size))
    #expect(try file.source.identity()?.size == size)
  }
}
