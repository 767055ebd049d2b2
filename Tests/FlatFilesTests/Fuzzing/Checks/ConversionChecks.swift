import FlatFiles

/// Converts the input to CSV, and that once more: canonical CSV must stay as it is. Then to NDJSON,
/// of which each line must be a record.
func checkConversion(_ input: UnsafeRawBufferPointer, in file: InputFile) throws {
  try file.write(input)
  let lines = try converted(file.source, to: .ndjson)
  let once = try converted(file.source, to: .csv)
  if let once { try checkConversion(ofCanonical: once.bytes, in: file) }
  guard let lines, !lines.bytes.isEmpty else { return }
  try lines.bytes.withUnsafeBytes { try file.write($0) }
  var options = ReadOptions()
  options.format = .ndjson
  guard let again = try converted(file.source, to: .ndjson, options),
    again.tally.records == lines.tally.records, again.tally.rejected == 0
  else {
    throw WrongReading(
      "\(lines.tally.records) records are other ones as NDJSON:\n"
        + String(decoding: lines.bytes, as: UTF8.self))
  }
}

private func checkConversion(ofCanonical once: [UInt8], in file: InputFile) throws {
  // An empty file has nothing to be read again.
  if once.isEmpty { return }
  try once.withUnsafeBytes { try file.write($0) }
  var options = ReadOptions()
  options.format = .csv
  options.encoding = .utf8
  options.dialect = .canonical
  let twice = try converted(file.source, to: .csv, options)
  guard once == twice?.bytes else {
    throw WrongReading(
      "canonical CSV changes when it is converted:\n\(String(decoding: once, as: UTF8.self))\nto\n"
        + (twice.map { String(decoding: $0.bytes, as: UTF8.self) } ?? "(an error)"))
  }
}

/// The first table in another form; nil where the file cannot be read.
private func converted(
  _ source: SourceFile, to form: Conversion.Form, _ options: ReadOptions = ReadOptions()
) throws -> (bytes: [UInt8], tally: Conversion.Tally)? {
  let sink = MemorySink()
  var conversion = Conversion(to: form)
  conversion.table = 1
  do {
    let tally = try conversion.run(source, options, to: sink) { _ in }
    return (sink.bytes, tally)
  } catch is FileError {
    return nil
  }
}
