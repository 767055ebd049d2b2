import FlatFiles
import Store

/// Where encoded rows gather on their way to one destination.
final class RowSink {
  let destination: Chunk.Destination
  /// The connection that writes there.
  let worker: Int
  private(set) var rows = 0
  /// What an earlier try had written there; rows up to its last record are not written again.
  let kept: Ledger.FilledTable?
  /// How many rows were not.
  private(set) var keptRows = 0
  private var lastRecord = 0
  private(set) var extents = Extents()
  private var sent = 0
  private let load: Int64?
  private let isStaging: Bool
  private let pool: BufferPool
  private var filling: ByteBuffer?

  /// `load` is what the rows say wrote them; nil where the table has no place for it.
  init(
    destination: Chunk.Destination, worker: Int, load: Int64?, pool: BufferPool,
    kept: Ledger.FilledTable? = nil
  ) {
    self.destination = destination
    self.kept = kept
    self.worker = worker
    self.load = load
    self.pool = pool
    isStaging = destination == .staging
  }

  var gathered: Int { rows - sent }

  /// Where the next row is encoded.
  @inline(__always)
  var buffer: ByteBuffer {
    if let filling { return filling }
    let taken = pool.take()
    filling = taken
    return taken
  }

  /// How many bytes have gathered.
  var gatheredBytes: Int { filling?.count ?? 0 }

  /// What a row carries behind its cells: the number and line of its record while it is staged,
  /// the load where it is already at home.
  @inline(__always)
  func tail(of position: Position) -> RowTail {
    if isStaging { return RowTail(Int64(position.record), Int64(position.line)) }
    return load.map { RowTail($0) } ?? RowTail()
  }

  /// Counts in a row that was encoded into the buffer, whose length before that is `start`.
  @inline(__always)
  func count(_ moment: Int64, of source: Int, record: Int, from start: Int) {
    rows += 1
    extents.add(moment, of: source)
    lastRecord = record
    if let kept, record <= kept.lastRecord {
      buffer.truncate(to: start)
      keptRows += 1
      sent += 1
    }
  }

  func send(to writers: TableWriters) throws {
    try writers.send(takeChunk(), to: worker)
  }

  /// All that has gathered; afterwards nothing has.
  func takeChunk() -> Chunk {
    let chunk = Chunk(
      destination: destination, bytes: Array(buffer.bytes), rows: gathered, lastRecord: lastRecord)
    clear()
    return chunk
  }

  /// What has gathered is taken care of.
  func clear() {
    sent = rows
    pool.give(buffer)
    filling = nil
  }
}

/// Buffers that go from one sink to the next: history in order of time fills one partition after
/// the other, and a buffer that each of them kept would add up.
final class BufferPool {
  private var spare: [ByteBuffer] = []

  func take() -> ByteBuffer { spare.popLast() ?? ByteBuffer(capacity: 1 << 16) }

  func give(_ buffer: ByteBuffer) {
    buffer.removeAll()
    spare.append(buffer)
  }
}

/// Up to two fields of eight bytes behind the cells of a row.
struct RowTail {
  let count: Int
  private let first: Int64
  private let second: Int64

  init() { (count, first, second) = (0, 0, 0) }
  init(_ first: Int64) { (count, self.first, second) = (1, first, 0) }
  init(_ first: Int64, _ second: Int64) { (count, self.first, self.second) = (2, first, second) }

  @inline(__always)
  func write(to out: ByteBuffer) {
    if count > 0 { BinaryField.write(first, to: out) }
    if count > 1 { BinaryField.write(second, to: out) }
  }
}
