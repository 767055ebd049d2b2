import FlatFiles
import Foundation
import Jobs
import Loading
import Store
import TestSupport
import Testing

/// Which files the paths of a verb name.
@Suite struct InputPathsTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private func ingest(_ paths: String...) throws -> Ingest {
    var options = CommandLineOptions()
    options.add(positional: "paths", paths.map { folder.path + "/" + $0 })
    return try Ingest(
      options.fields(of: Ingest.name, keys: Ingest.optionNames),
      in: VerbScope(clock: .system()))
  }

  private func names(_ paths: [String]) -> [String] {
    paths.map { String($0.dropFirst(folder.path.count + 1)) }
  }

  @Test func aPatternPassesOverChecksumFiles() throws {
    for name in ["a.csv", "a.csv.sha256", "b.zip", "b.zip.CHECKSUM", "c.sha256.csv"] {
      try folder.write("", to: name)
    }
    let verb = try ingest("*")
    #expect(names(verb.paths) == ["a.csv", "b.zip", "c.sha256.csv"])
    #expect(names(verb.passedOver.map(\.path)) == ["a.csv.sha256", "b.zip.CHECKSUM"])
    #expect(Set(verb.passedOver.map(\.reason)) == ["a checksum file"])
    // Who names one means it.
    #expect(names(try ingest("a.csv.sha256").paths) == ["a.csv.sha256"])
  }

  @Test func aFileInAnArchiveIsNamedBehindIt() throws {
    try zipArchive(["x/y.csv": "a,b\n"]).write(to: URL(fileURLWithPath: folder.path + "/a.zip"))
    try folder.write("a,b\n", to: "b.csv")
    #expect(names(try ingest("a.zip/x/y.csv", "a.zip").paths) == ["a.zip/x/y.csv", "a.zip"])
    let error = #expect(throws: JobError.self) { try ingest("b.csv/y.csv") }
    #expect(
      error?.problem
        == .noSuchFile(folder.path + "/b.csv/y.csv", workingDirectory: currentDirectory))
  }
}
