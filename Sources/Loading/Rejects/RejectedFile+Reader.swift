import FlatFiles
import Layouts
import Store

extension RejectedFile {
  /// What is to be kept of a file that is open, for its rejects; nil where they cannot be read alone.
  init?(_ reader: any RecordReader, options: [String: String]) {
    guard let frame = reader.frame else { return nil }
    self.init(
      format: reader.format.name, dialect: reader.format.dialectWords, head: frame.head,
      between: frame.between, tail: frame.tail, options: options)
    // Where there is no header, the first of the rejects may be too wide.
    if format == "csv" { dialect["columns"] = "\(reader.columnCount)" }
  }

  /// Tells how the rejects are to be read: as their file was, but in UTF-8, as they are kept.
  func tell(_ options: inout ReadOptions) {
    options.format = ReadOptions.Format(rawValue: format) ?? .auto
    options.encoding = .utf8
    options.table = nil
    options.tableMeansDump = false
    guard format == "csv" else { return }
    func byte(_ key: String) -> UInt8? { dialect[key].flatMap { UInt8($0) } }
    options.dialect.delimiter = dialect["delimiter"].map { Array($0.utf8) }
    options.dialect.quote = byte("quote").map(QuoteRule.byte) ?? .none
    options.dialect.escape = byte("escape")
    options.dialect.recordEnd = dialect["record_end"].flatMap(RecordEnd.init)
    options.dialect.comment = byte("comment")
    options.dialect.headerLines = dialect["header_lines"].flatMap { Int($0) }
    options.dialect.preambleLines = dialect["preamble_lines"].flatMap { Int($0) }
    options.dialect.columnCount =
      options.dialect.columnCount ?? dialect["columns"].flatMap { Int($0) }
  }
}

extension FileFormat {
  /// What is known of a CSV file's dialect, bytes by their number.
  fileprivate var dialectWords: [String: String] {
    guard case .csv(let dialect) = self else { return [:] }
    var words = [
      "delimiter": String(decoding: dialect.delimiter, as: UTF8.self),
      "record_end": dialect.recordEnd.rawValue, "header_lines": "\(dialect.headerLines)",
      "preamble_lines": "\(dialect.preambleLines)",
    ]
    words["quote"] = dialect.quote.map { "\($0)" }
    words["escape"] = dialect.escape.map { "\($0)" }
    words["comment"] = dialect.comment.map { "\($0)" }
    return words
  }
}

/// What is said over a layout, as the ledger keeps it: by the names of the options.
extension LayoutOptions {
  var words: [String: String] {
    var words: [String: String] = [:]
    words["source"] = source
    words["into"] = target
    words["time_unit"] = unit?.text
    words["time_zone"] = zone
    words["interval"] = interval
    words["null_rows"] = nullRows?.rawValue
    words["create_parents"] = createsParents.map { $0 ? "true" : "false" }
    return words
  }

  /// These options, and of what they do not say what was said before.
  func over(_ words: [String: String]) -> LayoutOptions {
    var options = self
    options.source = source ?? words["source"]
    options.target = target ?? words["into"]
    options.table = table ?? words["table"]
    options.encoding = encoding ?? words["encoding"].flatMap(TextEncoding.init(rawValue:))
    options.unit = unit ?? words["time_unit"].flatMap(TimeUnit.init(text:))
    options.zone = zone ?? words["time_zone"]
    options.interval = interval ?? words["interval"]
    options.nullRows =
      nullRows ?? words["null_rows"].flatMap(Layout.NullRowPolicy.init(rawValue:))
    options.createsParents = createsParents ?? words["create_parents"].map { $0 == "true" }
    return options
  }
}
