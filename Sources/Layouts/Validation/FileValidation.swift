package import FlatFiles

/// Checks a file against a layout without a database: reads and maps it, as a load would, and
/// keeps what is wrong instead of rows.
package struct FileValidation: Sendable {
  private let layout: EffectiveLayout
  private let clock: FileClock
  /// How many rejects a verdict holds; the rest are counted.
  private let keptRejects: Int
  /// Whether compressed data that is cut short ends where it ends, as a load may be told.
  private let acceptsCutShort: Bool

  package init(
    _ layout: EffectiveLayout, clock: FileClock, keptRejects: Int = 1_000,
    acceptsCutShort: Bool = false
  ) {
    self.layout = layout
    self.clock = clock
    self.keptRejects = keptRejects
    self.acceptsCutShort = acceptsCutShort
  }

  /// Reads the whole file. What stops the reading is in the verdict, with what was found before.
  ///
  /// `progress` is told after each batch, and ends the validation by throwing.
  ///
  /// - Throws: only what `progress` throws.
  package func verdict(
    on file: SourceFile, progress: (ReadProgress, FileVerdict) throws -> Void = { _, _ in }
  ) throws -> FileVerdict {
    var verdict = FileVerdict(file: "\(file)", layout: layout.name)
    verdict.checks = layout.layout.checks.map(\.code)
    let (reader, mapper): (any RecordReader, RowMapper)
    do {
      let opened = try layout.open(file, clock: clock) {
        $0.acceptsCutShort = acceptsCutShort
        $0.isHashed = false
      }
      (reader, mapper) = (opened.reader, opened.mapper)
      verdict.notes += [reader.note(onEncodingTold: layout.layout.encoding)].compactMap(\.self)
    } catch {
      verdict.error = error
      return verdict
    }
    let batch = RecordBatch()
    let rows = RowBatch(columns: mapper.columns)
    while verdict.error == nil {
      do {
        guard try reader.read(into: batch) else { break }
      } catch let error as FileError where acceptsCutShort && error.isCutShort {
        break
      } catch {
        verdict.error = error
        break
      }
      mapper.map(batch, into: rows)
      verdict.add(batch, rows, keeping: keptRejects)
      verdict.assumedUTC = mapper.assumedUTC
      try progress(reader.progress, verdict)
    }
    verdict.notes += reader.notes
    do {
      verdict.add(try mapper.conclude())
    } catch {
      verdict.error = verdict.error ?? error
    }
    return verdict
  }
}
