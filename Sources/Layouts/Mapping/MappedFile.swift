package import FlatFiles

/// A source file opened for a layout: what cuts its records, and what makes rows of them.
package struct MappedFile {
  package let reader: any RecordReader
  package let mapper: RowMapper
}

extension EffectiveLayout {
  /// Opens a file, and learns from its first records what the layout leaves to the file.
  ///
  /// Everything that reads through a layout opens its files here, so that a validation and a load
  /// come to the same rows and the same rejects. `adjust` may change how the file is read, in what
  /// decides no row. Throws `FileError` for a file that cannot be read as what it is, and
  /// `LayoutMismatch` for one that does not offer what the layout wants.
  package func open(
    _ file: SourceFile, clock: FileClock, adjust: (inout ReadOptions) -> Void = { _ in }
  ) throws -> MappedFile {
    var options = readOptions()
    adjust(&options)
    // Each item will be many records.
    if layout.isWide { options.limits.batchBytes = min(options.limits.batchBytes, 16 << 10) }
    let reader = try FileReader.open(file, options)
    let mapper = try RowMapper(
      self, names: RecordNames(reader), fileName: file.name, clock: clock)
    var records = reader
    if layout.time.unit.isFoundOut {
      records = SampledReader(records) { mapper.look(at: $0, records: $1) }
    }
    let seriesCount = mapper.seriesCount
    if seriesCount > 1 { records = SeriesReader(records, seriesCount: seriesCount) }
    return MappedFile(reader: records, mapper: mapper)
  }
}
