/// Finds out how a CSV file is written from its first block, by trying dialects.
///
/// How it works. The bytes that could stand between fields, around them and before a quote are
/// gathered from the sample; each combination cuts the sample, and the one whose table is most
/// regular and whose cells look most like something is taken (`DialectScore`). Then the outline of
/// the table is found: lines before the header, the header, what the columns hold.
struct DialectSniffer {
  private let options: DialectOptions
  private let recordEnd: RecordEnd
  /// Lines without their ends; the last one is left out where the block may have cut it.
  private let lines: [ArraySlice<UInt8>]

  /// How much of the sample each dialect is tried on, in lines and bytes: behind a preamble of two
  /// dozen lines, as many exports have, most of them are still records. With fewer, a preamble
  /// decides; with more, a file of wide lines and rare signs takes longer to open.
  private static let trialLines = 80
  private static let trialBytes = 16 << 10
  /// How many lines tell what the columns hold: looked at once, with the dialect that was found.
  private static let outlineLines = 400

  init(_ options: DialectOptions, sample: UnsafeRawBufferPointer, isWhole: Bool) {
    self.options = options
    let bytes = Array(sample)
    recordEnd = options.recordEnd ?? Self.recordEnd(of: bytes)
    lines = recordEnd.lines(of: bytes, isWhole: isWhole)
  }

  /// For lines that have been cut already.
  init(_ options: DialectOptions, _ recordEnd: RecordEnd, _ lines: [ArraySlice<UInt8>]) {
    self.options = options
    self.recordEnd = recordEnd
    self.lines = lines
  }

  /// What was found out of a file, or of a table in it.
  struct Finding {
    var dialect: Dialect
    /// What the columns of the table look like.
    var outline: TableOutline
    /// Where in the sample another table begins, which is written in another way or stands there
    /// without a gap; nil where the sample shows none.
    var nextTable: Int?
  }

  /// The dialect of the first table, its outline, and where another one begins.
  func sniff() -> Finding {
    let finding = sniffMostRegular()
    let above = finding.dialect.preambleLines
    guard options.preambleLines == nil, above > 0 else { return finding }
    guard var first = table(in: lines[..<above]) else { return finding }
    let next = first.nextTable ?? lines[above].startIndex
    if options.delimiter != nil, first.dialect.delimiter != options.delimiter {
      // What is told holds for all tables, so that nothing of this one is cut.
      first = DialectSniffer(options, recordEnd, Array(lines[..<above])).sniffMostRegular()
      first.dialect.preambleLines = 0
    }
    first.nextTable = next
    return first
  }

  /// A table in lines of which something else shows that they are no records; nil where there is
  /// none. Its dialect is found out, also where that of the file is told.
  func table(in lines: ArraySlice<ArraySlice<UInt8>>) -> Finding? {
    let end = lines.lastIndex { !$0.isEmpty }.map { $0 + 1 } ?? lines.startIndex
    var free = options
    free.delimiter = nil
    free.headerLines = nil
    free.columnCount = nil
    for options in options.delimiter == nil ? [options] : [options, free] {
      let found = DialectSniffer(options, recordEnd, Array(lines[..<end])).sniff()
      if found.outline.isTable { return found }
    }
    return nil
  }

  /// The dialect whose table is most regular, be it the first of the file or not.
  private func sniffMostRegular() -> Finding {
    var dialect = bestDialect()
    dialect.comment = options.comment
    var outline = outline(by: dialect)
    if options.delimiter == nil, options.columnCount == nil, outline.endsInEmptyColumn {
      dialect.endsInDelimiter = true
      outline = self.outline(by: dialect)
    }
    dialect.headerLines = outline.headerLines
    dialect.preambleLines = outline.preambleLines
    return Finding(dialect: dialect, outline: outline)
  }

  private func outline(by dialect: Dialect) -> TableOutline {
    TableOutline(
      SampleTable(Array(lines.prefix(Self.outlineLines)), dialect), lines: lines, options)
  }

  // MARK: - Lines

  private static func recordEnd(of bytes: [UInt8]) -> RecordEnd {
    var feeds = 0
    var returns = 0
    var feedReturns = 0
    var returnFeeds = 0
    var separators = 0
    for (index, byte) in bytes.enumerated() {
      let next = index + 1 < bytes.count ? bytes[index + 1] : 0
      switch byte {
      case 0x0A:
        feeds += 1
        if next == 0x0D { feedReturns += 1 }
      case 0x0D:
        returns += 1
        if next == 0x0A { returnFeeds += 1 }
      case 0x1E: separators += 1
      default: break
      }
    }
    if feeds == 0, returns == 0 { return separators > 0 ? .recordSeparator : .lineFeed }
    if returns > 0, feeds == 0 { return .carriageReturn }
    // Line feeds in quotes are no ends of records, so the returns are what is counted.
    if feedReturns * 10 >= returns * 9, returnFeeds * 2 < returns {
      return .lineFeedCarriageReturn
    }
    if returnFeeds == 0, feedReturns == 0, returns > feeds * 2 { return .carriageReturn }
    return .lineFeed
  }

  // MARK: - Dialects

  private func bestDialect() -> Dialect {
    let trial = trialLines()
    if options.delimiter == nil, options.columnCount == nil, let one = OneColumn(trial) {
      return Dialect(delimiter: one.delimiter, recordEnd: recordEnd)
    }
    var best: (dialect: Dialect, score: Double)?
    let candidates = candidates(trial)
    if candidates.count == 1 { return candidates[0] }
    for dialect in candidates {
      let score = DialectScore(SampleTable(trial, dialect), dialect).value
      // Dialects come in the order of how common they are: a rarer one must be better.
      if let best, score <= best.score * 1.0001 { continue }
      best = (dialect, score)
    }
    if let best { return best.dialect }
    // What is told cannot be told apart, and is refused with all that was told.
    var dialect = Dialect(
      delimiter: options.delimiter ?? [0x2C], escape: options.escape, recordEnd: recordEnd)
    if case .byte(let quote) = options.quote { dialect.quote = quote }
    return dialect
  }

  private func trialLines() -> [ArraySlice<UInt8>] {
    var bytes = 0
    var trial: [ArraySlice<UInt8>] = []
    for line in lines.dropFirst(options.preambleLines ?? 0) {
      if let comment = options.comment, line.first == comment { continue }
      trial.append(line)
      bytes += line.count
      if trial.count >= Self.trialLines || bytes >= Self.trialBytes { break }
    }
    return trial
  }

  private func candidates(_ trial: [ArraySlice<UInt8>]) -> [Dialect] {
    let signs = SampleSigns(trial)
    let delimiters = options.delimiter.map { [$0] } ?? signs.delimiters
    let quotes: [UInt8?] =
      switch options.quote {
      // Who tells the delimiter means the usual quote, unless told.
      case .auto: options.delimiter == nil ? signs.quotes : [UInt8(ascii: "\"")]
      case .none: [nil]
      case .byte(let byte): [byte]
      }
    var candidates: [Dialect] = []
    for quote in quotes {
      let escapes: [UInt8?] =
        options.escape.map { [$0] }
        ?? (options.delimiter == nil ? [nil] + signs.escapes(before: quote) : [nil])
      for escape in escapes {
        for delimiter in delimiters
        where !delimiter.contains(where: { $0 == quote || $0 == escape }) {
          candidates.append(
            Dialect(delimiter: delimiter, quote: quote, escape: escape, recordEnd: recordEnd))
        }
      }
    }
    return candidates
  }
}
