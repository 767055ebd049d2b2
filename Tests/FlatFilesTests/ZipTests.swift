import FlatFiles
import Foundation
import Testing

struct ZipTests {
  private let text = "a,b\n1,x\n2,y\n"
  private let fields = [["1", "x"], ["2", "y"]]

  @Test func membersAreReadStoredAndDeflated() throws {
    let long = "a,b\n" + String(repeating: "1,x\n", count: 100_000)
    let archive = try TemporaryFile(
      try zip(Packed("x.csv", text, isStored: true), Packed("deep/y.csv", long)), name: "two.zip")
    let files = try SourceFiles(named: archive.path)
    #expect(
      files.files.map(\.description) == ["x.csv", "deep/y.csv"].map { "\(archive.path)/\($0)" })
    #expect(files.files.map(\.name) == ["x.csv", "y.csv"])
    #expect(files.passedOver == [])
    for pieceBytes in [1, 7, 1 << 16] {
      let stored = read(files.files[0], tiny(csv(), pieceBytes: pieceBytes))
      #expect(stored.fields == fields)
      #expect(stored.records.map(\.byte) == [4, 8])
      #expect(stored.error == nil)
    }
    let deflated = read(files.files[1], csv())
    #expect(deflated.records.count == 100_000)
    #expect(deflated.sha256 == read(try TemporaryFile(long), csv()).sha256)
    #expect(try files.files[1].fingerprint() == deflated.sha256)
    #expect(try files.files.map { try $0.size() } == [12, 400_004])
  }

  @Test func aPathThatGoesOnBehindAnArchiveNamesAMember() throws {
    let archive = try TemporaryFile(
      try zip(Packed("x.csv", text), Packed("a/b.csv", text), Packed("/c.csv", text)),
      name: "in.zip")
    for name in ["x.csv", "a/b.csv", "/c.csv"] {
      let files = try SourceFiles(named: "\(archive.path)/\(name)")
      #expect(files.files == [SourceFile(path: archive.path, member: name)])
      #expect(read(files.files[0], csv()).fields == fields)
    }
    // What is no archive has no members: the path leads nowhere.
    let plain = try TemporaryFile(text)
    let nowhere = SourceFile(named: plain.path + "/x.csv")
    #expect(nowhere.member == nil)
    #expect(read(nowhere, csv()).error?.problem == .notFound)
    #expect(
      read(SourceFile(path: plain.path, member: "x.csv"), csv()).error?.problem == .notFound)
  }

  @Test func anArchiveOfOneFileStandsForIt() throws {
    let one = try TemporaryFile(
      try zip(Packed("data/", ""), Packed("data/x.csv", text), Packed("__MACOSX/._x.csv", "?")))
    #expect(read(one, csv()).fields == fields)
    let two = try TemporaryFile(try zip(Packed("x.csv", text), Packed("y.csv", text)))
    #expect(read(two, csv()).error?.problem == .zip(.severalMembers(["x.csv", "y.csv"])))
    let none = try TemporaryFile(try zip(Packed("data/", "")))
    #expect(read(none, csv()).error?.problem == .zip(.noMembers))
    #expect(throws: FileError(path: none.path, problem: .zip(.noMembers))) {
      try SourceFiles(named: none.path)
    }
  }

  @Test func whatIsNoDataIsPassedOverAndSaid() throws {
    let archive = try TemporaryFile(
      try zip(
        Packed("d/", ""), Packed("d/x.csv", text), Packed("__MACOSX/d/._x.csv", "?"),
        Packed("d/.DS_Store", "?"), Packed("d/x.csv.sha256", "?")))
    let files = try SourceFiles(named: archive.path)
    #expect(files.files.map(\.member) == ["d/x.csv"])
    #expect(
      files.passedOver.map(\.description) == [
        "\(archive.path)/d/: a folder",
        "\(archive.path)/__MACOSX/d/._x.csv: of the system that packed the archive",
        "\(archive.path)/d/.DS_Store: of the system that packed the archive",
        "\(archive.path)/d/x.csv.sha256: a checksum file",
      ])
  }

  /// An archive that is open already is used again only while it is what it was.
  @Test func anArchiveThatWasReplacedIsReadAnew() throws {
    let archive = try TemporaryFile(try zip(Packed("x.csv", text), Packed("y.csv", text)))
    let file = SourceFile(path: archive.path, member: "x.csv")
    for number in 1...5 {
      let lines = "a,b\n" + String(repeating: "\(number),z\n", count: number)
      #expect(read(file, csv()).error == nil)
      try Data(try zip(Packed("x.csv", lines), Packed("y.csv", text)))
        .write(to: URL(filePath: archive.path))
      #expect(read(file, csv()).fields == Array(repeating: ["\(number)", "z"], count: number))
    }
    try Data(try zip(Packed("y.csv", text))).write(to: URL(filePath: archive.path))
    #expect(read(file, csv()).error?.problem == .zip(.noSuchMember(known: ["y.csv"])))
  }

  @Test func readersOfOneArchiveDoNotDisturbOneAnother() throws {
    let names = (0..<7).map { "\($0).csv" }
    let members = names.map { name in
      Packed(name, "a\n" + String(repeating: "\(name)\n", count: 3_000))
    }
    let archive = try TemporaryFile(try zip(members))
    let readers = try names.map { name in
      try FileReader.open(SourceFile(path: archive.path, member: name), tiny(csv(), pieceBytes: 99))
    }
    let batch = RecordBatch()
    for _ in 0..<3_000 {
      for (name, reader) in zip(names, readers) {
        #expect(try reader.read(into: batch))
        #expect(String(decoding: batch.raw(0), as: UTF8.self) == name)
      }
    }
    for reader in readers { #expect(try !reader.read(into: batch)) }
  }

  @Test func zip64IsRead() throws {
    let archive = try TemporaryFile(zip64())
    #expect(
      read(try #require(SourceFiles(named: archive.path).files.first)).fields == [["1", "x"]])
  }

  @Test func aMemberMayBeCompressedItself() throws {
    let archive = try TemporaryFile(
      try zip(
        Packed("x.csv.gz", try gzip(text)), Packed("x.csv.zst", try zstd(text)),
        Packed("x.zip", try zip(Packed("x.csv", text)), isStored: true),
        Packed("x.csv.bz2", [0x42, 0x5A, 0x68, 0x39])))
    let results = try SourceFiles(named: archive.path).files.map { read($0, csv()) }
    #expect(results[0].fields == fields)
    #expect(results[1].fields == fields)
    #expect(results[2].error?.problem == .zip(.insideAnArchive))
    #expect(results[3].error?.problem == .compressed(.bzip2))
    #expect(results[3].error?.path == "\(archive.path)/x.csv.bz2")
  }

  @Test func damageEndsTheMemberItIsIn() throws {
    let first = "a,b\n" + String(repeating: "1,x\n", count: 1000)
    var bytes = try zip(Packed("x.csv", first, isStored: true), Packed("y.csv", text))
    // Behind the local header of 30 bytes and the name.
    bytes[30 + 5 + 3000] ^= 1
    let archive = try TemporaryFile(bytes)
    let files = try SourceFiles(named: archive.path).files
    let damaged = read(files[0], csv())
    #expect(damaged.records.count + damaged.rejects.count == 1000)
    #expect(damaged.error?.problem == .zip(.damaged("CRC error")))
    #expect(damaged.error?.path == "\(archive.path)/x.csv")
    #expect(damaged.sha256 == nil)
    #expect(read(files[1], csv()).fields == fields)
  }

  @Test func theRecordsBeforeDamageArePassedOn() throws {
    let lines = (0..<5000).map { "\($0),\($0 &* 2_654_435_761 % 1_000_003)\n" }
    var bytes = try zip(Packed("x.csv", "a,b\n" + lines.joined()))
    for index in bytes.count / 2..<bytes.count / 2 + 40 { bytes[index] = 0xFF }
    let archive = try TemporaryFile(bytes)
    let file = try #require(SourceFiles(named: archive.path).files.first)
    let result = read(file, csv())
    #expect(result.records.count > 1000)
    #expect(result.fields.prefix(1000).map { $0[0] } == (0..<1000).map(String.init))
    guard case .zip(.damaged) = result.error?.problem else {
      Issue.record("\(String(describing: result.error))")
      return
    }
  }

  @Test func everyCutOfAnArchiveIsRefused() throws {
    let whole = try zip(Packed("x.csv", text), Packed("y.csv", text))
    for length in 4..<whole.count {
      let file = try TemporaryFile(whole.prefix(length))
      guard case .zip(.damaged) = read(file, csv()).error?.problem else {
        Issue.record("cut at \(length)")
        continue
      }
      #expect(throws: FileError.self) { try SourceFiles(named: file.path) }
    }
  }

  /// Whatever becomes of the bytes, it is read or refused, alike at every piece size.
  @Test(arguments: 0..<4)
  func damageAnywhereIsSurvived(_ seed: UInt64) throws {
    var random = SeededGenerator(state: seed + 40)
    let whole = try zip(
      Packed("x.csv", text), Packed("y.csv", String(repeating: text, count: 50)),
      Packed("z.csv", text, isStored: true))
    for _ in 0..<150 {
      var bytes = whole
      for _ in 0..<Int.random(in: 1...4, using: &random) {
        bytes[Int.random(in: 0..<bytes.count, using: &random)] = UInt8.random(
          in: 0...255, using: &random)
      }
      let archive = try TemporaryFile(bytes)
      guard let files = try? SourceFiles(named: archive.path).files else { continue }
      for file in files {
        let result = read(file, csv())
        let parts = read(file, tiny(csv()))
        #expect(parts.records == result.records)
        #expect(parts.error == result.error)
      }
    }
  }

  @Test func whatCannotBeUnpackedIsRefusedByName() throws {
    var encrypted = try zip(Packed("x.csv", text))
    var method = encrypted
    let entry = try #require(encrypted.firstRange(of: [0x50, 0x4B, 1, 2])).lowerBound
    for flags in [6, entry + 8] { encrypted[flags] |= 1 }
    for place in [8, entry + 10] { method[place] = 9 }
    #expect(read(try TemporaryFile(encrypted)).error?.problem == .zip(.encrypted))
    #expect(read(try TemporaryFile(method)).error?.problem == .zip(.method(9)))
    let workbook = try zip(Packed("[Content_Types].xml", "<"), Packed("xl/workbook.xml", "<"))
    #expect(read(try TemporaryFile(workbook)).error?.problem == .otherFormat(.excel))
    let sheet = try zip(Packed("mimetype", "application/vnd.oasis.opendocument.spreadsheet"))
    #expect(read(try TemporaryFile(sheet)).error?.problem == .otherFormat(.openDocument))
  }

  @Test func aMemberThatIsNotThereIsSaidWithThoseThatAre() throws {
    let archive = try TemporaryFile(try zip((1...7).map { Packed("\($0).csv", text) }))
    let file = SourceFile(named: archive.path + "/8.csv")
    #expect(
      read(file, csv()).error?.description
        == "\(archive.path)/8.csv: there is no such file in the zip archive; it holds 1.csv, 2.csv,"
        + " 3.csv, 4.csv, 5.csv and 2 more")
  }

  @Test func oneNameForTwoMembersIsRefused() throws {
    var bytes = try zip(Packed("x.csv", text), Packed("y.csv", text))
    while let range = bytes.firstRange(of: Array("y.csv".utf8)) {
      bytes.replaceSubrange(range, with: "x.csv".utf8)
    }
    #expect(read(try TemporaryFile(bytes)).error?.problem == .zip(.memberTwice("x.csv")))
  }

  @Test func membersHaveALimitEvenWhereTheyAreOnlyClaimed() throws {
    var options = csv()
    options.limits.archiveMembers = 2
    let three = try TemporaryFile(try zip((1...3).map { Packed("\($0).csv", text) }))
    #expect(read(three, options).error?.problem == .zip(.tooManyMembers(limit: 2)))
    // libzip would make room for so many before it finds that they are not there.
    for (members, directoryBytes) in [(1 << 40, 100 as UInt64?), (.max, nil), (100_001, 1 << 50)] {
      let bytes = zip64(members: UInt64(members), directoryBytes: directoryBytes)
      #expect(
        read(try TemporaryFile(bytes)).error?.problem == .zip(.tooManyMembers(limit: 100_000)))
    }
  }

  @Test func expansionHasALimitForEachFileAndForAll() throws {
    let lines = "a,b\n" + String(repeating: "1,x\n", count: 1000)
    var limits = ReadLimits()
    limits.expandedBytes = 10_000
    let archive = try TemporaryFile(
      try zip(Packed("x.csv", lines), Packed("y.csv", lines), Packed("z.csv", lines)))
    #expect(throws: FileError(path: archive.path, problem: .expandsTooFar(limit: 10_000))) {
      try SourceFiles(named: archive.path, limits: limits)
    }
    var options = csv()
    options.limits = limits
    let nested = try TemporaryFile(
      try zip(Packed("x.csv.gz", try gzip("a,b\n" + String(repeating: "1,x\n", count: 9_000)))))
    #expect(read(nested, options).error?.problem == .expandsTooFar(limit: 10_000))
  }

  @Test func aMemberLargerThanItsArchiveSaysIsDamage() throws {
    let lines = "a,b\n" + String(repeating: "1,x\n", count: 1000)
    var bytes = try zip(Packed("x.csv", lines))
    let entry = try #require(bytes.firstRange(of: [0x50, 0x4B, 1, 2])).lowerBound
    for place in [22, entry + 24] { bytes.replaceSubrange(place..<place + 4, with: little(100, 4)) }
    let result = read(try TemporaryFile(bytes), tiny(csv(), pieceBytes: 16))
    guard case .zip(.damaged) = result.error?.problem else {
      Issue.record("\(String(describing: result.error))")
      return
    }
    #expect(result.records.count <= 25)
  }

  @Test func anArchiveThatChangesWhileItIsReadIsNotTrusted() throws {
    let lines = "a,b\n" + String(repeating: "1,x\n", count: 50_000)
    let archive = try TemporaryFile(try zip(Packed("x.csv", lines)), name: "x.zip")
    let reader = try FileReader.open(SourceFile(path: archive.path, member: "x.csv"))
    let batch = RecordBatch()
    #expect(try reader.read(into: batch))
    let handle = try #require(FileHandle(forWritingAtPath: archive.path))
    try handle.seekToEnd()
    try handle.write(contentsOf: Data([0]))
    try handle.close()
    #expect(throws: FileError(path: archive.path, problem: .changedWhileReading)) {
      while try reader.read(into: batch) {}
    }
    #expect(reader.sha256 == nil)
  }

  @Test func anArchiveCannotComeThroughAPipe() throws {
    let bytes = try zip(Packed("x.csv", text))
    let pipe = try TemporaryFile("").path + ".pipe"
    try FileManager.default.createDirectory(
      atPath: (pipe as NSString).deletingLastPathComponent, withIntermediateDirectories: true)
    #expect(mkfifo(pipe, 0o600) == 0)
    let writer = Thread { FileHandle(forWritingAtPath: pipe)?.write(Data(bytes)) }
    writer.start()
    let error = read(SourceFile(path: pipe)).error
    #expect(error?.problem == .zip(.onStandardInput))
  }

  @Test func progressCountsTheBytesOfTheMember() throws {
    let archive = try TemporaryFile(try zip(Packed("x.csv", text), Packed("y.csv", text)))
    let reader = try FileReader.open(SourceFile(path: archive.path, member: "y.csv"))
    let batch = RecordBatch()
    while try reader.read(into: batch) {}
    #expect(reader.progress == ReadProgress(bytesRead: 12, totalBytes: 12))
  }
}
