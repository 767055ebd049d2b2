import FlatFiles
import Foundation
import Layouts
import Testing

/// How files spell and pack their text.
@Suite struct EncodingTrapTests {
  private static let layout = """
    into: things
    columns: {name: {from: name}, price: {from: price, type: decimal}}
    """
  private static let text = "name,price\nZürich,1.50\nOslo,2\n"
  private static let rows = Mapped(rows: ["Zürich|1.50", "Oslo|2"])

  @Test func aByteOrderMarkIsNoPartOfTheFirstName() throws {
    #expect(try mapped("\u{FEFF}" + Self.text, Self.layout) == Self.rows)
  }

  @Test(arguments: ["\r\n", "\r\r\n"])
  func carriageReturnsBeforeALineFeedAreNoPartOfTheLastField(lineEnd: String) throws {
    let text = Self.text.replacing("\n", with: lineEnd)
    #expect(try mapped(text, Self.layout) == Self.rows)
  }

  @Test func theLastRecordCountsWithoutALineEnd() throws {
    #expect(try mapped(String(Self.text.dropLast()), Self.layout) == Self.rows)
  }

  @Test(arguments: [false, true])
  func excelsUnicodeTextIsRead(isBigEndian: Bool) throws {
    let text = "\u{FEFF}" + Self.text.replacing(",", with: "\t").replacing("\n", with: "\r\n")
    let bytes = text.utf16.flatMap { unit in
      let pair = [UInt8(unit & 0xFF), UInt8(unit >> 8)]
      return isBigEndian ? pair.reversed() : pair
    }
    #expect(try mapped(bytes, Self.layout) == Self.rows)
  }

  @Test func latin1IsReadWhereItIsTold() throws {
    let bytes = Self.text.unicodeScalars.map { UInt8($0.value) }
    #expect(try mapped(bytes, "encoding: latin1\n" + Self.layout) == Self.rows)
  }

  @Test func bytesThatAreNoTextRejectTheirRecordAlone() throws {
    let bytes = Array("name,price\nZ".utf8) + [0xFC] + Array("rich,1.50\nOslo,2\n".utf8)
    #expect(
      try mapped(bytes, "encoding: utf-8\n" + Self.layout)
        == Mapped(rows: ["Oslo|2"], rejects: ["2 invalid-utf8"]))
  }

  // MARK: - Compression

  @Test func aGzipFileIsReadWhateverItIsCalled() throws {
    #expect(try mapped(gzip(Self.text), named: "trap.csv.gz", Self.layout) == Self.rows)
    #expect(try mapped(gzip(Self.text), named: "trap.csv", Self.layout) == Self.rows)
  }

  @Test func allMembersOfAGzipFileAreRead() throws {
    let half = Self.text.firstRange(of: "Oslo").map(\.lowerBound) ?? Self.text.startIndex
    let members = try gzip(String(Self.text[..<half])) + gzip(String(Self.text[half...]))
    #expect(try mapped(members, Self.layout) == Self.rows)
  }

  @Test func aGzipFileThatIsCutShortIsAnError() throws {
    let bytes = try gzip(Self.text)
    #expect {
      try mapped(bytes.dropLast(9), named: "trap.csv.gz", Self.layout)
    } throws: {
      ($0 as? FileError)?.isCutShort ?? false
    }
  }

  @Test func theMemberOfAZipArchiveIsRead() throws {
    let layout = try Layout.builtIn(named: "binance-klines")
    let outcome = try mapped(Samples.file("binance/ETHUSDT-1d-2025-01.zip"), layout)
    #expect(outcome.rows.count == 31)
    #expect(outcome.rejects == [])
  }

  private func gzip(_ text: String) throws -> [UInt8] {
    let sink = Bytes()
    let writer = try GzipWriter(to: sink, path: "memory")
    var text = text
    try text.withUTF8 { try writer.write(UnsafeRawBufferPointer($0)) }
    _ = try writer.finish()
    return sink.bytes
  }

  private final class Bytes: ByteSink {
    var bytes: [UInt8] = []

    func write(_ bytes: UnsafeRawBufferPointer) throws { self.bytes += bytes }
  }
}
