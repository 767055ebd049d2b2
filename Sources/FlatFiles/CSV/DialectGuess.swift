extension Dialect {
  /// Completes what was told by a look at the first block of a file.
  init(_ options: DialectOptions, sample: UnsafeRawBufferPointer) {
    var lines = Self.lines(of: sample).dropFirst(options.preambleLines)
    if let comment = options.comment { lines = lines.filter { $0.first != comment }[...] }
    let filled = lines.filter { !$0.isEmpty }
    let delimiter =
      options.delimiter ?? Self.delimiter(of: filled.prefix(50), quote: options.quote)
    let first = filled.first.map {
      Self.fields(of: $0, delimiter: delimiter, quote: options.quote)
    }
    self.init(
      delimiter: delimiter, quote: options.quote,
      headerLines: options.headerLines
        ?? (Self.isHeader(first ?? [], quote: options.quote) ? 1 : 0),
      preambleLines: options.preambleLines, comment: options.comment)
  }

  /// The lines of a block without their ends. The last one is left out where the block may have
  /// cut it, unless it is the only one.
  private static func lines(of sample: UnsafeRawBufferPointer) -> ArraySlice<ArraySlice<UInt8>> {
    let lines = Array(sample).split(separator: 0x0A, omittingEmptySubsequences: false).map {
      line -> ArraySlice<UInt8> in
      var line = line
      while line.last == 0x0D { line.removeLast() }
      return line
    }
    return lines.count > 1 ? lines.dropLast() : lines[...]
  }

  /// The delimiter that splits most lines into the same number of fields, and more than one; a
  /// comma where none does.
  private static func delimiter(of lines: ArraySlice<ArraySlice<UInt8>>, quote: UInt8) -> UInt8 {
    var best = (delimiter: UInt8(ascii: ","), score: 0)
    for candidate in ",;\t|".utf8 {
      var lineCounts: [Int: Int] = [:]
      for line in lines {
        lineCounts[fields(of: line, delimiter: candidate, quote: quote).count, default: 0] += 1
      }
      // Lines in agreement weigh first, then the number of fields; those between commas count
      // half, because 1,5;2,5 has as many commas as the numbers of a line.
      let weight = candidate == UInt8(ascii: ",") ? 1 : 2
      let score = lineCounts.filter { $0.key > 1 }
        .map { $0.value * 1000 + min($0.key * weight, 999) }.max()
      if let score, score > best.score { best = (candidate, score) }
    }
    return best.delimiter
  }

  private static func fields(
    of line: ArraySlice<UInt8>, delimiter: UInt8, quote: UInt8
  ) -> [ArraySlice<UInt8>] {
    var fields: [ArraySlice<UInt8>] = []
    var start = line.startIndex
    var isQuoted = false
    for (index, byte) in zip(line.indices, line) {
      if byte == quote {
        isQuoted.toggle()
      } else if byte == delimiter && !isQuoted {
        fields.append(line[start..<index])
        start = index + 1
      }
    }
    return fields + [line[start...]]
  }

  /// A first record is a header when it has names and no field that is a number or a time.
  private static func isHeader(_ fields: [ArraySlice<UInt8>], quote: UInt8) -> Bool {
    let filled = fields.map { $0.filter { $0 != quote } }.filter { !$0.isEmpty }
    return !filled.isEmpty && !filled.contains(where: isNumberOrTime)
  }

  /// Whether a field has a digit and nothing that numbers and times do not have: `24h_volume`
  /// is a name.
  private static func isNumberOrTime(_ field: [UInt8]) -> Bool {
    let digits = UInt8(ascii: "0")...UInt8(ascii: "9")
    return field.contains { digits.contains($0) }
      && field.allSatisfy { digits.contains($0) || "+-.,:/ TZeE".utf8.contains($0) }
  }
}
