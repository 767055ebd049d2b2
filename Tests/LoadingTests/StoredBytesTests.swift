import FlatFiles
import Foundation
import Layouts
import Loading
import Postgres
import Store
import TestSupport
import Testing

/// What the stored bytes of a file mean for its load: checksums, data that is cut short, encodings.
@Suite(.database) struct StoredBytesTests {
  private let content = history(count: 300)

  private func sha256(_ path: String) throws -> String {
    let digest = ContentDigest()
    try Data(contentsOf: URL(fileURLWithPath: path)).withUnsafeBytes { digest.update($0) }
    return digest.finish()
  }

  private func count() throws -> [String] {
    try rows(TestDatabase.connect(), "SELECT count(*), sum(value) FROM timeseries_data")
  }

  @Test(arguments: Publish.allCases)
  func nothingIsPublishedOfAFileThatItsChecksumRefuses(publish: Publish) throws {
    let workshop = try Workshop()
    let path = try workshop.gzipped("a.csv.gz", content)
    let digest = try sha256(path)
    _ = try workshop.file("a.csv.gz.CHECKSUM", String(repeating: "0", count: 64) + "  a.csv.gz\n")
    let refused = try workshop.load(path) {
      $0.publish = publish
      $0.batchRows = 10
    }
    #expect(refused.status == .failed)
    #expect(refused.words.contains(digest))
    #expect(refused.words.contains("\(path).CHECKSUM says 0000"))
    #expect(try count() == ["0|"])
    #expect(try workshop.ingest(path).words == refused.words)

    _ = try workshop.file("a.csv.gz.CHECKSUM", digest + "  a.csv.gz\n")
    #expect(try workshop.load(path).summary == "loaded: 300 read, 300 inserted")
  }

  @Test func anArchiveThatItsChecksumRefusesIsOneFailure() throws {
    let workshop = try Workshop()
    let path = try workshop.file(
      "a.zip", bytes: Array(try zipArchive(["a.csv": content, "b.csv": content])))
    _ = try workshop.file("a.zip.sha256", String(repeating: "0", count: 64))
    let report = try workshop.backfill([path], layout: simpleLayout())
    #expect(report.loads.map(\.file) == [path])
    #expect(report.loads.map(\.status) == [.failed])
    #expect(try rows(TestDatabase.connect(), "SELECT FROM retrofill.loads") == [])
  }

  /// A gzip file without its last bytes.
  private func cutShort(_ workshop: Workshop, by count: Int) throws -> String {
    let path = try workshop.gzipped("whole.csv.gz", content)
    let bytes = Array(try Data(contentsOf: URL(fileURLWithPath: path)).dropLast(count))
    return try workshop.file("cut.csv.gz", bytes: bytes)
  }

  @Test(arguments: Publish.allCases)
  func aFileThatIsCutShortIsLoadedOnlyWhereThatIsAccepted(publish: Publish) throws {
    let workshop = try Workshop()
    let path = try cutShort(workshop, by: 300)
    let refused = try workshop.load(path)
    #expect(refused.status == .failed)
    #expect(refused.words.contains("the gzip data is cut short"))
    #expect(try count() == ["0|"])

    let accept: (inout Backfill) -> Void = {
      $0.publish = publish
      $0.batchRows = 50
      $0.acceptsTruncated = true
    }
    let report = try workshop.load(path, accept)
    let loaded = report.counts.inserted
    #expect(loaded > 100 && loaded < 300)
    #expect(report.summary == "loaded: \(loaded) read, \(loaded) inserted")
    #expect(
      report.notes.contains {
        $0.hasPrefix("the gzip data is cut short: it ends after ")
          && $0.hasSuffix("loaded up to the last whole record")
      })
    #expect(try count() == ["\(loaded)|\((0..<loaded).reduce(0, +))"])
    #expect(report.sha256 == (try SourceFile(path: path).fingerprint(acceptsCutShort: true)))
    #expect(try workshop.load(path, accept).summary == "skipped")

    // The whole file is another content, and brings what was missing.
    let whole = try workshop.load(workshop.folder.path + "/whole.csv.gz", accept)
    #expect(whole.summary == "loaded: 300 read, \(300 - loaded) inserted, \(loaded) unchanged")
  }

  @Test func damageIsNeverAccepted() throws {
    let workshop = try Workshop()
    let path = try cutShort(workshop, by: 0)
    var bytes = Array(try Data(contentsOf: URL(fileURLWithPath: path)))
    bytes[bytes.count - 8] ^= 1  // the checksum
    let damaged = try workshop.file("damaged.csv.gz", bytes: bytes)
    let report = try workshop.load(damaged) { $0.acceptsTruncated = true }
    #expect(report.status == .failed)
    #expect(report.words.contains("the gzip data is damaged"))
    #expect(try count() == ["0|"])
  }

  @Test func aFileThatIsCutShortIsLandedWhereThatIsAccepted() throws {
    let workshop = try Workshop()
    let path = try cutShort(workshop, by: 300)
    #expect(try workshop.ingest(path).status == .failed)
    let report = try workshop.ingest(path) { $0.acceptsTruncated = true }
    #expect(report.status == .loaded)
    #expect(report.counts.inserted > 100)
    #expect(
      try rows(TestDatabase.connect(), "SELECT row_count FROM files")
        == ["\(report.counts.inserted)"])
    #expect(report.notes.count == 1)
  }

  @Test func textInAnotherEncodingIsStoredAsWhatItSays() throws {
    let workshop = try Workshop()
    let text = "id,note\n1,M\u{FC}ller\n2,caf\u{E9}\n"
    let guessed = try workshop.file("a.csv", bytes: text.unicodeScalars.map { UInt8($0.value) })
    let report = try workshop.ingest(guessed)
    #expect(report.summary == "loaded: 2 read, 2 inserted")
    #expect(
      report.notes == [
        "read as windows-1252, as its beginning shows; --encoding says otherwise"
      ])
    // What is told is part of what the load is, and needs no saying.
    let told = try workshop.ingest(guessed) { $0.encoding = .latin1 }
    #expect(told.summary == "loaded: 2 read, 2 inserted")
    #expect(told.notes == [])
    #expect(told.sha256 == report.sha256)
    #expect(try workshop.ingest(guessed) { $0.encoding = .latin1 }.summary == "skipped")
    #expect(
      try rows(
        TestDatabase.connect(), "SELECT data->>'note' FROM file_data ORDER BY file_id, row_number")
        == ["Müller", "café", "Müller", "café"])
  }

  @Test func theEncodingOfALayoutOrAnOptionIsFollowed() throws {
    let workshop = try Workshop()
    let units = ("time,value\n2024-01-01,1.5\n" as String).utf16
    let path = try workshop.file(
      "a.csv", bytes: units.flatMap { [UInt8($0 >> 8), UInt8($0 & 0xFF)] })
    var layout = try simpleLayout()
    layout.encoding = .utf16BE
    #expect(try workshop.backfill([path], layout: layout).loads[0].counts.inserted == 1)
    let over = try workshop.backfill([path], layout: layout) { $0.options.encoding = .utf16LE }
    #expect(over.loads[0].status == .failed)
    let found = try workshop.load(path)
    #expect(found.summary == "loaded: 1 read, 1 unchanged")
    #expect(
      found.notes == ["read as utf-16be, as its beginning shows; --encoding says otherwise"])
  }
}
