import CZip
package import Foundation

/// Files packed into a zip archive, in their order; a name that ends in a slash is a folder.
package func zipArchive(_ members: KeyValuePairs<String, String>) throws -> Data {
  let path = FileManager.default.temporaryDirectory
    .appendingPathComponent("retrofill-\(UUID().uuidString).zip").path
  defer { try? FileManager.default.removeItem(atPath: path) }
  guard let archive = zip_open(path, ZIP_CREATE | ZIP_EXCL, nil) else { throw NotPacked() }
  for (name, text) in members {
    if name.hasSuffix("/") {
      guard zip_dir_add(archive, name, 0) >= 0 else { throw NotPacked() }
      continue
    }
    // libzip packs when the archive is closed, and frees what it is given then.
    let bytes = Array(text.utf8)
    guard let copy = malloc(max(bytes.count, 1)) else { throw NotPacked() }
    copy.copyMemory(from: bytes, byteCount: bytes.count)
    guard let source = zip_source_buffer(archive, copy, UInt64(bytes.count), 1),
      zip_file_add(archive, name, source, 0) >= 0
    else { throw NotPacked() }
  }
  guard zip_close(archive) == 0 else { throw NotPacked() }
  return try Data(contentsOf: URL(fileURLWithPath: path))
}

private struct NotPacked: Error {}
