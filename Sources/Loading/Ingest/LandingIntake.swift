import FlatFiles
import Postgres
package import Store

/// Takes records as they are into `file_data`: one COPY in the transaction that also completes the
/// file, so that a file is landed whole or not at all.
///
/// The reading happens inside the COPY: while this process reads and encodes, the server parses
/// what it has been sent.
final class LandingIntake: Intake {
  private let attempt: LoadAttempt
  private let file: SourceFile
  private let reader: any RecordReader
  private var id: Int64 = 0
  private let documents: RecordDocument
  private let rows = ByteBuffer(capacity: RowRouter.pieceBytes * 2)
  private let document = ByteBuffer(capacity: 1 << 16)

  private var connection: Connection { attempt.connection }

  init(_ attempt: LoadAttempt, _ reader: any RecordReader) {
    self.attempt = attempt
    file = attempt.request.file
    self.reader = reader
    documents = RecordDocument(of: reader)
  }

  func load(_ reading: Reading, _ report: inout LoadReport) throws -> LoadCounts {
    let files = LandedFiles(connection: connection)
    id = try files.register(file, type: reader.format.mimeType, load: attempt.load)
    try files.markProcessing(id)
    do {
      return try attempt.publishing { try land(reading, files, &report) }
    } catch let repeated as RepeatedContent {
      try files.remove(ofLoad: attempt.load)
      throw repeated
    }
  }

  private func land(
    _ reading: Reading, _ files: LandedFiles, _ report: inout LoadReport
  ) throws -> LoadCounts {
    var landed = 0
    try attempt.atCheckpoint(.beforeCopy)
    try connection.copyIn(
      "COPY file_data (file_id, row_number, data) FROM STDIN (FORMAT binary)"
    ) { writer in
      try BinaryCopy.header.withUnsafeBytes { try writer.write($0) }
      try reading.forEachBatch { batch in
        if reading.isHopeless { return }
        try encode(batch, to: writer)
        landed += batch.records.count
      }
      try BinaryCopy.trailer.withUnsafeBytes { try writer.write($0) }
    }
    try attempt.atCheckpoint(.afterCopy)
    let sha256 = try reading.sha256()
    // Its rows belong to a file of their own, so that nobody in front can want what is locked here.
    try reading.waitForTurn()
    try connection.acquireInTransaction(.merge(into: attempt.request.table))
    try attempt.refuseRepeated(sha256, &report)
    var counts = reading.tally.counts
    counts.inserted = landed
    report.strategies = []
    report.add(.landed, rows: landed)
    try files.markCompleted(
      id, sha256: sha256, rows: landed,
      as: LandedShape(of: reader, at: attempt.request.reading.records))
    try attempt.conclude(counts, sha256: sha256, rejects: reading.tally)
    try files.removeReplaced(by: attempt.load)
    return counts
  }

  /// Encodes the records of a batch as rows of three fields, and sends them in pieces.
  private func encode(_ batch: RecordBatch, to writer: borrowing CopyWriter) throws {
    for record in batch.records.indices {
      BinaryField.store(Int16(3), at: rows.reserve(2))
      rows.commit(2)
      BinaryField.write(id, to: rows)
      BinaryField.write(Int64(batch.records[record].position.record), to: rows)
      document.removeAll()
      documents.append(record, of: batch, to: document)
      BinaryField.write(jsonb: document.bytes, to: rows)
      if rows.count >= RowRouter.pieceBytes { try send(to: writer) }
    }
    try send(to: writer)
  }

  private func send(to writer: borrowing CopyWriter) throws {
    try writer.write(rows.bytes)
    rows.removeAll()
  }

  /// Nothing is searched for in landed rows but by their key, and autovacuum keeps up with them.
  func refreshStatistics() {}

  func settle(_ error: any Error, on connection: Connection) throws {
    try LandedFiles(connection: connection).markFailed(id, error: "\(error)")
  }
}

extension FileLoad {
  /// A load of records as they are.
  package init(
    landing request: LoadRequest, in context: RunContext,
    atCheckpoint: @escaping CheckpointHook = { _ in }
  ) {
    self.request = request
    self.context = context
    self.atCheckpoint = atCheckpoint
    prepare = { connection in
      _ = try Catalog(connection).describe(request.table)
      let reader = try FileReader.open(request.file, request.reading)
      let note = reader.note(onEncodingTold: request.reading.encoding)
      return PreparedLoad(reader: reader, note: note, strategy: "copied in") { attempt, _ in
        LandingIntake(attempt, reader)
      }
    }
    isStale = { connection, load in try LandedFiles(connection: connection).isGone(load: load) }
  }
}
