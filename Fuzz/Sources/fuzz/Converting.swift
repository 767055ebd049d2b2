import FlatFiles
import Layouts

/// Converts the input to CSV, and that once more: canonical CSV must stay as it is.
func convertTwice(_ input: UnsafeRawBufferPointer) {
  write(input)
  guard let once = converted() else { return }
  once.withUnsafeBytes { write($0) }
  var options = ReadOptions()
  options.format = .csv
  options.dialect.delimiter = [UInt8(ascii: ",")]
  options.dialect.quote = .byte(UInt8(ascii: "\""))
  options.dialect.recordEnd = .lineFeed
  options.dialect.preambleLines = 0
  options.dialect.headerLines = 1
  // An empty file has nothing to be read again.
  guard !once.isEmpty, let twice = converted(options) else { return }
  guard once == twice else {
    fatalError(
      "canonical CSV changes when it is converted\n\(String(decoding: once, as: UTF8.self))\n"
        + String(decoding: twice, as: UTF8.self))
  }
}

private func converted(_ options: ReadOptions = ReadOptions()) -> [UInt8]? {
  let sink = Bytes()
  var conversion = Conversion(to: .csv)
  conversion.table = 1
  do {
    _ = try conversion.run(file, options, to: sink) { _ in }
    return sink.bytes
  } catch {
    return nil
  }
}

private final class Bytes: ByteSink {
  var bytes: [UInt8] = []

  func write(_ bytes: UnsafeRawBufferPointer) throws { self.bytes += bytes }
}

/// Reads the input as a layout and a file, and validates the file through the layout.
func mapThrough(_ input: UnsafeRawBufferPointer) {
  let parts = String(decoding: input, as: UTF8.self).split(
    separator: "\n---\n", maxSplits: 1, omittingEmptySubsequences: false)
  var content = String(parts.last ?? "")
  content.withUTF8 { write(UnsafeRawBufferPointer($0)) }
  do {
    let layout = try Layout(yaml: String(parts[0]), file: "layout.yml")
    let effective = try layout.effective(LayoutOptions(source: "fuzz"), fileName: "fuzz.csv")
    let clock = FileClock(captured: nil, now: 2_000_000_000_000_000)
    let verdict = try FileValidation(effective, clock: clock).verdict(on: file)
    precondition(verdict.records >= verdict.rejected)
    _ = effective.canonicalText
  } catch {
    _ = "\(error)"
  }
}
