/// What stops the reading or writing of a file: the file as a whole is at fault, not a record.
///
/// Whatever could be read before the fault has been handed out before this is thrown.
package struct FileError: Error, Sendable, Hashable {
  /// The path as it was given; `-` for standard input.
  package var path: String
  /// Where in the content the fault was met; nil where it concerns the whole file.
  package var position: Position?
  package var problem: FileProblem

  package init(path: String, position: Position? = nil, problem: FileProblem) {
    self.path = path
    self.position = position
    self.problem = problem
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
  case changedWhileReading

  // What the bytes are.
  case compressed(Compression)
  case gzipCutShort(compressedByte: Int)
  case gzipDamaged(compressedByte: Int, reason: String)
  case expandsTooFar(limit: Int)
  case encoding(String)
  case notText
  case customDump
  case dump(DumpProblem)

  // What the text is.
  case recordTooLong(limit: Int)
  /// Why the header cannot be read.
  case header(String)
  case delimiter(String)
  case invalidJSON(String)
  case endsInTheMiddle
  case nestedTooDeep(limit: Int)
  /// Nothing stands at the path of records; what does stand where the way ends.
  case noRecords(at: FieldPath, found: String)
  case keyTwice(String)
}
