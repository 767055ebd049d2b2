/// What is wrong with a zip archive, or a member of one.
package enum ZipProblem: Sendable, Hashable {
  case damaged(String)
  case splitIntoVolumes
  case onStandardInput
  case noMembers
  case tooManyMembers(limit: Int)
  case memberTwice(String)
  /// The archive was asked for as if it were a file, and holds several.
  case severalMembers([String])
  case noSuchMember(known: [String])
  case insideAnArchive
  case encrypted
  /// The number of a compression method (APPNOTE.TXT, section 4.4.5).
  case method(Int)
}

extension ZipProblem: CustomStringConvertible {
  package var description: String {
    switch self {
    case .damaged(let reason): "the zip archive is damaged: \(reason); get the file again"
    case .splitIntoVolumes:
      "this is one of several volumes of a zip archive; join them first, with: zip -s 0"
    case .onStandardInput:
      "a zip archive cannot be read from a stream, because its directory stands at its end;"
        + " save it as a file first"
    case .noMembers: "the zip archive holds no files"
    case .tooManyMembers(let limit): "the zip archive holds more than \(limit) files, the limit"
    case .memberTwice(let name):
      "the zip archive holds \"\(name)\" twice, and only one can be meant; unpack it first"
    case .severalMembers(let names):
      "the zip archive holds \(names.count) files; name one of them behind a slash: "
        + Self.list(names)
    case .noSuchMember(let known):
      known.isEmpty
        ? "there is no such file in the zip archive, which holds none"
        : "there is no such file in the zip archive; it holds " + Self.list(known)
    case .insideAnArchive:
      "this is a zip archive inside compressed data, which is not read; unpack the outer one first"
    case .encrypted:
      "the file is encrypted in the zip archive, which is not read; unpack it first, with: unzip"
    case .method(let number):
      "the file is compressed by \(Self.method(number)) in the zip archive, which is not read;"
        + " unpack it first, with: 7z x"
    }
  }

  /// The first names, and how many more there are.
  private static func list(_ names: [String]) -> String {
    let shown = names.prefix(5).joined(separator: ", ")
    return names.count > 5 ? "\(shown) and \(names.count - 5) more" : shown
  }

  private static func method(_ number: Int) -> String {
    switch number {
    case 9: "Deflate64"
    case 12: "bzip2"
    case 14: "LZMA"
    case 93: "zstd"
    case 95: "xz"
    default: "method \(number)"
    }
  }
}
