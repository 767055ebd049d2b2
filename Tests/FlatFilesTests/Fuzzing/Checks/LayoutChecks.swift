import FlatFiles
import Layouts

/// Reads the input as a layout and a file, and the file through the layout, in large pieces and in
/// small ones; then validates it: all must come to the same rows and rejects.
func checkLayout(_ input: UnsafeRawBufferPointer, in file: InputFile) throws {
  let parts = String(decoding: input, as: UTF8.self).split(
    separator: "\n---\n", maxSplits: 1, omittingEmptySubsequences: false)
  var content = String(parts.last ?? "")
  try content.withUTF8 { try file.write(UnsafeRawBufferPointer($0)) }
  let layout: EffectiveLayout
  do {
    layout = try Layout(yaml: String(parts[0]), file: "layout.yml")
      .effective(LayoutOptions(source: "fuzz", interval: "1h"), fileName: "fuzz.csv")
  } catch {
    // Whatever is wrong has to be said.
    if "\(error)".isEmpty { throw WrongReading("an error says nothing: \(type(of: error))") }
    return
  }
  if layout.canonicalText != layout.canonicalText {
    throw WrongReading("a layout has two canonical texts:\n\(layout.canonicalText)")
  }
  let whole = try MappedTranscript(of: file.source, layout) { _ in }
  let pieces = try MappedTranscript(of: file.source, layout) {
    $0.limits.pieceBytes = 7
    $0.limits.batchBytes = 16
  }
  if let difference = whole.difference(from: pieces) {
    throw WrongReading("read 7 bytes at a time, the file comes to other rows: \(difference)")
  }
  let verdict = try FileValidation(layout, clock: .ofChecks).verdict(on: file.source)
  guard verdict.records == whole.records, verdict.rejected == whole.rejected else {
    throw WrongReading(
      "\(verdict.rejected) of \(verdict.records) records are rejected where it was"
        + " \(whole.rejected) of \(whole.records)")
  }
}

/// What became of a file that was read through a layout.
private struct MappedTranscript {
  private(set) var records = 0
  private(set) var rejected = 0
  private var rows: [String] = []
  private var rejects: [Reject] = []
  private var end: [String] = []

  /// Throws `WrongReading` where what came contradicts itself.
  init(
    of source: SourceFile, _ layout: EffectiveLayout, _ adjust: (inout ReadOptions) -> Void
  ) throws {
    do {
      let file = try layout.open(source, clock: .ofChecks, adjust: adjust)
      let batch = RecordBatch()
      let rows = RowBatch(columns: file.mapper.columns)
      do {
        while try file.reader.read(into: batch) {
          file.mapper.map(batch, into: rows)
          try add(batch, rows)
        }
      } catch let error as FileError {
        end.append("\(error)")
      }
      end += try file.mapper.conclude().map { "\($0)" }
      end.append("\(file.mapper.timeUnit ?? "-") \(file.mapper.extents)")
    } catch let error as WrongReading {
      throw error
    } catch {
      end.append("\(error)")
    }
  }

  private mutating func add(_ batch: RecordBatch, _ rows: RowBatch) throws {
    let skipped = rows.skipped.values.reduce(0, +)
    guard rows.rowCount + rows.rejects.count + skipped == batch.records.count,
      rows.cells.count == rows.rowCount * rows.columns.count
    else {
      throw WrongReading(
        "\(batch.records.count) records become \(rows.rowCount) rows, \(rows.rejects.count) rejects"
          + " and \(skipped) that are left out")
    }
    records += batch.records.count + batch.rejects.count
    rejected += batch.rejects.count + rows.rejects.count
    self.rows += (0..<rows.rowCount).map { text(ofRow: $0, rows, batch) }
    rejects += (batch.rejects + rows.rejects)
      .sorted { $0.position.record < $1.position.record }
  }

  private func text(ofRow row: Int, _ rows: RowBatch, _ batch: RecordBatch) -> String {
    let start = row * rows.columns.count
    return rows.cells[start..<start + rows.columns.count].map { cell in
      switch cell.kind {
      case .decimal, .text, .json:
        String(decoding: batch.bytes.slice(Int(cell.bits), Int(cell.length)), as: UTF8.self)
      case .null: "-"
      case .integer, .timestamp, .date, .boolean, .source, .parent: "\(cell.bits)"
      }
    }.joined(separator: "|")
  }

  /// Where two of them differ first; nil where they are the same.
  func difference(from other: MappedTranscript) -> String? {
    func first<Line: Equatable>(_ lines: [Line], _ others: [Line]) -> String? {
      if lines == others { return nil }
      let common = zip(lines, others).prefix { $0 == $1 }.count
      return "\(lines.dropFirst(common).prefix(1)) or \(others.dropFirst(common).prefix(1))"
    }
    return first(rows, other.rows) ?? first(rejects, other.rejects) ?? first(end, other.end)
  }
}

extension FileClock {
  fileprivate static let ofChecks = FileClock(captured: nil, now: 2_000_000_000_000_000)
}
