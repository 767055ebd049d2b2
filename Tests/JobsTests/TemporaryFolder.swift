import Foundation

/// A folder of a test's own, gone when the test has ended.
final class TemporaryFolder {
  let path: String

  init() throws {
    path = NSTemporaryDirectory() + "retrofill-jobs-" + UUID().uuidString
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(atPath: path) }

  /// Writes a file, with the folders it lies in, and returns its path.
  @discardableResult
  func write(_ text: String, to name: String) throws -> String {
    let file = path + "/" + name
    try FileManager.default.createDirectory(
      atPath: (file as NSString).deletingLastPathComponent, withIntermediateDirectories: true)
    try Data(text.utf8).write(to: URL(fileURLWithPath: file))
    return file
  }
}

/// Where relative paths begin.
var currentDirectory: String { FileManager.default.currentDirectoryPath }
