import FlatFiles
import Layouts
import Postgres
import Store

/// The rows that commit together with `publish: batch`, as they gather.
final class GatheredRows {
  private let target: Target
  private let load: Int64
  private let destination: Chunk.Destination
  /// How many bytes of rows commit together at the most: of those that are copied into the table,
  /// each connection has a batch and a further one waits for it.
  private let mostBytes: Int
  private let pool = BufferPool()
  private var encoder: RowEncoder
  private(set) var sink: RowSink
  /// Of the rows of this batch; of those before too where they are copied into the table, because
  /// nothing looks whether they meet.
  private(set) var order = KeyOrder()
  /// The partitions that the rows belong to, and the one of the last row.
  private(set) var partitions: Set<Partition> = []
  private var partition: Partition?
  /// What was taken out of the sink as it came to the size of a piece.
  private var pieces: [Chunk] = []
  private var bytesInPieces = 0

  /// `destination` says what the rows carry behind their cells.
  init(_ target: Target, of load: Int64, for destination: Chunk.Destination) {
    self.target = target
    self.load = load
    self.destination = destination
    mostBytes = destination == .target ? 4 << 20 : 16 << 20
    encoder = RowEncoder(columns: target.columns)
    sink = Self.newSink(target, load, destination, pool)
  }

  private static func newSink(
    _ target: Target, _ load: Int64, _ destination: Chunk.Destination, _ pool: BufferPool
  ) -> RowSink {
    RowSink(
      destination: destination, worker: 0, load: target.recordsLoad ? load : nil, pool: pool)
  }

  /// Takes rows, but for those of records up to `committed`, which are committed.
  ///
  /// - Returns: rejects of rows that hold what their columns cannot.
  func add(
    _ rows: RowBatch, from batch: RecordBatch, parents: [ParentKeys], behind committed: Int
  ) -> [Reject] {
    encoder.parents = parents
    var rejects: [Reject] = []
    let width = target.columns.count
    // Held once, and not for each row.
    let (encoder, records) = (encoder, batch.records)
    rows.cells.withUnsafeBufferPointer { cells in
      guard let base = cells.baseAddress else { return }
      for row in 0..<rows.rowCount {
        let record = Int(rows.origins[row])
        let cells = base + row * width
        let position = records[record].position
        let start = sink.gatheredBytes
        if let reject = encoder.encode(
          cells, of: record, in: batch, tail: sink.tail(of: position), to: sink.buffer)
        {
          rejects.append(reject)
        } else if position.record <= committed {
          sink.buffer.truncate(to: start)
        } else {
          count(cells, record: position.record, from: start)
        }
      }
    }
    return rejects
  }

  @inline(__always)
  private func count(_ cells: UnsafePointer<Cell>, record: Int, from start: Int) {
    let moment = target.moment(of: cells)
    let source = target.source(of: cells)
    sink.count(moment, of: source, record: record, from: start)
    order.add(moment, of: source)
    if let policy = target.partitioning, partition?.contains(moment) != true {
      partition = policy.partition(holding: Timestamp(microseconds: moment))
      if let partition { partitions.insert(partition) }
    }
    if destination == .target, sink.gatheredBytes >= RowRouter.pieceBytes {
      bytesInPieces += sink.gatheredBytes
      pieces.append(sink.takeChunk())
    }
  }

  /// Whether the batch has so many rows, or as many bytes as memory allows.
  func isFull(at rows: Int) -> Bool {
    sink.rows >= rows || bytesInPieces + sink.gatheredBytes >= mostBytes
  }

  /// All rows, in pieces; afterwards there are none.
  func takePieces() -> [Chunk] {
    if sink.gathered > 0 { pieces.append(sink.takeChunk()) }
    defer { (pieces, bytesInPieces) = ([], 0) }
    return pieces
  }

  /// Begins the next batch.
  func clear() {
    partitions.removeAll()
    partition = nil
    if destination == .staging { order = KeyOrder() }
    sink = Self.newSink(target, load, destination, pool)
  }
}
