extension FileError: CustomStringConvertible {
  /// The place and the sentence: `trades.json.gz:3 (byte 1042): the content ends …`.
  package var description: String {
    let name = path == SourceFile.standardInputPath ? "standard input" : path
    guard let position else { return "\(name): \(problem)" }
    return "\(name):\(position.line) (byte \(position.byte)): \(problem)"
  }
}

extension FileProblem: CustomStringConvertible {
  package var description: String {
    switch self {
    case .notFound: "no such file"
    case .isDirectory: "this is a directory; name the files in it, for example with dir/*"
    case .empty: "the file is empty"
    case .notOpened(let reason): "cannot be opened: \(reason)"
    case .notRead(let reason): "cannot be read: \(reason)"
    case .notWritten(let reason): "cannot be written: \(reason)"
    case .changedWhileReading:
      "the file changed while it was read; run again when nothing writes to it any more"
    case .compressed(let compression): compression.refusal
    case .gzipCutShort(let byte):
      "the gzip data is cut short: it ends after \(byte) compressed bytes, before its trailer;"
        + " get the file again"
    case .gzipDamaged(let byte, let reason):
      "the gzip data is damaged near compressed byte \(byte): \(reason); get the file again"
    case .expandsTooFar(let limit):
      "the compressed data expands to more than \(limit) bytes, the limit"
    case .encoding(let name):
      "the text is \(name); convert it first, for example with: iconv -f \(name) -t UTF-8"
    case .notText: "this is not text: its first block holds bytes that no text file has"
    case .customDump:
      "this is a dump in pg_dump's custom format; convert it first with: pg_restore -f dump.sql"
    case .dump(let problem): problem.description
    case .recordTooLong, .header, .delimiter, .invalidJSON, .endsInTheMiddle,
      .nestedTooDeep, .noRecords, .keyTwice:
      contentDescription
    }
  }

  private var contentDescription: String {
    switch self {
    case .recordTooLong(let limit):
      "a record is longer than \(limit) bytes, the limit; where the records stand deeper inside"
        + " one JSON object, name the path to them"
    case .header(let reason): "the header cannot be read: \(reason)"
    case .delimiter(let text):
      "the delimiter \"\(text)\" cannot be used: it must be one ASCII character that is neither"
        + " the quote nor a line end"
    case .invalidJSON(let reason): "this is not valid JSON: \(reason)"
    case .endsInTheMiddle:
      "the JSON ends in the middle of a value: the file is cut short; get it again"
    case .nestedTooDeep(let limit): "the JSON is nested deeper than \(limit) levels, the limit"
    case .noRecords(let path, let found):
      "there are no records at \(path): \(found)"
    case .keyTwice(let key):
      "the key \"\(key)\" on the way to the records stands twice; only one can be meant"
    default: ""
    }
  }
}
