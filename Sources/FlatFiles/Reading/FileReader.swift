internal import CSimdjson

/// Opens source files for reading.
package enum FileReader {
  /// Opens a file as what it is told to be, or as what its first block shows.
  ///
  /// Throws `FileError` where it is missing, empty, not text, or compressed in a way that is not
  /// read.
  package static func open(_ source: SourceFile, _ options: ReadOptions = ReadOptions()) throws
    -> any RecordReader
  {
    try open(
      ContentStream(
        source, limits: options.limits, acceptsCutShort: options.acceptsCutShort), options)
  }

  /// Opens what was read of a file once more, from its beginning.
  package static func open(_ content: RereadContent, _ options: ReadOptions) throws
    -> any RecordReader
  {
    try open(ContentStream(content, limits: options.limits), options)
  }

  private static func open(_ stream: ContentStream, _ options: ReadOptions) throws
    -> any RecordReader
  {
    guard let kept = stream.source.kept else { return try openText(stream, options) }
    let reader = try openText(stream, kept.options(options, path: "\(stream.source)"))
    return stream.keptText.map { KeptReader(reader, of: kept, $0) } ?? reader
  }

  private static func openText(_ stream: ContentStream, _ options: ReadOptions) throws
    -> any RecordReader
  {
    let limits = options.limits
    if !options.isHashed { stream.stopHashing() }
    let window = try InputWindow(stream, encoding: options.encoding, limits: limits)
    let format = format(of: window, options)
    if let table = options.table, options.tableMeansDump, format != .dump {
      throw FileError(path: window.path, problem: .dump(.noDump(table: table)))
    }
    switch format {
    case .csv:
      window.checkText()
      return try CSVReader(window, options: options.dialect, limits: limits)
    case .copy:
      window.checkText()
      return try CopyReader(window, options: options.dialect, limits: limits)
    case .dump:
      stream.stopHashing()
      window.checkText()
      return try DumpReader(window, of: stream.source, options)
    case .capture: return try LineReader(window, options, as: .capture)
    case .ndjson where options.records.takesLinesWhole && !options.asksAroundRecords:
      return try NDJSONReader(window, options)
    case .ndjson: return try LineReader(window, options, as: .ndjson)
    case .auto, .json: return try JSONReader(window, options)
    }
  }

  /// What a file read with these options is known by, without parsing it where that can be spared:
  /// what its reader gives as `sha256`.
  package static func fingerprint(
    of source: SourceFile, _ options: ReadOptions = ReadOptions()
  ) throws -> String {
    if let known = source.kept?.sha256 { return known }
    guard try isDump(source, options) else {
      return try source.fingerprint(
        limits: options.limits, acceptsCutShort: options.acceptsCutShort)
    }
    let reader = try open(source, options)
    let batch = RecordBatch()
    do {
      while try reader.read(into: batch) {}
    } catch let error as FileError where options.acceptsCutShort && error.isCutShort {}
    guard let sha256 = reader.sha256 else {
      throw FileError(path: "\(source)", problem: .notRead("the end was not reached"))
    }
    return sha256
  }

  private static func isDump(_ source: SourceFile, _ options: ReadOptions) throws -> Bool {
    guard options.format == .auto else { return options.format == .dump }
    let window = try InputWindow(
      ContentStream(source, limits: options.limits), encoding: options.encoding,
      limits: options.limits)
    return format(of: window, options) == .dump
  }

  private static func format(
    of window: InputWindow, _ options: ReadOptions
  ) -> ReadOptions.Format {
    options.format == .auto ? guess(window.sample, options) : options.format
  }

  /// Text that begins with a bracket or a brace is JSON; it is NDJSON when most of its first lines
  /// are each a whole array or object.
  private static func guess(
    _ sample: UnsafeRawBufferPointer, _ options: ReadOptions
  ) -> ReadOptions.Format {
    guard let first = sample.first(where: { !isBlank($0) }),
      first == UInt8(ascii: "[") || first == UInt8(ascii: "{")
    else {
      if CaptureStamp.begins(sample) { return .capture }
      let text = guessText(sample)
      return text == .csv ? guessBehindFirstLine(sample, options) ?? .csv : text
    }
    let lines = sample.split(separator: 0x0A).prefix(64).filter { !$0.allSatisfy(isBlank) }
    guard lines.count > 1 else { return .json }
    // The last line of the block may be half of one.
    let whole = wholeLines(lines.dropLast(), options)
    return whole * 2 > lines.count - 1 ? .ndjson : .json
  }

  /// A log that was rotated by its size begins in the middle of a line: what all lines behind the
  /// first one are, the file is, and that one is a reject. Nil where they are no JSON either.
  private static func guessBehindFirstLine(
    _ sample: UnsafeRawBufferPointer, _ options: ReadOptions
  ) -> ReadOptions.Format? {
    let lines = sample.split(separator: 0x0A).prefix(64)
    // The last line of the block may be half of one; of one line alone anything can be said.
    let behind = lines.dropFirst().dropLast(sample.last == 0x0A ? 0 : 1)
      .filter { !$0.allSatisfy(isBlank) }
    guard behind.count > 1 else { return nil }
    if behind.allSatisfy({ CaptureStamp.begins(UnsafeRawBufferPointer(rebasing: $0)) }) {
      return .capture
    }
    return wholeLines(behind, options) == behind.count ? .ndjson : nil
  }

  private static func isBlank(_ byte: UInt8) -> Bool {
    byte == 0x20 || byte == 0x09 || byte == 0x0A || byte == 0x0D
  }

  /// How many lines are each a whole array or object.
  private static func wholeLines(
    _ lines: some Sequence<Slice<UnsafeRawBufferPointer>>, _ options: ReadOptions
  ) -> Int {
    lines.count { line in
      var line = UnsafeRawBufferPointer(rebasing: line.drop(while: isBlank))
      while let last = line.last, isBlank(last) {
        line = UnsafeRawBufferPointer(rebasing: line.dropLast())
      }
      guard let first = line.first,
        first == UInt8(ascii: "[") || first == UInt8(ascii: "{")
      else { return false }
      var scan = rf_json_scan()
      let sight = scan.lookOn(in: line, depth: options.limits.depth)
      return sight == RF_JSON_END && scan.at == line.count
    }
  }

  private static func guessText(_ sample: UnsafeRawBufferPointer) -> ReadOptions.Format {
    if DumpRecognition.isDump(sample) { return .dump }
    return DumpRecognition.isCopy(sample) ? .copy : .csv
  }
}
