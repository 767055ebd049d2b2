import FlatFiles
import Postgres
import Store

/// The records of a file, read once more for the sake of those that the server refused: when it
/// does, their text is no longer in memory.
///
/// Asked for in the order of the file, they take one reading for all of them.
final class RecordsOnceMore {
  /// What to say where rows had to stand for records.
  private(set) var note: String?
  private let file: SourceFile
  private let open: (() throws -> any RecordReader)?
  private let interruption: Interruption
  private let identity: FileIdentity?
  private var reader: (any RecordReader)?
  private let batch = RecordBatch()
  private var next = 0
  /// Whether it is known that nothing more can be had of the file.
  private var isLost = false

  /// `open` opens the file as it was opened for the load; nil where it can be read only once.
  init(
    _ file: SourceFile, interruption: Interruption, open: (() throws -> any RecordReader)?
  ) throws {
    self.file = file
    self.open = open
    self.interruption = interruption
    identity = try file.identity()
  }

  /// A record and where it stands; nil where the file cannot be read once more, or is another by now.
  func find(_ record: Int, line: Int) throws -> (position: Position, raw: [UInt8])? {
    do {
      if let found = try search(record), found.position.line == line { return found }
      lose("\(file) has changed since it was loaded")
    } catch let error as FileError {
      lose("\(error)")
    }
    return nil
  }

  private func search(_ record: Int) throws -> (position: Position, raw: [UInt8])? {
    guard !isLost else { return nil }
    guard let open else {
      lose("standard input can be read only once")
      return nil
    }
    if reader == nil || isBehind(record) {
      guard try file.identity() == identity else { return nil }
      reader = try open()
      batch.removeAll(columnCount: 0)
      next = 0
    }
    while true {
      while next < batch.records.count {
        let position = batch.records[next].position
        if position.record == record { return (position, Array(batch.raw(next))) }
        if position.record > record { return nil }
        next += 1
      }
      try interruption.check()
      guard try reader?.read(into: batch) ?? false else { return nil }
      next = 0
    }
  }

  /// Whether the reading has come past a record: a transaction that is done again asks anew.
  private func isBehind(_ record: Int) -> Bool {
    next < batch.records.count && batch.records[next].position.record > record
  }

  private func lose(_ reason: String) {
    guard !isLost else { return }
    isLost = true
    note = """
      \(reason), so that the values of the rows that the server refused are kept instead of their \
      records; these cannot be replayed
      """
  }
}

extension Tally {
  /// Counts a row that the server refused as a reject.
  func add(_ row: RefusedRows.Row, from records: RecordsOnceMore) throws {
    let found = try records.find(row.record, line: row.line)
    try add(
      Reject(
        position: found?.position ?? Position(record: row.record, line: row.line, byte: 0),
        column: row.column, code: row.code, message: row.message,
        raw: found?.raw ?? Array(row.values.utf8)),
      isRecord: found != nil)
  }
}
