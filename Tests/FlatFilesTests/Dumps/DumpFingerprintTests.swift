import FlatFiles
import Testing

/// What a load of a dump is known by: the rows of its table, and nothing else in the dump.
struct DumpFingerprintTests {
  private let rows = "1\tx\n2\t\\N\n"

  private func hash(_ text: String, _ options: ReadOptions = sql()) throws -> String {
    let file = try TemporaryFile(text)
    let read = try #require(read(file, options).sha256)
    #expect(try FileReader.fingerprint(of: file.source, options) == read)
    return read
  }

  private func copy(_ rows: String, _ table: String = "t", _ columns: String = "a, b") -> String {
    "COPY \(table) (\(columns)) FROM stdin;\n\(rows)\\.\n"
  }

  @Test func theHashIsOfTheNamesAndTheRowsAsTheyStand() throws {
    let digest = ContentDigest()
    Array("\\.\"a\",\"b\"\n1\tx\n2\t\\N\n".utf8).withUnsafeBytes { digest.update($0) }
    #expect(try hash(dumped(copy(rows))) == digest.finish())
    let inserts = ContentDigest()
    Array("\\.\"b\",\"a\"\n(1, 'x')\n(2, NULL)\n".utf8).withUnsafeBytes { inserts.update($0) }
    #expect(
      try hash(dumped("INSERT INTO t (b, a) VALUES\n\t(1, 'x'),\n\t(2, NULL);\n"))
        == inserts.finish())
  }

  @Test func whatStandsAroundTheRowsDoesNotCount() throws {
    let plain = try hash(dumped(copy(rows)))
    let changed = [
      "\\restrict abc\n" + copy(rows) + "\\unrestrict abc\n",
      "CREATE TABLE t (a int, b text);\n" + copy(rows),
      copy("9\n", "other", "z") + copy(rows),
      "ALTER TABLE t ATTACH PARTITION p DEFAULT;\nALTER TABLE t ATTACH PARTITION q DEFAULT;\n"
        + copy("1\tx\n", "p") + copy("2\t\\N\n", "q"),
      copy(rows).replacing("\n", with: "\r\n"),
    ]
    for text in changed { #expect(try hash(dumped(text), sql("t")) == plain) }
    #expect(try hash(copy(rows)) == plain)
  }

  @Test func everyByteOfTheRowsCounts() throws {
    let plain = try hash(dumped(copy(rows)))
    let changed = [
      copy("1\tx\n2\t\\\\N\n"), copy("2\t\\N\n1\tx\n"), copy(rows, "t", "b, a"),
      copy(rows + "bad\n"), copy("1\tx\n"),
      "ALTER TABLE t ATTACH PARTITION p DEFAULT;\n" + copy("1\tx\n")
        + copy("2\t\\N\n", "p", "b, a"),
    ]
    var seen: Set = [plain]
    for text in changed {
      #expect(seen.insert(try hash(dumped(text), sql("t"))).inserted)
    }
  }

  @Test func otherFilesAreKnownByTheirWholeContent() throws {
    for text in ["a,b\n1,2\n", "[[1],[2]]", "{\"a\":1}\n{\"a\":2}\n"] {
      let file = try TemporaryFile(text)
      #expect(try FileReader.fingerprint(of: file.source) == file.source.fingerprint())
    }
  }

  @Test func aDumpThatIsCutShortHasNoFingerprint() throws {
    let file = try TemporaryFile("-- PostgreSQL database dump\n" + copy(rows))
    #expect(
      throws: FileError(path: file.path, problem: .dump(.cutShort(inside: nil)))
    ) { try FileReader.fingerprint(of: file.source) }
  }
}
