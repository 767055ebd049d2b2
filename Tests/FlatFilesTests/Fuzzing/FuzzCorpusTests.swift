import FlatFiles
import Foundation
import Testing

/// The inputs of `Fuzz/corpus`, each through what it was made up for: inputs that once failed, and
/// those that reach most of the code.
struct FuzzCorpusTests {
  private static let folder = URL(filePath: #filePath)
    .deletingLastPathComponent().appending(path: "../../../Fuzz/corpus").standardizedFileURL

  @Test(arguments: FuzzTarget.allCases)
  func everyInputOfTheCorpusIsReadAsItShouldBe(_ target: FuzzTarget) throws {
    let inputs = try FileManager.default.contentsOfDirectory(
      at: Self.folder.appending(path: target.rawValue), includingPropertiesForKeys: nil)
    #expect(!inputs.isEmpty)
    let file = InputFile()
    for input in inputs.sorted(by: { $0.path < $1.path }) {
      let bytes = try Data(contentsOf: input)
      do {
        try bytes.withUnsafeBytes { try target.check($0, in: file) }
      } catch {
        Issue.record(error, "\(target.rawValue)/\(input.lastPathComponent)")
      }
    }
  }
}
