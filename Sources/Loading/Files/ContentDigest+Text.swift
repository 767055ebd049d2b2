import FlatFiles

extension ContentDigest {
  /// SHA-256 of a text's UTF-8 bytes.
  static func sha256(of text: String) -> String {
    let digest = ContentDigest()
    var text = text
    text.withUTF8 { digest.update(UnsafeRawBufferPointer($0)) }
    return digest.finish()
  }
}
