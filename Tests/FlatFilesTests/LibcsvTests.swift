import CCSV
import FlatFiles
import Testing

/// Lines without quotes are cut here and not by libcsv; this holds them to what libcsv would say.
@Suite struct LibcsvTests {
  @Test(arguments: [1, 2, 3, 4])
  func aLineWithoutQuotesIsCutAsLibcsvCutsIt(seed: UInt64) throws {
    var random = SeededGenerator(state: seed)
    let delimiter =
      [UInt8(ascii: ","), UInt8(ascii: ";"), 0x09, UInt8(ascii: "|")]
      .randomElement(using: &random) ?? UInt8(ascii: ",")
    let width = Int.random(in: 2...9, using: &random)
    let lines = (0..<500).map { _ in line(of: width, delimiter, using: &random) }
    let ending = Bool.random(using: &random) ? "\n" : "\r\n"
    let file = try TemporaryFile(lines.joined(separator: ending))

    let options = csv {
      $0.delimiter = [delimiter]
      $0.headerLines = 0
      $0.columnCount = width
    }
    let result = read(file, options)
    #expect(result.rejects == [])
    #expect(result.fields == libcsv(try file.contents, delimiter))
  }

  /// A record of letters, digits, blanks, signs and letters beyond ASCII, some fields empty, but
  /// never all of them: a blank line is no record.
  private func line(
    of width: Int, _ delimiter: UInt8, using random: inout SeededGenerator
  ) -> String {
    let letters = Array("abc 019.-+e:/_'\\#ßé€")
    let fields = (0..<width).map { column in
      let length = Int.random(in: (column == 0 ? 1 : 0)...12, using: &random)
      return String((0..<length).map { _ in letters.randomElement(using: &random) ?? "a" })
    }
    return fields.joined(separator: String(UnicodeScalar(delimiter)))
  }

  /// The fields as libcsv alone tells them, with blanks kept.
  private func libcsv(_ bytes: [UInt8], _ delimiter: UInt8) -> [[String]] {
    final class Records {
      var all: [[String]] = []
      var current: [String] = []
    }
    let records = Records()
    var parser = csv_parser()
    csv_init(&parser, UInt8(CSV_STRICT | CSV_STRICT_FINI))
    defer { csv_free(&parser) }
    csv_set_delim(&parser, delimiter)
    csv_set_space_func(&parser) { _ in 0 }
    let onField: @convention(c) (UnsafeMutableRawPointer?, Int, UnsafeMutableRawPointer?) -> Void =
      {
        content, length, context in
        guard let context else { return }
        let field = UnsafeRawBufferPointer(start: content, count: length)
        Unmanaged<Records>.fromOpaque(context).takeUnretainedValue().current
          .append(String(decoding: field, as: UTF8.self))
      }
    let onEnd: @convention(c) (Int32, UnsafeMutableRawPointer?) -> Void = { _, context in
      guard let context else { return }
      let records = Unmanaged<Records>.fromOpaque(context).takeUnretainedValue()
      records.all.append(records.current)
      records.current = []
    }
    let context = Unmanaged.passUnretained(records).toOpaque()
    let parsed = csv_parse(&parser, bytes, bytes.count, onField, onEnd, context)
    #expect(parsed == bytes.count)
    #expect(csv_fini(&parser, onField, onEnd, context) == 0)
    return records.all
  }
}
