import FlatFiles
import Foundation

/// An archive on disk whose manifest is sound; its parts are looked at by `verify`.
struct StoredArchive: Sendable {
  let directory: Directory
  let manifest: Manifest
  let manifestSHA256: String

  static let checksumsFileName = "SHA256SUMS"

  /// Reads the manifest of an archive and nothing else.
  ///
  /// - Throws: `ArchivingError` when the folder holds none, when it was changed after it was
  ///   written, or when it contradicts itself.
  init(readingFrom directory: Directory) throws {
    self.directory = directory
    let path = directory.path(of: Manifest.fileName)
    guard directory.exists, let data = FileManager.default.contents(atPath: path) else {
      throw ArchivingError.noManifest(directory: directory.path)
    }
    manifestSHA256 = Self.sha256(of: data)
    guard let noted = Self.notedChecksum(in: directory) else {
      throw ArchivingError.noChecksums(directory: directory.path)
    }
    guard noted == manifestSHA256 else {
      throw ArchivingError.manifestChanged(path: path)
    }
    manifest = try Self.decode(data, path)
    try Self.check(manifest, path)
  }

  private static func decode(_ data: Data, _ path: String) throws -> Manifest {
    do {
      return try JSONDecoder().decode(Manifest.self, from: data)
    } catch let error as DecodingError {
      throw ArchivingError.manifestUnreadable(path: path, reason: reason(of: error))
    }
  }

  private static func reason(of error: DecodingError) -> String {
    func place(_ context: DecodingError.Context) -> String {
      context.codingPath.map(\.stringValue).joined(separator: ".")
    }
    return switch error {
    case .keyNotFound(let key, _): "it has no \"\(key.stringValue)\""
    case .typeMismatch(_, let context), .valueNotFound(_, let context):
      "\"\(place(context))\" is not of the right type"
    case .dataCorrupted(let context) where context.codingPath.isEmpty: "it is not valid JSON"
    case .dataCorrupted(let context): "\"\(place(context))\": \(context.debugDescription)"
    @unknown default: "\(error)"
    }
  }

  private static func check(_ manifest: Manifest, _ path: String) throws {
    guard manifest.format == Manifest.formatName,
      manifest.formatVersion == Manifest.currentFormatVersion
    else {
      throw ArchivingError.unknownFormat(
        path: path, format: manifest.format, version: manifest.formatVersion)
    }
    let names = manifest.parts.map(\.file)
    if let unsafe = names.first(where: { !isPlainName($0) }) {
      throw ArchivingError.unsafePartName(path: path, name: unsafe)
    }
    guard !names.isEmpty, Set(names).count == names.count,
      manifest.parts.allSatisfy({ $0.isPlausible && manifest.range.contains($0.range) }),
      manifest.addsUp
    else {
      throw ArchivingError.manifestUnreadable(
        path: path, reason: "what it says of its parts does not add up to what it says of itself")
    }
  }

  /// Whether a name stays within its folder: no way up, no way down, nothing absolute.
  private static func isPlainName(_ name: String) -> Bool {
    !name.isEmpty && name != "." && name != ".." && !name.contains("/") && !name.contains("\0")
  }

  /// What `SHA256SUMS` says of the manifest, in the form that `sha256sum -c` reads.
  private static func notedChecksum(in directory: Directory) -> String? {
    let path = directory.path(of: checksumsFileName)
    guard let data = FileManager.default.contents(atPath: path) else { return nil }
    let lines = String(decoding: data, as: UTF8.self).split(separator: "\n")
    return lines.first { $0.hasSuffix("  \(Manifest.fileName)") }
      .map { String($0.prefix(64)) }
  }

  static func sha256(of data: Data) -> String {
    let digest = ContentDigest()
    data.withUnsafeBytes { digest.update($0) }
    return digest.finish()
  }

  /// Reads parts back: every byte, stored and decompressed, and every row counted.
  ///
  /// - Parameter ranges: the parts to read, by the range they hold; nil reads all and makes sure
  ///   that no other part lies beside them.
  /// - Throws: `ArchivingError` for the first part that is not what the manifest says.
  func verify(_ ranges: [TimeRange]? = nil) throws {
    if ranges == nil { try refuseStrangers() }
    for part in manifest.parts where ranges?.contains(part.range) ?? true {
      try PartReader(part, in: directory).verify()
    }
  }

  private func refuseStrangers() throws {
    let listed = Set(manifest.parts.map(\.file))
    let suffixes = Manifest.PartFormat.allCases.map { "." + $0.rawValue }
    let stranger = try directory.entries().first { name in
      suffixes.contains { name.hasSuffix($0) } && !listed.contains(name)
    }
    if let stranger {
      throw ArchivingError.strangePart(path: directory.path(of: stranger))
    }
  }
}
