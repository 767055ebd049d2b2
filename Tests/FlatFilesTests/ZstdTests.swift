import FlatFiles
import Testing

struct ZstdTests {
  private let text = "a,b\n1,x\n2,y\n3,z\n"

  @Test func framesAreReadOneBehindTheOther() throws {
    let skippable: [UInt8] = [0x5A, 0x2A, 0x4D, 0x18, 3, 0, 0, 0, 1, 2, 3]
    let bytes =
      try skippable + zstd("a,b\n1,") + zstd("") + skippable + zstd("x\n2,y\n") + [0, 0, 0]
    for pieceBytes in [1, 2, 3, 7, 50, 1000] {
      let result = read(try TemporaryFile(bytes), tiny(csv(), pieceBytes: pieceBytes))
      #expect(result.fields == [["1", "x"], ["2", "y"]])
      #expect(result.error == nil)
    }
    let plain = read(try TemporaryFile(text), csv())
    let packed = read(try TemporaryFile(try zstd(text), name: "data.csv"), csv())
    #expect(packed.records == plain.records)
    #expect(packed.sha256 == plain.sha256)
  }

  @Test func cutShortAnywhereDeliversWholeRecordsAndThrows() throws {
    let whole = try zstd(text)
    for length in 4..<whole.count {
      let result = read(try TemporaryFile(whole.prefix(length)), csv())
      #expect(result.error?.problem == .zstdCutShort(compressedByte: length), "cut at \(length)")
      #expect(
        Array([["1", "x"], ["2", "y"], ["3", "z"]].prefix(result.fields.count)) == result.fields)
      #expect(result.rejects.isEmpty)
      #expect(result.sha256 == nil)
    }
  }

  /// A block holds 128 KiB: all that come before the damaged one are handed out.
  @Test func whatStandsBeforeTheDamageIsDelivered() throws {
    var random = SeededGenerator(state: 5)
    let lines = (0..<60_000).map { _ in "1,\(Int.random(in: 0...999_999, using: &random))\n" }
    var bytes = try zstd("a,b\n" + lines.joined())
    bytes[bytes.count - 1] ^= 1  // the checksum
    let end = read(try TemporaryFile(bytes), csv())
    #expect(end.records.count == 60_000)
    guard case .zstdDamaged(_, "Restored data doesn't match checksum") = end.error?.problem else {
      Issue.record("\(String(describing: end.error))")
      return
    }
    bytes.removeSubrange((bytes.count * 3 / 4)...)
    bytes += [UInt8](repeating: 0xFF, count: 200_000)
    let middle = read(try TemporaryFile(bytes), csv())
    #expect(middle.records.count > 60_000 / 2)
    #expect(
      middle.records.map(\.raw) == lines.prefix(middle.records.count).map { String($0.dropLast()) })
    guard case .zstdDamaged = middle.error?.problem else {
      Issue.record("\(String(describing: middle.error))")
      return
    }
  }

  @Test func garbageBehindAFrameIsDamage() throws {
    let result = read(try TemporaryFile(try zstd(text) + Array("rest".utf8)), csv())
    #expect(result.fields.count == 3)
    guard case .zstdDamaged(_, "Unknown frame descriptor") = result.error?.problem else {
      Issue.record("\(String(describing: result.error))")
      return
    }
  }

  @Test func expansionHasALimit() throws {
    var options = csv()
    options.limits.expandedBytes = 10_000
    options.limits.pieceBytes = 1000
    let lines = "a,b\n" + String(repeating: "1,x\n", count: 100_000)
    #expect(
      read(try TemporaryFile(try zstd(lines)), options).error?.problem
        == .expandsTooFar(limit: 10_000))
  }

  @Test func aWindowThatTakesTooMuchMemoryIsRefused() throws {
    #expect(read(try TemporaryFile(try zstd(Array(text.utf8), windowLog: 27)), csv()).error == nil)
    let result = read(try TemporaryFile(try zstd(Array(text.utf8), windowLog: 28)), csv())
    #expect(result.error?.problem == .zstdWindowTooLarge)
  }
}
