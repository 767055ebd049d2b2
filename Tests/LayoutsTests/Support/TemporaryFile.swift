import FlatFiles
import Foundation

/// Calls `body` with a file of this name and content, in a folder of its own that goes afterwards.
func withTemporaryFile<Result>(
  _ name: String, _ content: String, _ body: (SourceFile) throws -> Result
) throws -> Result {
  let folder = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
  try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
  defer { try? FileManager.default.removeItem(at: folder) }
  let file = folder.appending(path: name)
  try Data(content.utf8).write(to: file)
  return try body(SourceFile(path: file.path))
}
