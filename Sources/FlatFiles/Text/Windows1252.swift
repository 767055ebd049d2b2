/// The code page that Windows calls ANSI in Western Europe and the Americas: Latin-1, with signs and
/// a few letters where that has control characters.
enum Windows1252 {
  /// The characters of the bytes 0x80 to 0x9F; 0 where there is none.
  static let upper: [UInt16] = [
    0x20AC, 0, 0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021,
    0x02C6, 0x2030, 0x0160, 0x2039, 0x0152, 0, 0x017D, 0,
    0, 0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2013, 0x2014,
    0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0, 0x017E, 0x0178,
  ]

  /// Whether a byte above ASCII stands where a writer of a Western language would put its character.
  ///
  /// A letter stands beside an ASCII letter, and a large one behind no small one, or it is a word of
  /// its own: words that are all letters above ASCII are of another code page. A sign is one that is
  /// in use and stands beside ASCII, and only signs of writing stand within a word.
  static func makesSense(at index: Int, in text: UnsafeRawBufferPointer) -> Bool {
    let before = index > 0 ? text[index - 1] : 0x0A
    let after = index + 1 < text.count ? text[index + 1] : 0x0A
    switch text[index] {
    case 0x8A, 0x8C, 0x8E, 0x9F, 0xC0...0xD6, 0xD8...0xDE:
      return !isSmall(before) && (isLetter(before) || isLetter(after))
        || isAlone(before, after)
    case 0x83, 0x9A, 0x9C, 0x9E, 0xDF...0xF6, 0xF8...0xFE:
      return isLetter(before) || isLetter(after) || isAlone(before, after)
    case 0x84, 0x85, 0x91...0x94, 0x96, 0x97, 0xA0, 0xB4, 0xB7:  // „ … ‘ ’ “ ” – — blank ´ ·
      return isASCII(before) || isASCII(after)
    // € ‰ • ™ ¡ ¢ £ ¥ § © ª « ® ° ± ² ³ µ º » ¼ ½ ¾ ¿ × ÷
    case 0x80, 0x89, 0x95, 0x99, 0xA1...0xA3, 0xA5, 0xA7, 0xA9...0xAB, 0xAE, 0xB0...0xB3, 0xB5,
      0xBA...0xBF, 0xD7, 0xF7:
      return (isASCII(before) || isASCII(after)) && !(isLetter(before) && isLetter(after))
    default: return false  // no character, or one that hardly occurs, like ÿ
    }
  }

  private static func isASCII(_ byte: UInt8) -> Bool { byte < 0x80 }

  private static func isSmall(_ byte: UInt8) -> Bool {
    (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte)
  }

  private static func isLetter(_ byte: UInt8) -> Bool { isSmall(byte | 0x20) }

  /// Whether blanks, or a blank and a mark, stand around a word of one letter: `à la carte`.
  private static func isAlone(_ before: UInt8, _ after: UInt8) -> Bool {
    (before == 0x20 || after == 0x20) && isASCII(before) && isASCII(after)
  }
}
