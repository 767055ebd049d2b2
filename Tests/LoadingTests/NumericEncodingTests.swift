import FlatFiles
import Loading
import Postgres
import TestSupport
import Testing

/// The server is asked what it makes of the same text.
@Suite(.emptyDatabase) struct NumericEncodingTests {
  @Test(arguments: [1, 2, 3] as [UInt64])
  func randomDecimalsAreWhatTheServerReads(seed: UInt64) throws {
    var generator = SeededGenerator(seed: seed)
    let texts = (0..<3000).map { _ in randomDecimal(&generator) }
    #expect(try disagreements(texts) == [])
  }

  @Test func decimalsAtTheEdgesAreWhatTheServerReads() throws {
    let long = String(repeating: "1234567890", count: 300)
    let texts = [
      "0", "-0", "+0", "0.0", "-0.000", "00", "0e5", "0e-5", "0e100000", ".5", "5.", "-.5e1", "1e0",
      "1E+3", "1.50", "1e-5", "12345e-5", "9999", "10000", "99990000", "1e4", "1e-4", "1e-16383",
      "-1e-16383", "1e1000", "1.5e1000", "0000000000000001", "0.0001", "0.00001", "100000000.0001",
      long, "0." + long, long + "." + long, "1e131071", "9.999e131071",
    ]
    #expect(try disagreements(texts) == [])
  }

  /// Every count of digits before and behind the point, up to beyond the length that is read four
  /// digits at a time, with and without zeros at either end, and the forms that are not.
  @Test func decimalsOfEveryShapeAreWhatTheServerReads() throws {
    let digits = String(repeating: "9070054321", count: 4)
    var texts: [String] = []
    for whole in 0...34 {
      for fraction in 0...30 where whole + fraction > 0 {
        let (front, back) = (digits.prefix(whole), digits.dropFirst(2).prefix(fraction))
        texts.append("\(front).\(back)")
        texts.append("-0\(front).\(back)000")
      }
      texts += ["+\(digits.prefix(whole + 1))", "\(digits.prefix(whole)).5e-3", "000.\(digits)e2"]
    }
    #expect(try disagreements(texts) == [])
  }

  @Test(arguments: ["1e131072", "1e-16384", "0e-16384", "1e99999999999999999999", "-1e200000"])
  func whatNoNumericHoldsIsRefusedHereAndThere(text: String) throws {
    let buffer = ByteBuffer()
    #expect(!encode(text, to: buffer))
    #expect(buffer.count == 0)
    let connection = try TestDatabase.connect()
    #expect(throws: PostgresError.self) { try connection.execute("SELECT \(text)::numeric") }
  }

  @Test(arguments: [(5, 2), (3, 0), (2, 4), (20, 8), (4, 4)])
  func whatFitsAColumnIsWhatTheServerTakes(precision: Int, scale: Int) throws {
    let connection = try TestDatabase.connect()
    try connection.execute(
      """
      CREATE FUNCTION fits(number text) RETURNS boolean LANGUAGE plpgsql AS $$
      BEGIN
        PERFORM number::numeric(\(sql: SQL(unchecked: "\(precision), \(scale)")));
        RETURN true;
      EXCEPTION WHEN numeric_value_out_of_range THEN RETURN false;
      END $$
      """)
    var generator = SeededGenerator(seed: UInt64(precision * 100 + scale))
    let edges = ["999.99", "999.994", "999.995", "-999.995", "99949e-2", "0.0099995", "0.01", "0"]
    for text in edges + (0..<400).map({ _ in nearlyFull(&generator) }) {
      let allowed = try #require(try connection.first("SELECT fits(\(text))"))
      var copy = text
      let fits = copy.withUTF8 {
        BinaryNumeric.fits(UnsafeRawBufferPointer($0), precision: precision, scale: scale)
      }
      #expect(try fits == allowed.get(0), "\(text)")
    }
  }

  /// The texts whose number here is another than the server's, by its digits or its scale.
  private func disagreements(_ texts: [String]) throws -> [String] {
    let connection = try TestDatabase.connect()
    try connection.script("CREATE TABLE numbers (id bigint, ours numeric)")
    let buffer = ByteBuffer()
    buffer.append(Array("PGCOPY\n".utf8) + [0xFF, 0x0D, 0x0A, 0] + [UInt8](repeating: 0, count: 8))
    for (id, text) in texts.enumerated() {
      buffer.append([0, 2, 0, 0, 0, 8] + withUnsafeBytes(of: Int64(id).bigEndian, Array.init))
      #expect(encode(text, to: buffer), "\(text)")
    }
    buffer.append([0xFF, 0xFF])
    try connection.copyIn("COPY numbers FROM STDIN (FORMAT binary)") { try $0.write(buffer.bytes) }
    return try rows(
      connection,
      """
      SELECT left(theirs, 40) || ' became ' || left(ours::text, 40)
      FROM unnest(\(texts)::text[]) WITH ORDINALITY AS t (theirs, number)
      JOIN numbers ON id = number - 1
      WHERE ours::text <> theirs::numeric::text OR scale(ours) <> scale(theirs::numeric)
      """)
  }

  private func encode(_ text: String, to buffer: ByteBuffer) -> Bool {
    var text = text
    return text.withUTF8 { BinaryNumeric.write(UnsafeRawBufferPointer($0), to: buffer) }
  }

  private func randomDecimal(_ generator: inout SeededGenerator) -> String {
    func digits(_ most: Int) -> String {
      let zeros = Bool.random(using: &generator) ? Int.random(in: 0...6, using: &generator) : 0
      let count = Int.random(in: 0...most, using: &generator)
      let middle = (0..<count).map { _ in String(Int.random(in: 0...9, using: &generator)) }
      return String(repeating: "0", count: zeros) + middle.joined()
        + String(repeating: "0", count: Int.random(in: 0...5, using: &generator))
    }
    let most = Bool.random(using: &generator) ? 12 : 60
    let sign = ["", "-", "+"].randomElement(using: &generator) ?? ""
    let point = Bool.random(using: &generator) ? "." + digits(most) : ""
    let exponent =
      Int.random(in: 0...2, using: &generator) == 0
      ? "e\(Int.random(in: -400...400, using: &generator))" : ""
    return sign + "\(Int.random(in: 0...9, using: &generator))" + digits(most) + point + exponent
  }

  /// Numbers that are all nines but for a few digits: at the edge of what a column takes.
  private func nearlyFull(_ generator: inout SeededGenerator) -> String {
    let digits = (0..<Int.random(in: 1...9, using: &generator)).map { _ in
      ["9", "9", "9", "9", "4", "5", "0"].randomElement(using: &generator) ?? "9"
    }
    return digits.joined() + "e\(Int.random(in: -8...2, using: &generator))"
  }
}

extension ByteBuffer {
  fileprivate func append(_ bytes: [UInt8]) { bytes.withUnsafeBytes { _ = append($0) } }
}
