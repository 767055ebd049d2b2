import Foundation
import Postgres
import Store

/// The folder that archives are put into, and the names of what lies there.
///
///     timeseries_data_2024-01-01_2024-04-01/
///       manifest.json
///       SHA256SUMS
///       timeseries_data_y2024m01.csv.gz
///       timeseries_data_y2024m02.csv.gz
///     .partial-4711-timeseries_data/        while an archive is written
struct ArchiveShelf: Sendable {
  let directory: Directory

  init(_ path: String) { directory = Directory(path: path).absolute }

  /// Makes the folder in which an archive is written.
  func makePartial(for table: HistoryTable) throws -> Directory {
    let process = ProcessInfo.processInfo.processIdentifier
    let partial = directory.folder(".partial-\(process)-\(Self.plain(table.name))")
    if partial.exists { try partial.remove() }
    try partial.create()
    return partial
  }

  /// Removes what killed runs left of the table's archives. The caller holds the table's lock, so
  /// no living run of this database is writing there.
  func removePartials(of table: HistoryTable) throws {
    guard directory.exists else { return }
    for name in try directory.entries() {
      let parts = name.split(separator: "-", maxSplits: 2, omittingEmptySubsequences: false)
      guard parts.count == 3, parts[0] == ".partial", Int32(parts[1]) != nil,
        parts[2] == Self.plain(table.name)
      else { continue }
      try directory.folder(name).remove()
    }
  }

  /// A name for an archive that is not taken: with `_2`, `_3` and so on where late rows of the same
  /// range make another one.
  func freeFolder(for table: HistoryTable, _ range: TimeRange) throws -> Directory {
    let name =
      [Self.plain(table.name), table.source?.name, Self.plain(range.from), Self.plain(range.to)]
      .compactMap { $0 }.joined(separator: "_")
    let taken = Set(try directory.entries())
    var candidate = name
    var number = 2
    while taken.contains(candidate) {
      candidate = "\(name)_\(number)"
      number += 1
    }
    return directory.folder(candidate)
  }

  /// What a part is called, but for its ending: as the partition that holds its rows.
  func partName(of table: HistoryTable, _ slice: Slice) -> String {
    Self.plain(table.cut.partition(holding: slice.range.from).name)
  }

  /// The sound archives of a table in this folder. Whatever else lies here is passed over.
  func archives(of table: HistoryTable) throws -> [StoredArchive] {
    guard directory.exists else { return [] }
    return try directory.entries().filter { !$0.hasPrefix(".") }.compactMap { name in
      guard let archive = try? StoredArchive(readingFrom: directory.folder(name)),
        archive.manifest.table == table.name.description
      else { return nil }
      return archive
    }
  }

  /// A day, or a day and a time without colons.
  private static func plain(_ moment: Timestamp) -> String {
    let text = moment.description
    return text.hasSuffix("T00:00:00Z")
      ? String(text.prefix(10)) : String(text.filter { $0 != ":" })
  }

  private static func plain(_ table: TableName) -> String {
    String(
      table.description.map { character in
        character.isASCII && (character.isLetter || character.isNumber || "_.".contains(character))
          ? character : "_"
      })
  }
}
