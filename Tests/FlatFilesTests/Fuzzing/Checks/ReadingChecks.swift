import FlatFiles

/// Reads the input in pieces of usual size, and again in small ones, where every record lies across
/// an edge: both must come to the same, and everything must have its place in the file.
func checkReading(
  _ input: UnsafeRawBufferPointer, in file: InputFile, _ adjust: (inout ReadOptions) -> Void
) throws {
  try file.write(input)
  var options = ReadOptions()
  options.limits = .ofChecks(input)
  adjust(&options)
  try checkReading(of: file.source, options, pieceBytes: smallPieceBytes(input))
}

/// The same with compressed files and all members of archives.
func checkBytes(_ input: UnsafeRawBufferPointer, in file: InputFile) throws {
  try file.write(input)
  var options = ReadOptions()
  options.limits = .ofChecks(input)
  options.limits.expandedBytes = 1 << 20
  let sources =
    (try? SourceFiles(named: file.source.path, limits: options.limits))?.files ?? [file.source]
  for source in sources.prefix(8) {
    try checkReading(of: source, options, pieceBytes: smallPieceBytes(input))
  }
}

/// A size of pieces that is another for most inputs, and always the same for one.
private func smallPieceBytes(_ input: UnsafeRawBufferPointer) -> Int {
  [7, 1, 16, 3][input.count % 4]
}

extension ReadLimits {
  /// Limits that one input in three comes to.
  fileprivate static func ofChecks(_ input: UnsafeRawBufferPointer) -> ReadLimits {
    var limits = ReadLimits()
    // Longer than inputs are, and soon allocated.
    limits.pieceBytes = 16 << 10
    guard input.count % 3 == 0 else { return limits }
    limits.recordBytes = 512
    limits.documentBytes = 256
    limits.quotedBytes = 128
    limits.valueBytes = 16
    limits.depth = 8
    return limits
  }
}

private func checkReading(
  of source: SourceFile, _ options: ReadOptions, pieceBytes: Int
) throws {
  let whole = try Transcript(of: source, options)
  var options = options
  options.limits.pieceBytes = pieceBytes
  options.limits.batchBytes = 16
  let pieces = try Transcript(of: source, options)
  if let difference = whole.difference(from: pieces) {
    throw WrongReading(
      "read \(pieceBytes) bytes at a time, the file comes to something else: " + difference)
  }
}
