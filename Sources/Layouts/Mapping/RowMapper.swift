package import FlatFiles
import Foundation

/// Makes rows of the records of one file: one call per batch, nothing allocated per record.
///
/// Made for a file once its header is known, and fed its batches in order: the first record
/// decides the shape, and the first time the unit.
package final class RowMapper {
  /// The columns of every row: the source, if rows have one, then those of all shapes.
  package let columns: [RowColumn]
  private var assembly: RowAssembly
  /// Walks ahead, so that looking leaves no trace but what was learnt.
  private var scout: RowAssembly?

  /// Throws `LayoutMismatch` when the file's header does not offer what the layout wants.
  package init(
    _ layout: EffectiveLayout, names: RecordNames, fileName: String, clock: FileClock
  ) throws {
    let compiler = PlanCompiler(layout: layout, names: names, fileName: fileName)
    let plan = try compiler.compile()
    columns = plan.columns
    assembly = RowAssembly(layout: layout, plan: plan, clock: clock)
    assembly.fileChecks = layout.fileChecks(of: plan)
  }

  /// Learns from the first records of the file, before they are mapped: how its dates are written,
  /// where the layout leaves that to the file.
  ///
  /// Mapping looks at its first batch by itself; where batches may be of any size, the records to
  /// learn from are given here, so that the same file is always read alike.
  package func look(at batch: RecordBatch, records: Int) {
    var scout = self.scout ?? assembly
    scout.look(at: batch, records: records)
    assembly.learn(from: scout)
    self.scout = scout
  }

  /// Refills `rows` with what the records of a batch become.
  ///
  /// Every record is afterwards a row, a reject or counted as skipped; the reader's own rejects
  /// stay in `batch`. Text that is derived is appended to the batch's bytes.
  package func map(_ batch: RecordBatch, into rows: RowBatch) {
    rows.removeAll()
    if scout == nil { look(at: batch, records: SampleBudget.records) }
    assembly.map(batch, into: rows)
    let skipped = rows.skipped.values.reduce(0, +)
    precondition(
      rows.rowCount + rows.rejects.count + skipped == batch.records.count,
      "every record becomes exactly one of row, skip and reject")
  }

  /// What the checks of the layout found that rejects no record: warnings, and what is wrong with
  /// the file as a whole. To be asked once, when all records are mapped.
  ///
  /// - Throws: `FileError` where there is no room on disk for what does not fit in memory.
  package func conclude() throws -> [CheckFinding] { try assembly.conclude() }

  /// How many series each item of the file holds: so many records there must be of each.
  var seriesCount: Int { assembly.seriesCount }

  /// What a source of this file is; nil before the first record told the shape.
  package var dataType: DataType? { assembly.dataType }

  /// The unit of the time column, as layouts spell it; nil as long as it is not known.
  package var timeUnit: String? { assembly.timeUnit }

  /// The place of the time among the columns; nil for rows without one.
  var timePlace: Int? { assembly.timeColumn < 0 ? nil : assembly.timeColumn }

  /// How the times are written, also where layouts have no word for it: `%d/%m/%Y`; nil as long as it
  /// is not known.
  var timeForm: String? { assembly.timeForm }

  /// Whether times of day that name no zone were taken as UTC, because none was told.
  package var assumedUTC: Bool { assembly.assumedUTC }

  /// What was seen of each source so far; empty for rows without source or time.
  package var extents: [SeriesExtent] { assembly.extents }
}

/// The moments that a file is judged by, in microseconds since 1970.
package struct FileClock: Sendable, Hashable {
  /// When the data was taken: a candle that ends later is unfinished. Nil: not judged.
  package var captured: Int64?
  /// The present: a time more than a day later is out of range.
  package var now: Int64

  /// `now` may be a job's `as_of`. Where that lies in the past the wall clock counts, because the
  /// file may be younger than the day that is replayed, and a time in it no mistake.
  package init(captured: Int64?, now: Int64) {
    self.captured = captured
    self.now = max(now, Int64(Date().timeIntervalSince1970 * 1_000_000))
  }
}
