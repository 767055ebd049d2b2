/// A file that is about to be converted: opened, and looked through for its columns where these are
/// known by its end alone.
///
/// JSON that becomes CSV is read twice, once for its keys. Standard input is kept on disk for that,
/// but only when its first block has shown that it is JSON: everything else goes on from there.
struct ConvertedInput {
  let reader: any RecordReader
  /// Nil where the file is not JSON, or does not become CSV.
  let columns: JSONColumns?
  /// What standard input is kept in; it has to stay until the file has been read.
  private let spooled: SpooledInput?

  init(
    _ source: SourceFile, _ options: ReadOptions, for form: Conversion.Form,
    progress: (ReadProgress) throws -> Void
  ) throws {
    guard form == .csv, options.format.mayBeJSON else {
      (reader, columns, spooled) = (try FileReader.open(source, options), nil, nil)
      return
    }
    var looking = options
    looking.fieldPaths = []
    let input = source.isStandardInput ? try RecalledInput(StoredFile(source)) : nil
    let first = try FileReader.open(source, from: input, looking)
    // Only what is asked of JSON records differs, so anything else is read by this reader.
    guard first.format.isJSON else {
      input?.forget()
      (reader, columns, spooled) = (first, nil, nil)
      return
    }
    var options = options
    guard let input else {
      columns = try JSONColumns(of: first, &options, path: "\(source)", progress: progress)
      (reader, spooled) = (try FileReader.open(source, options), nil)
      return
    }
    let kept = try SpooledInput(input, progress: progress)
    do {
      columns = try JSONColumns(
        of: try FileReader.open(kept.file, looking), &options, path: kept.file.path,
        progress: progress)
      reader = try FileReader.open(kept.file, options)
    } catch let error as FileError {
      throw error.aboutStandardInput(keptIn: kept.file)
    }
    spooled = kept
  }

  /// An error of the reading, as one of what was to be converted.
  func error(_ error: FileError) -> FileError {
    spooled.map { error.aboutStandardInput(keptIn: $0.file) } ?? error
  }
}
