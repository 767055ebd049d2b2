/// The texts that stand for a missing value, asked once per field: most fields are told by their
/// first byte.
struct MissingTokens {
  private let tokens: [[UInt8]]
  private var beginnings = [Bool](repeating: false, count: 256)
  private let hasEmpty: Bool
  /// Whether one of them could be taken for a number, from its first byte: nearly never.
  let mayBeNumber: Bool

  init(_ texts: [String]) {
    tokens = texts.map { Array($0.utf8) }
    hasEmpty = tokens.contains([])
    mayBeNumber = tokens.contains { token in
      token.first.map { "0123456789+-.".utf8.contains($0) } ?? false
    }
    for token in tokens { if let first = token.first { beginnings[Int(first)] = true } }
  }

  var isEmpty: Bool { tokens.isEmpty }

  /// Whether a token begins with a byte.
  @inline(__always)
  func mayBegin(with byte: UInt8) -> Bool { !tokens.isEmpty && beginnings[Int(byte)] }

  @inline(__always)
  func contains(_ text: UnsafeRawBufferPointer) -> Bool {
    guard let first = text.first else { return hasEmpty }
    return beginnings[Int(first)] && tokens.contains { $0.elementsEqual(text) }
  }
}
