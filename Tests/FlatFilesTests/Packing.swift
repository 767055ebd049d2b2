import CZip
import CZstd
import Foundation
import Testing

/// A member to be packed; a name that ends in a slash is a folder.
struct Packed {
  var name: String
  var bytes: [UInt8]
  var isStored = false

  init(_ name: String, _ bytes: [UInt8], isStored: Bool = false) {
    self.name = name
    self.bytes = bytes
    self.isStored = isStored
  }

  init(_ name: String, _ text: String, isStored: Bool = false) {
    self.init(name, Array(text.utf8), isStored: isStored)
  }
}

/// Packs members into a zip archive.
func zip(_ members: [Packed]) throws -> [UInt8] {
  let folder = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
  try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
  defer { try? FileManager.default.removeItem(at: folder) }
  let path = folder.appending(path: "packed.zip").path
  let archive = try #require(zip_open(path, ZIP_CREATE, nil))
  // The library reads what it packs when the archive is closed.
  var contents: [UnsafeMutableRawBufferPointer] = []
  defer { for content in contents { content.deallocate() } }
  for member in members {
    if member.name.hasSuffix("/") {
      #expect(zip_dir_add(archive, member.name, 0) >= 0)
      continue
    }
    let content = UnsafeMutableRawBufferPointer.allocate(
      byteCount: max(member.bytes.count, 1), alignment: 1)
    content.copyBytes(from: member.bytes)
    contents.append(content)
    let index = zip_file_add(
      archive, member.name,
      zip_source_buffer(archive, content.baseAddress, UInt64(member.bytes.count), 0), 0)
    #expect(index >= 0, "\(member.name)")
    let method = member.isStored ? ZIP_CM_STORE : ZIP_CM_DEFLATE
    #expect(zip_set_file_compression(archive, UInt64(index), method, 0) == 0)
  }
  #expect(zip_close(archive) == 0)
  return Array(try Data(contentsOf: URL(filePath: path)))
}

func zip(_ members: Packed...) throws -> [UInt8] { try zip(members) }

/// Compresses bytes as one zstd frame, with a checksum.
func zstd(_ bytes: [UInt8], windowLog: Int32? = nil) throws -> [UInt8] {
  let context = try #require(ZSTD_createCCtx())
  defer { ZSTD_freeCCtx(context) }
  ZSTD_CCtx_setParameter(context, ZSTD_c_checksumFlag, 1)
  if let windowLog {
    // A frame that tells its size asks for no larger window than that.
    ZSTD_CCtx_setParameter(context, ZSTD_c_contentSizeFlag, 0)
    ZSTD_CCtx_setParameter(context, ZSTD_c_windowLog, windowLog)
  }
  var frame = [UInt8](repeating: 0, count: ZSTD_compressBound(bytes.count) + 64)
  let capacity = frame.count
  var used = 0
  frame.withUnsafeMutableBytes { room in
    bytes.withUnsafeBytes { content in
      var output = ZSTD_outBuffer(dst: room.baseAddress, size: capacity, pos: 0)
      var input = ZSTD_inBuffer(src: content.baseAddress, size: content.count, pos: 0)
      // Two calls, so that the size is not known when the frame begins.
      #expect(ZSTD_isError(ZSTD_compressStream2(context, &output, &input, ZSTD_e_continue)) == 0)
      #expect(ZSTD_compressStream2(context, &output, &input, ZSTD_e_end) == 0)
      used = output.pos
    }
  }
  return Array(frame.prefix(used))
}

func zstd(_ text: String) throws -> [UInt8] { try zstd(Array(text.utf8)) }

/// An archive of one stored member, `big.csv`, in the zip64 form throughout: every size, offset and
/// count is all ones and stands in 64 bits elsewhere.
func zip64(members: UInt64 = 1, directoryBytes: UInt64? = nil) -> [UInt8] {
  let content = Array("a,b\n1,x\n".utf8)
  let name = Array("big.csv".utf8)
  let ones = [UInt8](repeating: 0xFF, count: 4)
  // Version 4.5, no flags, stored, no time, and the CRC-32 of the content.
  let common = little(45, 2) + little(0, 2) + little(0, 2) + little(0x0021_0000, 4) + zip64CRC
  let sizes = little(UInt64(content.count), 8) + little(UInt64(content.count), 8)
  let local =
    [0x50, 0x4B, 3, 4] + common + ones + ones + little(UInt64(name.count), 2) + little(20, 2) + name
    + little(1, 2) + little(16, 2) + sizes + content
  let entry =
    [0x50, 0x4B, 1, 2] + little(45, 2) + common + ones + ones + little(UInt64(name.count), 2)
    + little(28, 2) + little(0, 10) + ones + name + little(1, 2) + little(24, 2) + sizes
    + little(0, 8)
  let end64 =
    [0x50, 0x4B, 6, 6] + little(44, 8) + little(45, 2) + little(45, 2) + little(0, 8)
    + little(members, 8) + little(members, 8)
    + little(directoryBytes ?? UInt64(entry.count), 8) + little(UInt64(local.count), 8)
  let locator =
    [0x50, 0x4B, 6, 7] + little(0, 4) + little(UInt64(local.count + entry.count), 8) + little(1, 4)
  let end = [0x50, 0x4B, 5, 6] + little(0, 4) + ones + ones + ones + little(0, 2)
  return local + entry + end64 + locator + end
}

/// The CRC-32 of `a,b\n1,x\n`.
private let zip64CRC: [UInt8] = little(0x0001_A0F4, 4)

/// A number as so many bytes, the lowest first.
func little(_ number: UInt64, _ count: Int) -> [UInt8] {
  (0..<count).map { $0 < 8 ? UInt8(truncatingIfNeeded: number >> (8 * UInt64($0))) : 0 }
}
