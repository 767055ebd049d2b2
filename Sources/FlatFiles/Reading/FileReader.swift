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
    try open(source, from: nil, options)
  }

  /// Opens standard input by what can give its beginning again.
  static func open(
    _ source: SourceFile, from input: RecalledInput?, _ options: ReadOptions
  ) throws -> any RecordReader {
    try open(
      ContentStream(
        source, from: input, limits: options.limits, acceptsCutShort: options.acceptsCutShort),
      options)
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
    let format = format(of: window, named: stream.source.name, options)
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
    return format(of: window, named: source.name, options) == .dump
  }

  private static func format(
    of window: InputWindow, named name: String, _ options: ReadOptions
  ) -> ReadOptions.Format {
    options.format == .auto ? guess(window.sample, named: name, options) : options.format
  }

  /// Text that begins with a bracket or a brace is JSON; it is NDJSON when most of its first lines
  /// are each a whole array or object. Where damage leaves that open, its lines decide by how they
  /// begin and end, and where they could be either, the file's name.
  private static func guess(
    _ sample: UnsafeRawBufferPointer, named name: String, _ options: ReadOptions
  ) -> ReadOptions.Format {
    guard let first = sample.first(where: { !isBlank($0) }),
      first == UInt8(ascii: "[") || first == UInt8(ascii: "{")
    else {
      if CaptureStamp.begins(sample) { return .capture }
      let text = guessText(sample)
      return text == .csv ? guessBehindFirstLine(sample, options) ?? .csv : text
    }
    let lines = sample.split(separator: 0x0A).prefix(64).filter { !$0.allSatisfy(isBlank) }
    let isNamed = isNDJSONName(name)
    guard lines.count > 1 else {
      return isNamed && first == UInt8(ascii: "{") ? .ndjson : .json
    }
    // The last line of the block may be half of one.
    let whole = wholeLines(lines.dropLast(), options)
    if whole * 2 > lines.count - 1 { return .ndjson }
    let isBegun = isNamed || wholeLines(lines.prefix(1), options) == 1
    let alone = lines.count { isAlone($0) }
    return isBegun && alone * 2 > lines.count ? .ndjson : .json
  }

  /// Whether a line looks like a record of its own, damaged or not, and not like a part of a document
  /// that goes over several lines.
  private static func isAlone(_ line: Slice<UnsafeRawBufferPointer>) -> Bool {
    guard line.first == UInt8(ascii: "{") || line.first == UInt8(ascii: "["),
      let last = line.last(where: { !isBlank($0) })
    else { return false }
    return !"{[,:".utf8.contains(last)
  }

  /// Whether a file is called NDJSON, whatever it is compressed by.
  private static func isNDJSONName(_ name: String) -> Bool {
    let words = name.lowercased().split(separator: ".").dropFirst()
    let packed: Set<Substring> = ["gz", "zst"]
    return ["ndjson", "jsonl"].contains(words.last { !packed.contains($0) })
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
