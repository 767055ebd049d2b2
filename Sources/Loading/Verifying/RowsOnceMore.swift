import FlatFiles
import Layouts
import Postgres
import Store

/// The rows of a file, read once more as its load reads it, in a temporary table: each with the number
/// and the line of its record.
struct RowsOnceMore {
  let connection: Connection
  let target: Target
  let parents: Parents
  let interruption: Interruption
  let acceptsTruncated: Bool

  /// Where they are.
  var staging: StagingTable {
    StagingTable(name: TableName(schema: "pg_temp", name: "rows_once_more"), target: target)
  }

  /// What was read.
  struct Outcome {
    /// Of the content.
    let sha256: String?
    let mayRepeatKeys: Bool
    /// From the first to the last moment, where the target is partitioned by time.
    let moments: ClosedRange<Timestamp>?
    /// Rows of parents that are not there, such as a source that was renamed.
    let orphans: Int
  }

  /// How many bytes of rows are sent at once.
  private static let chunkBytes = 1 << 20

  /// Reads the file, and keeps the rows of one moment, or all.
  ///
  /// Rows that the server does not take even there are left out: no load has brought them.
  func stage(_ opened: MappedFile, ofMoment moment: Int64? = nil) throws -> Outcome {
    try staging.renew(connection)
    let refused = RefusedRows(
      connection, named: TableName(schema: "pg_temp", name: "refused_once_more"))
    var copy = CarefulCopy(connection, into: staging, refused, mostRefused: nil)
    var encoder = RowEncoder(columns: target.columns)
    let (batch, rows) = (RecordBatch(), RowBatch(columns: opened.mapper.columns))
    let buffer = ByteBuffer(capacity: Self.chunkBytes)
    var (extents, order, orphans) = (Extents(), KeyOrder(), 0)
    while try read(opened.reader, into: batch) {
      try interruption.check()
      opened.mapper.map(batch, into: rows)
      if parents.lack(rows.parents) {
        try parents.resolve(rows.parents, dataType: opened.mapper.dataType)
      }
      encoder.parents = parents.keys
      forEachRow(of: rows) { cells, record in
        let at = target.moment(of: cells)
        if let moment, at != moment { return }
        let position = batch.records[record].position
        let tail = RowTail(Int64(position.record), Int64(position.line))
        if let reject = encoder.encode(cells, of: record, in: batch, tail: tail, to: buffer) {
          if reject.code == .noSuchParent { orphans += 1 }
          return
        }
        extents.add(at, of: target.source(of: cells))
        order.add(at, of: target.source(of: cells))
      }
      if buffer.count >= Self.chunkBytes { try send(buffer, &copy) }
    }
    try send(buffer, &copy)
    return Outcome(
      sha256: opened.reader.sha256,
      mayRepeatKeys: !target.isKeyedBySourceAndTime || order.mayRepeatKeys,
      moments: target.timeIndex == nil ? nil : extents.moments, orphans: orphans)
  }

  private func read(_ reader: any RecordReader, into batch: RecordBatch) throws -> Bool {
    do {
      return try reader.read(into: batch)
    } catch let error as FileError where acceptsTruncated && error.isCutShort {
      return false
    }
  }

  private func forEachRow(
    of rows: RowBatch, _ body: (_ cells: UnsafePointer<Cell>, _ record: Int) -> Void
  ) {
    let width = target.columns.count
    rows.cells.withUnsafeBufferPointer { cells in
      guard let base = cells.baseAddress else { return }
      for row in 0..<rows.rowCount { body(base + row * width, Int(rows.origins[row])) }
    }
  }

  private func send(_ buffer: ByteBuffer, _ copy: inout CarefulCopy) throws {
    if buffer.count > 0 { try copy.copy(buffer.bytes) }
    buffer.removeAll()
  }
}
