import FlatFiles
import Testing

struct EncodingTests {
  private let text = "name,note\nMüller,caffè\nÅse,10 €\n"
  private let fields = [["Müller", "caffè"], ["Åse", "10 €"]]

  /// Text in bytes of Windows-1252.
  private func windows1252(_ text: String) -> [UInt8] {
    let signs: [Character: UInt8] = [
      "€": 0x80, "„": 0x84, "…": 0x85, "‘": 0x91, "’": 0x92, "“": 0x93, "”": 0x94, "–": 0x96,
      "™": 0x99, "œ": 0x9C, "Ÿ": 0x9F,
    ]
    return text.flatMap { character -> [UInt8] in
      if let sign = signs[character] { return [sign] }
      return character.unicodeScalars.map { UInt8(truncatingIfNeeded: $0.value) }
    }
  }

  private func utf16(_ text: String, isBig: Bool, mark: Bool) -> [UInt8] {
    ((mark ? [0xFEFF] : []) + Array(text.utf16)).flatMap { unit -> [UInt8] in
      let (high, low) = (UInt8(unit >> 8), UInt8(unit & 0xFF))
      return isBig ? [high, low] : [low, high]
    }
  }

  private func told(_ encoding: TextEncoding, _ options: ReadOptions = csv()) -> ReadOptions {
    var options = options
    options.encoding = encoding
    return options
  }

  @Test func utf8IsReadWithAndWithoutItsMark() throws {
    for mark in [[], [0xEF, 0xBB, 0xBF]] as [[UInt8]] {
      let file = try TemporaryFile(mark + Array(text.utf8))
      for options in [csv(), told(.utf8)] {
        let result = read(file, options)
        #expect(result.encoding == .utf8)
        #expect(result.columnNames == ["name", "note"])
        #expect(result.fields == fields)
        #expect(result.records.first?.byte == 10 + mark.count)
      }
    }
  }

  @Test(arguments: [true, false])
  func utf16IsReadBothWaysAndInPiecesOfAnySize(_ isBig: Bool) throws {
    let long = text + "\u{1F600},\u{4E2D}\u{6587}\n" + String(repeating: "x,y\n", count: 40_000)
    let encoding = isBig ? TextEncoding.utf16BE : .utf16LE
    let plain = read(try TemporaryFile(long), csv())
    for mark in [true, false] {
      let file = try TemporaryFile(utf16(long, isBig: isBig, mark: mark))
      for options in [csv(), told(encoding), tiny(csv(), pieceBytes: 3, batchRecords: 1000)] {
        let result = read(file, options)
        #expect(result.encoding == encoding)
        // Places are those of the text as UTF-8.
        #expect(result.records == plain.records)
        #expect(result.error == nil)
        #expect(try result.sha256 == file.source.fingerprint())
        #expect(result.sha256 != plain.sha256)
      }
    }
  }

  @Test func jsonAndCompressedFilesAreConvertedToo() throws {
    let lines = "{\"a\":\"é\"}\n{\"a\":\"\u{1F600}\"}\n"
    for bytes in [utf16(lines, isBig: false, mark: true), utf16(lines, isBig: true, mark: false)] {
      #expect(
        read(try TemporaryFile(bytes), tiny(json(["a"], format: .auto))).fields
          == [["\"é\""], ["\"\u{1F600}\""]])
    }
    let packed = try zip(Packed("x.csv", utf16(text, isBig: false, mark: true)))
    #expect(read(try TemporaryFile(packed), csv()).fields == fields)
  }

  @Test func anUnpairedSurrogateRejectsItsRecordAlone() throws {
    for (isBig, encoding) in [(true, TextEncoding.utf16BE), (false, .utf16LE)] {
      func units(_ units: [UInt16]) -> [UInt8] {
        units.flatMap {
          isBig ? [UInt8($0 >> 8), UInt8($0 & 255)] : [UInt8($0 & 255), UInt8($0 >> 8)]
        }
      }
      let bytes =
        utf16("a,b\né,", isBig: isBig, mark: true) + units([0xD83D])
        + utf16("\n2,y\n3,", isBig: isBig, mark: false) + units([0xDE00])
        + utf16("\n4,z\n5,", isBig: isBig, mark: false) + units([0xD83D, 0xD83D, 0xDE00])
        + utf16("\n6,w\n7,", isBig: isBig, mark: false) + units([0xD83D])
      for options in [csv(), tiny(csv(), pieceBytes: 5)] {
        let result = read(try TemporaryFile(bytes), options)
        #expect(result.encoding == encoding)
        #expect(result.fields == [["2", "y"], ["4", "z"], ["6", "w"]])
        #expect(
          result.rejects.map(\.message)
            == [7, 17, 27, 41].map {
              "the record is not valid UTF-8 at byte \($0)"
            })
        #expect(result.rejects.first?.raw == [0xC3, 0xA9, 0x2C, 0xED, 0xA0, 0xBD])
      }
    }
  }

  @Test func halfAUnitAtTheEndRejectsTheLastRecord() throws {
    let bytes = utf16("a,b\n1,x\n2,y", isBig: false, mark: true) + [0x30]
    let result = read(try TemporaryFile(bytes), tiny(csv()))
    #expect(result.fields == [["1", "x"]])
    #expect(result.rejects.map(\.code) == [.invalidUTF8])
  }

  @Test func aNULCharacterOfUTF16RejectsItsRecord() throws {
    let bytes = utf16("a,b\n1,\0\n2,y\n", isBig: false, mark: true)
    let result = read(try TemporaryFile(bytes), csv())
    #expect(result.fields == [["2", "y"]])
    #expect(result.rejects.map(\.code) == [.nulCharacter])
  }

  @Test func windows1252IsTakenWhereItIsTold() throws {
    let bytes =
      Array("a,b\n".utf8) + windows1252("“Ÿ”,œ…\n") + [0x31, 0x2C, 0x81, 0x0A]
      + Array("2,y\n".utf8)
    let file = try TemporaryFile(bytes)
    for options in [told(.windows1252), tiny(told(.windows1252))] {
      let result = read(file, options)
      #expect(result.encoding == .windows1252)
      #expect(result.fields == [["“Ÿ”", "œ…"], ["2", "y"]])
      // The byte that has no character stays what it is.
      #expect(result.rejects.map(\.message) == ["the record is not valid UTF-8 at byte 21"])
      #expect(result.rejects.map(\.raw) == [[0x31, 0x2C, 0x81]])
    }
    let latin = read(file, told(.latin1))
    #expect(latin.fields.map(\.count) == [2, 2, 2])
    #expect(latin.fields[1] == ["1", "\u{81}"])
  }

  @Test(arguments: [
    "name,note\nMüller,caffè\nÅse,10 €\n", "id,price\n1,€ 10\n2,£5\n", "t,°C\n1,20\n",
    "a,b\n1,„Spaß“\n2,l’été à Paris – “Élan”\n", "a,b\n1,5 m²\n", "città,perché\n1,2\n",
    "a\nnaïve", "a,b\n1,Brand™\n",
  ])
  func windows1252IsRecognisedByItsLettersAndSigns(_ text: String) throws {
    let result = read(try TemporaryFile(windows1252(text)), csv())
    #expect(result.encoding == .windows1252)
    let plain = read(try TemporaryFile(text), csv())
    #expect(result.records == plain.records)
    #expect(result.columnNames == plain.columnNames)
    #expect(result.rejects == [])
  }

  private static let notWindows1252: [(String, [UInt8])] = [
    ("bytes that no text has", [0xFF, 0xFE]),
    ("what is left of a character", [0xE2, 0x82]),
    ("a stray continuation", [0x82, 0xAC]),
    ("one bad byte among characters", [0xC3, 0xA9, 0xC3, 0xBC, 0x78, 0xE9, 0x79]),
    ("Cyrillic", [0xD6, 0xE5, 0xED, 0xE0, 0x20, 0xE8]),
    ("Chinese", [0xB1, 0xB1, 0xBE, 0xA9]),
    ("Polish", [0x7A, 0xB3, 0x6F, 0x74, 0x79, 0x20, 0x62, 0xB3, 0x64]),
  ]

  @Test(arguments: notWindows1252)
  func whatIsNotSurelyWindows1252StaysUTF8AndRejectsItsRecords(
    _ name: String, _ bytes: [UInt8]
  ) throws {
    let result = read(try TemporaryFile(Array("a,b\n1,".utf8) + bytes + [0x0A]), csv())
    #expect(result.encoding == .utf8)
    #expect(result.rejects.map(\.code) == [.invalidUTF8])
  }

  @Test func theFirstBlockDecides() throws {
    let ascii = "a,b\n" + String(repeating: "1,x\n", count: 20_000)
    let file = try TemporaryFile(Array(ascii.utf8) + windows1252("Müller,y\n"))
    let result = read(file, csv())
    #expect(result.encoding == .utf8)
    #expect(result.records.count == 20_000)
    #expect(result.rejects.map(\.message) == ["the record is not valid UTF-8 at byte 80005"])
    #expect(read(file, told(.windows1252)).fields.last == ["Müller", "y"])
    // A character that the block cuts is not held against it.
    for shift in 0..<4 {
      let head = "a,b\n" + String(repeating: "x", count: shift) + ",y\n"
      let cut = head + String(repeating: "é,€\n", count: 20_000)
      #expect(read(try TemporaryFile(cut), csv()).encoding == .utf8)
    }
  }

  @Test func aMarkThatSaysOtherwiseIsAnError() throws {
    let file = try TemporaryFile(utf16(text, isBig: true, mark: true))
    let error = read(file, told(.utf16LE)).error
    #expect(error?.problem == .encodingContradicts(told: .utf16LE, mark: .utf16BE))
    let marked = try TemporaryFile([0xEF, 0xBB, 0xBF] + Array(text.utf8))
    #expect(
      read(marked, told(.latin1)).error?.problem
        == .encodingContradicts(told: .latin1, mark: .utf8))
  }

  @Test func nulIsNoSignOfBinaryDataByItself() throws {
    let nul = read(try TemporaryFile("a,b\n1,\0\n2,y\n"), csv())
    #expect(nul.fields == [["2", "y"]])
    #expect(nul.rejects.map(\.code) == [.nulCharacter])
    for byte in [1, 8, 14, 0x19] as [UInt8] {
      let bytes = Array("a,b\n1,\0\n".utf8) + [byte]
      #expect(read(try TemporaryFile(bytes), csv()).error?.problem == .notText)
    }
    for byte in [9, 11, 12, 0x1A, 0x1B, 0x1F] as [UInt8] {
      let bytes = Array("a,b\n1,\0\n".utf8) + [byte]
      #expect(read(try TemporaryFile(bytes), csv()).error == nil)
    }
    #expect(read(try TemporaryFile("a,b\n1,\u{1}\n"), csv()).fields == [["1", "\u{1}"]])
  }

  /// Text is converted as the standard library does it, whatever it is.
  @Test(arguments: 0..<20)
  func anyTextComesOutEqual(_ seed: UInt64) throws {
    var random = SeededGenerator(state: seed + 900)
    let ranges: [ClosedRange<UInt32>] = [
      0x20...0x7E, 0xA0...0xFF, 0x100...0xFFF, 0x4E00...0x9FFF, 0x10000...0x10FFFF,
    ]
    let count = seed % 2 == 0 ? 2 : ranges.count
    let cell = {
      String(
        String.UnicodeScalarView(
          (0..<Int.random(in: 1...9, using: &random)).compactMap { _ in
            Unicode.Scalar(
              UInt32.random(
                in: ranges[Int.random(in: 0..<count, using: &random)], using: &random))
          }.filter { !"\",".unicodeScalars.contains($0) }))
    }
    let rows = (0..<200).map { _ in [cell() + "x", "y" + cell()] }
    let text = rows.map { $0.joined(separator: ",") + "\n" }.joined()
    var options = csv {
      $0.headerLines = 0; $0.delimiter = [UInt8(ascii: ",")]
    }
    options = tiny(options, pieceBytes: Int.random(in: 1...9, using: &random))
    for (encoding, isBig) in [(TextEncoding.utf16LE, false), (.utf16BE, true)] {
      let file = try TemporaryFile(utf16(text, isBig: isBig, mark: false))
      #expect(read(file, told(encoding, options)).fields == rows)
    }
    if count == 2 {
      let file = try TemporaryFile(text.unicodeScalars.map { UInt8($0.value) })
      for encoding in [TextEncoding.latin1, .windows1252] {
        #expect(read(file, told(encoding, options)).fields == rows)
      }
    }
  }
}
