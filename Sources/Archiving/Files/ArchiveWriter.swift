import FlatFiles
import Foundation
import Logging
import Postgres
import Store

/// Writes slices of a table into a new folder, which appears under its name only when everything
/// in it has reached the disk.
///
/// The connection is within a snapshot: what is summed up, counted and exported is the same.
struct ArchiveWriter {
  let table: HistoryTable
  let connection: Connection
  let context: RunContext
  /// The folder that archives lie in.
  let shelf: ArchiveShelf
  let partRows: Int
  let atCheckpoint: ArchivingCheckpointHook

  /// Writes an archive of the slices, of which there is at least one, and reads it back.
  func write(_ slices: [Slice]) throws -> StoredArchive {
    let partial = try shelf.makePartial(for: table)
    do {
      let archive = try write(slices, into: partial)
      try atCheckpoint(.beforeReadBack)
      try archive.verify()
      try atCheckpoint(.afterReadBack)
      return try publish(archive)
    } catch {
      if partial.exists { try? partial.remove() }
      throw error
    }
  }

  private func write(_ slices: [Slice], into partial: Directory) throws -> StoredArchive {
    var parts: [Manifest.Part] = []
    for slice in slices {
      for piece in try pieces(of: slice) {
        try context.interruption.check()
        try atCheckpoint(.beforePart)
        parts.append(try write(piece, of: slice, into: partial))
        try atCheckpoint(.afterPart)
      }
    }
    let manifest = try manifest(of: slices, parts: parts)
    try atCheckpoint(.beforeManifest)
    let data = try encode(manifest)
    try writeFile(partial.path(of: Manifest.fileName), data)
    try writeFile(partial.path(of: StoredArchive.checksumsFileName), checksums(parts, data))
    try atCheckpoint(.afterManifest)
    try partial.synchronise()
    return try StoredArchive(readingFrom: partial)
  }

  /// Gives a complete archive its name.
  private func publish(_ archive: StoredArchive) throws -> StoredArchive {
    try atCheckpoint(.beforeRename)
    let final = try shelf.freeFolder(for: table, archive.manifest.range)
    try archive.directory.rename(to: final)
    try atCheckpoint(.afterRename)
    return try StoredArchive(readingFrom: final)
  }

  /// One file's worth of a slice.
  private struct Piece {
    let file: String
    let condition: SQL
    let content: RowContent
  }

  private func pieces(of slice: Slice) throws -> [Piece] {
    let name = shelf.partName(of: table, slice)
    let condition = table.isWithin(slice.range)
    guard slice.content.rows > partRows else {
      return [Piece(file: name + ".csv.gz", condition: condition, content: slice.content)]
    }
    // Parts of about the same size, rather than full ones and a remnant.
    let count = (slice.content.rows + partRows - 1) / partRows
    let rows = (slice.content.rows + count - 1) / count
    let conditions = try table.conditions(cutting: condition, every: rows, on: connection)
    return try conditions.enumerated().map { index, condition in
      let number = String(index + 1)
      let padded = String(repeating: "0", count: max(0, 3 - number.count)) + number
      return Piece(
        file: "\(name)_\(padded).csv.gz", condition: condition,
        content: try table.content(where: condition, on: connection))
    }
  }

  private func write(
    _ piece: Piece, of slice: Slice, into partial: Directory
  ) throws -> Manifest.Part {
    let path = partial.path(of: piece.file)
    let file = try AtomicFile(path: path)
    let gzip = try GzipWriter(to: file, path: path)
    let rows = try connection.copyOut(
      """
      COPY (SELECT \(identifiers: table.columns.map(\.name)) FROM \(table: table.name)
        WHERE \(sql: piece.condition) ORDER BY \(identifiers: table.key))
      TO STDOUT (FORMAT csv, HEADER)
      """
    ) { try gzip.write($0) }
    let summary = try gzip.finish()
    try file.commit()
    guard rows == piece.content.rows, let first = piece.content.minTime,
      let last = piece.content.maxTime
    else {
      throw ArchivingError.rowCountDiffers(
        path: path, expected: piece.content.rows, found: rows)
    }
    context.progress(Progress(subject: table.name.description, phase: "archiving", rows: rows))
    return Manifest.Part(
      file: piece.file, from: slice.range.from, to: slice.range.to, rows: rows, minTime: first,
      maxTime: last, bytes: summary.compressedBytes, sha256: summary.compressedSHA256,
      contentBytes: summary.contentBytes, contentSHA256: summary.contentSHA256,
      contentChecksum: String(piece.content.checksum))
  }

  private func manifest(of slices: [Slice], parts: [Manifest.Part]) throws -> Manifest {
    let content = slices.map(\.content).reduce(RowContent(), +)
    guard let first = slices.first?.range.from, let last = slices.last?.range.to,
      let minTime = content.minTime, let maxTime = content.maxTime
    else { throw ArchivingError.nothingToWrite(table.name) }
    return Manifest(
      table: table.name.description,
      columns: table.columns.map { Manifest.Column(name: $0.name, type: $0.declaredType) },
      key: table.key, timeColumn: table.timeColumn, from: first, to: last,
      source: table.source?.name,
      sources: try table.sources(in: slices.map(\.range), on: connection), rows: content.rows,
      minTime: minTime, maxTime: maxTime, contentChecksum: String(content.checksum), parts: parts)
  }

  private func encode(_ manifest: Manifest) throws -> Data {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    return try encoder.encode(manifest) + Data("\n".utf8)
  }

  /// What `sha256sum -c SHA256SUMS` checks without this tool.
  private func checksums(_ parts: [Manifest.Part], _ manifest: Data) -> Data {
    let lines =
      parts.map { "\($0.sha256)  \($0.file)\n" }
      + ["\(StoredArchive.sha256(of: manifest))  \(Manifest.fileName)\n"]
    return Data(lines.joined().utf8)
  }

  private func writeFile(_ path: String, _ data: Data) throws {
    let file = try AtomicFile(path: path)
    try data.withUnsafeBytes { try file.write($0) }
    try file.commit()
  }
}
