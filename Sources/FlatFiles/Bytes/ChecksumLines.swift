/// The SHA-256 digests that a checksum file lists, in the forms that tools write them in:
///
///     ecc…450  trades.zip                      sha256sum, shasum; also the digits alone
///     ecc…450 *trades.zip
///     SHA256 (trades.zip) = ecc…450            BSD, shasum --tag
///     SHA2-256(trades.zip)= ecc…450            openssl dgst, SHA256(…)= before version 3
///     SHA256          ECC…450     C:\trades.zip    Get-FileHash of PowerShell, as a table
///     Hash      : ECC…450                          … and as a list
///     Path      : C:\trades.zip
struct ChecksumLines {
  typealias Entry = (digest: String, name: String)

  private(set) var entries: [Entry] = []
  /// Whether every line was one of the forms.
  private(set) var isUnderstood = true

  /// What PowerShell's lists said before the digest at hand.
  private var listsOther = false

  init(_ bytes: [UInt8]) {
    for line in Self.text(bytes).split(whereSeparator: \.isNewline) {
      if line.allSatisfy(\.isWhitespace) { continue }
      let isKnown =
        addPlain(line) || addTagged(line) || addOfTable(line) || addOfList(line)
        || Self.isDecoration(line)
      isUnderstood = isUnderstood && isKnown
    }
  }

  /// PowerShell writes UTF-16 with a mark where output is sent to a file.
  private static func text(_ bytes: [UInt8]) -> String {
    let isBigEndian = bytes.starts(with: [0xFE, 0xFF])
    guard isBigEndian || bytes.starts(with: [0xFF, 0xFE]) else {
      let mark = bytes.starts(with: TextEncoding.byteOrderMark) ? 3 : 0
      return String(decoding: bytes.dropFirst(mark), as: UTF8.self)
    }
    var units: [UInt16] = []
    for at in stride(from: 2, to: bytes.count - 1, by: 2) {
      let high = UInt16(bytes[isBigEndian ? at : at + 1])
      let low = UInt16(bytes[isBigEndian ? at + 1 : at])
      units.append(high << 8 | low)
    }
    return String(decoding: units, as: UTF16.self)
  }

  // MARK: - Forms

  private mutating func addPlain(_ line: Substring) -> Bool {
    let words = line.split(maxSplits: 1, whereSeparator: \.isWhitespace)
    guard let digest = Self.digest(words[0]) else { return false }
    var name = Self.trimmed(words.count > 1 ? words[1] : "")
    // What was read as binary has a star.
    if name.first == "*" { name = name.dropFirst() }
    entries.append((digest, Self.fileName(name)))
    return true
  }

  private mutating func addTagged(_ line: Substring) -> Bool {
    guard let open = line.firstIndex(of: "("), let close = line.lastIndex(of: ")"), open < close
    else { return false }
    let algorithm = Self.trimmed(line[..<open])
    let behind = Self.trimmed(line[line.index(after: close)...])
    guard behind.first == "=", algorithm.allSatisfy(Self.isOfAlgorithm) else { return false }
    guard Self.isSHA256(algorithm) else { return true }
    guard let digest = Self.digest(Self.trimmed(behind.dropFirst())) else { return false }
    entries.append((digest, Self.fileName(line[line.index(after: open)..<close])))
    return true
  }

  private mutating func addOfTable(_ line: Substring) -> Bool {
    let words = line.split(maxSplits: 2, whereSeparator: \.isWhitespace)
    guard words.count == 3, words[0].allSatisfy(Self.isOfAlgorithm), Self.isHex(words[1]),
      words[1].count >= 32
    else { return false }
    guard Self.isSHA256(words[0]) else { return true }
    guard let digest = Self.digest(words[1]) else { return false }
    entries.append((digest, Self.fileName(Self.trimmed(words[2]))))
    return true
  }

  private mutating func addOfList(_ line: Substring) -> Bool {
    guard let colon = line.firstIndex(of: ":") else { return false }
    let value = Self.trimmed(line[line.index(after: colon)...])
    switch Self.trimmed(line[..<colon]) {
    case "Algorithm": listsOther = !Self.isSHA256(value)
    case "Hash":
      if listsOther { return Self.isHex(value) }
      guard let digest = Self.digest(value) else { return false }
      entries.append((digest, ""))
    case "Path":
      if listsOther { return true }
      guard entries.last?.name == "" else { return false }
      entries[entries.count - 1].name = Self.fileName(value)
    default: return false
    }
    return true
  }

  /// The head of a table of PowerShell.
  private static func isDecoration(_ line: Substring) -> Bool {
    let words = line.split(whereSeparator: \.isWhitespace)
    return words == ["Algorithm", "Hash", "Path"]
      || words.allSatisfy { $0.allSatisfy { $0 == "-" } }
  }

  // MARK: - Words

  private static func isOfAlgorithm(_ character: Character) -> Bool {
    character.isASCII && (character.isLetter || character.isNumber || "-/".contains(character))
  }

  private static func isSHA256(_ algorithm: Substring) -> Bool {
    ["sha256", "sha2-256", "sha-256"].contains(algorithm.lowercased())
  }

  private static func isHex(_ text: Substring) -> Bool {
    text.allSatisfy { $0.isASCII && $0.isHexDigit }
  }

  /// In lower-case digits.
  private static func digest(_ text: Substring) -> String? {
    text.utf8.count == 64 && isHex(text) ? text.lowercased() : nil
  }

  private static func trimmed(_ text: Substring) -> Substring {
    var text = text.drop(while: \.isWhitespace)
    while text.last?.isWhitespace == true { text.removeLast() }
    return text
  }

  /// The name without the folder, of whatever system.
  private static func fileName(_ path: Substring) -> String {
    path.split { $0 == "/" || $0 == "\\" }.last.map(String.init) ?? ""
  }
}
