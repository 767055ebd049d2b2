import Foundation

/// The encoding of a polluted file, and the mark it begins with.
enum PollutionEncoding: String, CaseIterable {
  case utf8, utf8Marked, utf16LittleEndian, utf16BigEndian, windows1252

  private var mark: [UInt8] {
    switch self {
    case .utf8, .windows1252: []
    case .utf8Marked: [0xEF, 0xBB, 0xBF]
    case .utf16LittleEndian: [0xFF, 0xFE]
    case .utf16BigEndian: [0xFE, 0xFF]
    }
  }

  private var foundation: String.Encoding {
    switch self {
    case .utf8, .utf8Marked: .utf8
    case .utf16LittleEndian: .utf16LittleEndian
    case .utf16BigEndian: .utf16BigEndian
    case .windows1252: .windowsCP1252
    }
  }

  func canEncode(_ text: String) -> Bool { text.data(using: foundation) != nil }

  /// The bytes of a file with a text in UTF-8.
  func encoded(_ text: [UInt8]) -> [UInt8] {
    guard let data = String(decoding: text, as: UTF8.self).data(using: foundation) else {
      preconditionFailure("a character is not in \(rawValue)")
    }
    return mark + data
  }

  /// The text of a file in UTF-8; nil where it does not begin with the mark, or is not text.
  func decoded(_ bytes: [UInt8]) -> [UInt8]? {
    guard bytes.starts(with: mark) else { return nil }
    return String(data: Data(bytes.dropFirst(mark.count)), encoding: foundation)
      .map { Array($0.utf8) }
  }
}
