import FlatFiles

/// What a conversion says about records, on standard error.
///
///     prices.csv:5 (byte 104): the record has 4 fields where 3 are expected; cut to 3 [too-many-fields]
enum ConversionText {
  static func line(for remark: Conversion.Remark, of source: SourceFile) -> String {
    let reject = remark.reject
    let name = source.isStandardInput ? "standard input" : "\(source)"
    let start = "\(name):\(reject.position.line) (byte \(reject.position.byte)): "
    return start + "\(verdict(on: remark)): " + reject.message + " [\(reject.code.rawValue)]"
  }

  /// What became of a record, in a word.
  static func verdict(on remark: Conversion.Remark) -> String {
    switch remark {
    case .rejected: "rejected"
    case .mended: "kept"
    }
  }

  /// What is to be known of the file as a whole: nothing, where all of it is one clean table.
  static func summary(of tally: Conversion.Tally, _ source: SourceFile) -> [String] {
    let name = source.isStandardInput ? "standard input" : "\(source)"
    var lines: [String] = []
    if tally.tables > 1 {
      lines.append("\(name): \(tally.tables) tables; --table writes one of them")
    }
    lines += tally.notes.map { "\(name): \($0)" }
    if tally.mended + tally.rejected > 0 {
      lines.append(
        "\(name): \(tally.records) records written, \(tally.mended) of them mended;"
          + " \(tally.rejected) rejected")
    }
    return lines
  }
}
