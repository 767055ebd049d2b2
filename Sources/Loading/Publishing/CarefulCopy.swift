import Postgres

/// Copies encoded rows into the staging table, but for those that the server does not take even
/// there: text that its encoding does not have, a word that its enumeration does not know.
///
/// What is refused is copied in halves, down to the rows that are to blame. Their records and lines
/// are read from the bytes, where they stand behind the cells.
struct CarefulCopy {
  let connection: Connection
  let staging: StagingTable
  let refused: RefusedRows
  /// After how many refused rows nothing more is copied, because nothing will be published.
  let mostRefused: Int?
  private(set) var refusedCount = 0

  init(
    _ connection: Connection, into staging: StagingTable, _ refused: RefusedRows, mostRefused: Int?
  ) {
    self.connection = connection
    self.staging = staging
    self.refused = refused
    self.mostRefused = mostRefused
  }

  /// Copies rows. Refused ones are in `RefusedRows` afterwards.
  mutating func copy(_ rows: UnsafeRawBufferPointer) throws {
    if let mostRefused, refusedCount > mostRefused { return }
    guard let error = try attempt(rows) else { return }
    if refusedCount == 0 { try refused.create() }
    let starts = Self.starts(of: rows)
    try split(rows, starts[...], error)
  }

  /// Copies the halves of rows that were refused together; `starts` says where each begins, and where
  /// the last one ends.
  private mutating func split(
    _ rows: UnsafeRawBufferPointer, _ starts: ArraySlice<Int>, _ error: PostgresError
  ) throws {
    guard starts.count > 2 else {
      return try refuse(rows[starts[starts.startIndex]..<starts[starts.endIndex - 1]], error)
    }
    let middle = starts.startIndex + (starts.count - 1) / 2
    for half in [starts[...middle], starts[middle...]] {
      let bytes = rows[half[half.startIndex]..<half[half.endIndex - 1]]
      if let error = try attempt(UnsafeRawBufferPointer(rebasing: bytes)) {
        try split(rows, half, error)
      }
    }
  }

  private mutating func refuse(
    _ row: Slice<UnsafeRawBufferPointer>, _ error: PostgresError
  ) throws {
    let row = UnsafeRawBufferPointer(rebasing: row)
    // The last two fields: a length of four bytes, and eight of the number.
    let record = Int64(bigEndian: row.loadUnaligned(fromByteOffset: row.count - 20, as: Int64.self))
    let line = Int64(bigEndian: row.loadUnaligned(fromByteOffset: row.count - 8, as: Int64.self))
    try refused.add(record: record, line: line, Refusal(error))
    refusedCount += 1
  }

  private func attempt(_ rows: UnsafeRawBufferPointer) throws -> PostgresError? {
    do {
      try connection.transaction {
        _ = try connection.copyIn(staging.copyStatement) { writer in
          try BinaryCopy.header.withUnsafeBytes { try writer.write($0) }
          try writer.write(rows)
          try BinaryCopy.trailer.withUnsafeBytes { try writer.write($0) }
        }
      }
      return nil
    } catch let error as PostgresError where error.refusesARow {
      return error
    }
  }

  /// Where each row begins, and where the last one ends: a row is the number of its fields, and each
  /// of these its length, -1 for NULL, and so many bytes.
  private static func starts(of rows: UnsafeRawBufferPointer) -> [Int] {
    var starts = [0]
    var at = 0
    while at < rows.count {
      let fields = Int(Int16(bigEndian: rows.loadUnaligned(fromByteOffset: at, as: Int16.self)))
      at += 2
      for _ in 0..<fields {
        let length = Int32(bigEndian: rows.loadUnaligned(fromByteOffset: at, as: Int32.self))
        at += 4 + max(Int(length), 0)
      }
      starts.append(at)
    }
    return starts
  }
}

/// The server refused a row on its way: the COPY is dead, and with it rows that are gone from memory.
/// A second reading of the file can tell which row it was.
struct RefusedCopy: Error {
  let error: PostgresError
}
