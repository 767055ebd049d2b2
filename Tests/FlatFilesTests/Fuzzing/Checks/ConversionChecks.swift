import FlatFiles

/// Converts the input to CSV, and that once more: canonical CSV must stay as it is.
func checkConversion(_ input: UnsafeRawBufferPointer, in file: InputFile) throws {
  try file.write(input)
  guard let once = try converted(file.source) else { return }
  // An empty file has nothing to be read again.
  if once.isEmpty { return }
  try once.withUnsafeBytes { try file.write($0) }
  var options = ReadOptions()
  options.format = .csv
  options.encoding = .utf8
  options.dialect.delimiter = [UInt8(ascii: ",")]
  options.dialect.quote = .byte(UInt8(ascii: "\""))
  options.dialect.recordEnd = .lineFeed
  options.dialect.preambleLines = 0
  options.dialect.headerLines = 1
  let twice = try converted(file.source, options)
  guard once == twice else {
    throw WrongReading(
      "canonical CSV changes when it is converted:\n\(String(decoding: once, as: UTF8.self))\nto\n"
        + (twice.map { String(decoding: $0, as: UTF8.self) } ?? "(an error)"))
  }
}

/// The first table as CSV; nil where the file cannot be read.
private func converted(
  _ source: SourceFile, _ options: ReadOptions = ReadOptions()
) throws -> [UInt8]? {
  let sink = WrittenBytes()
  var conversion = Conversion(to: .csv)
  conversion.table = 1
  do {
    _ = try conversion.run(source, options, to: sink) { _ in }
    return sink.bytes
  } catch is FileError {
    return nil
  }
}

private final class WrittenBytes: ByteSink {
  private(set) var bytes: [UInt8] = []

  func write(_ bytes: UnsafeRawBufferPointer) throws { self.bytes += bytes }
}
