/// What stops the reading or writing of a file: the file as a whole is at fault, not a record.
///
/// Whatever could be read before the fault has been handed out before this is thrown.
package struct FileError: Error, Sendable, Hashable {
  /// The path as it was given, with the name in an archive behind it; `-` for standard input.
  package var path: String
  /// Where in the content the fault was met; nil where it concerns the whole file.
  package var position: Position?
  /// Which byte of its line that is, from 1; nil where nobody counted.
  package var column: Int?
  package var problem: FileProblem

  package init(
    path: String, position: Position? = nil, column: Int? = nil, problem: FileProblem
  ) {
    self.path = path
    self.position = position
    self.column = column
    self.problem = problem
  }
}

extension FileError {
  /// Whether compressed data ends before it should, and is fine up to there.
  package var isCutShort: Bool {
    switch problem {
    case .gzipCutShort, .zstdCutShort: true
    default: false
    }
  }
}

/// What is wrong with a file.
package enum FileProblem: Sendable, Hashable {
  // What the path leads to.
  case notFound
  case isDirectory
  case empty
  /// The operating system's own words.
  case notOpened(String)
  case notRead(String)
  case notWritten(String)
  case notMoved(to: String, String)
  /// Nobody reads the output any more.
  case outputClosed
  case changedWhileReading

  // What the bytes are.
  case compressed(Compression)
  case gzipCutShort(compressedByte: Int)
  case gzipDamaged(compressedByte: Int, reason: String)
  case zstdCutShort(compressedByte: Int)
  case zstdDamaged(compressedByte: Int, reason: String)
  case zstdWindowTooLarge
  case zip(ZipProblem)
  case expandsTooFar(limit: Int)
  /// The SHA-256 of the file is not the one that its checksum file says.
  case checksumDiffers(file: String, expected: String, found: String)
  /// What should hold the checksum of a file of this name does not.
  case checksumNotUnderstood(of: String)
  /// An encoding that is recognised and not read.
  case encoding(String)
  /// The byte order mark is another encoding's than the one that was told.
  case encodingContradicts(told: TextEncoding, mark: TextEncoding)
  case notText
  case otherFormat(OtherFormat)
  case customDump
  case dump(DumpProblem)
  /// The file is read from where its records are kept.
  case kept(KeptProblem)

  // What the text is.
  case recordTooLong(limit: Int)
  /// Why the header cannot be read.
  case header(String)
  case delimiter(String)
  case invalidJSON(String)
  case endsInTheMiddle
  case nestedTooDeep(limit: Int)
  /// Nothing stands at the path of records; what does stand where the way ends.
  case noRecords(at: RecordPath, found: String)
  case records(RecordsProblem)
  case keyTwice(String)
  /// The table that is wanted, and how many there are.
  case noTable(Int, found: Int)
  case tooManyColumns(limit: Int)
}
