extension FileError: CustomStringConvertible {
  /// The place and the sentence: `trades.json.gz:3:17 (byte 1042): the content ends …`.
  package var description: String {
    let name = path == SourceFile.standardInputPath ? "standard input" : path
    guard let position else { return "\(name): \(problem)" }
    let column = column.map { ":\($0)" } ?? ""
    return "\(name):\(position.line)\(column) (byte \(position.byte)): \(problem)"
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
    case .notMoved(let destination, let reason):
      "cannot be moved to \(destination): \(reason); mend that, and run again"
    case .outputClosed: "nobody reads it any more"
    case .changedWhileReading:
      "the file changed while it was read; run again when nothing writes to it any more"
    case .compressed, .gzipCutShort, .gzipDamaged, .zstdCutShort, .zstdDamaged,
      .zstdWindowTooLarge, .zip, .expandsTooFar, .checksumDiffers, .checksumNotUnderstood:
      storedDescription
    case .encoding(let name):
      "the text is \(name); convert it first, for example with: iconv -f \(name) -t UTF-8"
    case .encodingContradicts(let told, let mark):
      "the file begins with the byte order mark of \(mark.rawValue), but is said to be"
        + " \(told.rawValue); leave the encoding out, or say \(mark.rawValue)"
    case .notText: "this is not text: its first block holds bytes that no text file has"
    case .otherFormat(let format): format.refusal
    case .customDump:
      "this is a dump in pg_dump's custom format; convert it first with: pg_restore -f dump.sql"
    case .dump(let problem): problem.description
    case .kept(let problem): problem.description
    case .recordTooLong, .header, .delimiter, .invalidJSON, .endsInTheMiddle,
      .nestedTooDeep, .noRecords, .records, .keyTwice, .noTable, .tooManyColumns:
      contentDescription
    }
  }

  private var storedDescription: String {
    switch self {
    case .compressed(let compression): compression.refusal
    case .gzipCutShort(let byte):
      "the gzip data is cut short: it ends after \(byte) compressed bytes, before its trailer;"
        + " get the file again"
    case .gzipDamaged(let byte, let reason):
      "the gzip data is damaged near compressed byte \(byte): \(reason); get the file again"
    case .zstdCutShort(let byte):
      "the zstd data is cut short: it ends after \(byte) compressed bytes, within a frame; get the"
        + " file again"
    case .zstdDamaged(let byte, let reason):
      "the zstd data is damaged near compressed byte \(byte): \(reason); get the file again"
    case .zstdWindowTooLarge:
      "the zstd data needs more than 128 MiB of memory; unpack it first, with: unzstd --long=31"
    case .zip(let problem): problem.description
    case .expandsTooFar(let limit):
      "the compressed data expands to more than \(limit) bytes, the limit"
    case .checksumDiffers(let file, let expected, let found):
      "its SHA-256 is \(found), but \(file) says \(expected); get both again"
    case .checksumNotUnderstood(let name):
      "this should hold the SHA-256 of \(name), but its 64 hexadecimal digits are not found; get it"
        + " again, or remove it"
    default: ""
    }
  }

  private var contentDescription: String {
    switch self {
    case .recordTooLong(let limit):
      "a record is longer than \(limit) bytes, the limit; where the records stand deeper inside"
        + " one JSON object, a layout says where, with `records`"
    case .header(let reason): "the header cannot be read: \(reason)"
    case .delimiter(let text):
      "the delimiter \"\(text)\" cannot be used: it must begin with an ASCII character, have at most"
        + " 16 bytes, and hold neither the quote, the escape nor a line end"
    case .invalidJSON(let reason): "this is not valid JSON: \(reason)"
    case .endsInTheMiddle:
      "the JSON ends in the middle of a value: the file is cut short; get it again"
    case .nestedTooDeep(let limit): "the JSON is nested deeper than \(limit) levels, the limit"
    case .noRecords(let path, let found):
      "there are no records \(path.steps.isEmpty ? "in the file" : "at \(path)"): \(found)"
    case .records(let problem): problem.description
    case .keyTwice(let key):
      "the key \"\(key)\" on the way to the records stands twice; only one can be meant"
    case .noTable(let wanted, let found):
      "there is no table \(wanted): the file has \(found == 1 ? "one table" : "\(found) tables")"
    case .tooManyColumns(let limit):
      "the records have more than \(limit) different keys or elements, the limit of a table; convert"
        + " to NDJSON"
    default: ""
    }
  }
}
