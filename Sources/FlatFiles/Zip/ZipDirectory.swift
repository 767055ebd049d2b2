/// What the end of a zip archive says of its directory, looked at before libzip makes room for
/// that many members.
///
/// The record that ends an archive (APPNOTE.TXT, section 4.3.16) stands within the last 64 KiB, as
/// does the locator of its zip64 form (4.3.15). libzip tries every place that looks like one, so
/// all of them are looked at here. What is merely wrong is left for libzip to say.
struct ZipDirectory {
  private let file: StoredFile
  private let mostMembers: UInt64

  private static let endSignature: [UInt8] = [0x50, 0x4B, 0x05, 0x06]
  private static let endLength = 22
  private static let locatorSignature: [UInt8] = [0x50, 0x4B, 0x06, 0x07]
  private static let locatorLength = 20
  private static let zip64Signature: [UInt8] = [0x50, 0x4B, 0x06, 0x06]
  private static let zip64Length = 56
  /// More than the entries of a directory take on an average, names and all.
  private static let entryBytes = 512 as UInt64

  /// - Throws: `FileError` when it claims more members, or more bytes for them, than there may be.
  static func check(_ file: StoredFile, limits: ReadLimits) throws {
    try ZipDirectory(file: file, mostMembers: UInt64(limits.archiveMembers)).check()
  }

  private func check() throws {
    let length = min(file.identity.size, Self.endLength + 0xFFFF + Self.locatorLength)
    let tail = try bytes(at: file.identity.size - length, count: length)
    for at in tail.indices.dropLast(Self.endLength - 1)
    where tail[at...].starts(with: Self.endSignature) {
      try check(members: 0, bytes: number(tail, at + 12, 4))
      let locator = at - Self.locatorLength
      if locator >= 0, tail[locator...].starts(with: Self.locatorSignature) {
        try checkZip64(at: number(tail, locator + 8, 8))
      }
    }
  }

  private func checkZip64(at offset: UInt64) throws {
    guard offset < UInt64(file.identity.size) else { return }
    let record = try bytes(at: Int(offset), count: Self.zip64Length)
    guard record.count == Self.zip64Length, record.starts(with: Self.zip64Signature) else {
      return
    }
    try check(members: number(record, 32, 8), bytes: number(record, 40, 8))
  }

  private func check(members: UInt64, bytes: UInt64) throws {
    let isThere = bytes <= UInt64(file.identity.size)
    if members > mostMembers || (isThere && bytes > mostMembers * Self.entryBytes) {
      throw FileError(
        path: file.name, problem: .zip(.tooManyMembers(limit: Int(mostMembers))))
    }
  }

  private func bytes(at offset: Int, count: Int) throws -> [UInt8] {
    var bytes = [UInt8](repeating: 0, count: count)
    let received = try bytes.withUnsafeMutableBytes { try file.read(at: offset, into: $0) }
    return Array(bytes.prefix(received))
  }

  /// A little-endian number.
  private func number(_ bytes: [UInt8], _ at: Int, _ length: Int) -> UInt64 {
    bytes[at..<at + length].reversed().reduce(0) { $0 << 8 | UInt64($1) }
  }
}
