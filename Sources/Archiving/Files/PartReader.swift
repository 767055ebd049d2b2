import FlatFiles
import Foundation

/// Reads one part of an archive, and makes sure that it is what the manifest says.
struct PartReader {
  let part: Manifest.Part
  let path: String

  init(_ part: Manifest.Part, in directory: Directory) {
    self.part = part
    path = directory.path(of: part.file)
  }

  /// Reads the part without using it.
  ///
  /// - Throws: `ArchivingError` when it is missing or any byte or row of it differs.
  func verify() throws {
    try checkStoredBytes()
    var counter = RecordCounter()
    try forEachPiece { counter.count($0) }
    // The header is a record, and no row.
    guard counter.records - 1 == part.rows else {
      throw ArchivingError.rowCountDiffers(
        path: path, expected: part.rows, found: max(counter.records - 1, 0))
    }
  }

  /// Hands over the decompressed content piece by piece, and then throws unless it was what the
  /// manifest says: the caller undoes what it did with it.
  func forEachPiece(_ body: (UnsafeRawBufferPointer) throws -> Void) throws {
    let room = UnsafeMutableRawBufferPointer.allocate(byteCount: 256 << 10, alignment: 16)
    defer { room.deallocate() }
    let stream: ContentStream
    do {
      stream = try ContentStream(SourceFile(path: path))
      while true {
        let count = try stream.read(into: room)
        if count == 0 { break }
        try body(UnsafeRawBufferPointer(rebasing: room[..<count]))
      }
    } catch let error as FileError {
      throw ArchivingError.partUnreadable(path: path, reason: "\(error)")
    }
    guard stream.sha256 == part.contentSHA256 else { throw ArchivingError.partChanged(path: path) }
  }

  private func checkStoredBytes() throws {
    guard let file = FileHandle(forReadingAtPath: path) else {
      throw ArchivingError.partMissing(path: path)
    }
    defer { try? file.close() }
    let digest = ContentDigest()
    while let piece = try file.read(upToCount: 256 << 10), !piece.isEmpty {
      piece.withUnsafeBytes { digest.update($0) }
    }
    guard digest.finish() == part.sha256 else { throw ArchivingError.partChanged(path: path) }
  }
}

/// Counts the records of CSV that comes in pieces: line feeds that do not stand in quotes. A quote
/// within a field is doubled, so that it opens and closes at once.
struct RecordCounter {
  private(set) var records = 0
  private var isInQuotes = false

  mutating func count(_ bytes: UnsafeRawBufferPointer) {
    for byte in bytes {
      if byte == UInt8(ascii: "\"") {
        isInQuotes.toggle()
      } else if byte == UInt8(ascii: "\n") && !isInQuotes {
        records += 1
      }
    }
  }
}
