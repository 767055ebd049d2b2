import Foundation
import Loading
import Postgres
import Store
import TestSupport
import Testing

/// A folder of uploads: files are landed, and moved to where their fate says.
@Suite(.database) struct UploadTests {
  private let good = "id,note\n1,a\n2,b\n"
  private let bad = "{\"a\":\n{\"a\":2}\n{\"a\":3}\n"

  @Test func filesAreLandedAndMovedToProcessed() throws {
    let (workshop, folder) = try uploads(["a.csv": good, "b.ndjson": "{\"x\":1}\n{\"x\":2}\n"])
    let report = try run(workshop, folder)
    #expect(
      report.loads.map(\.summary)
        == ["loaded: 2 read, 2 inserted", "loaded: 2 read, 2 inserted"])
    #expect(
      report.loads.map(\.movedTo) == ["\(folder)/processed/a.csv", "\(folder)/processed/b.ndjson"])
    #expect(report.loads[0].notes == ["moved to \(folder)/processed/a.csv"])
    #expect(tree(folder) == ["processed/a.csv", "processed/b.ndjson"])
    #expect(
      try rows(
        TestDatabase.connect(), "SELECT filename, status, storage_path FROM files ORDER BY 1")
        == [
          "a.csv|completed|\(folder)/processed/a.csv",
          "b.ndjson|completed|\(folder)/processed/b.ndjson",
        ])
    #expect(try run(workshop, folder).loads.isEmpty)
  }

  @Test func aFileThatFailsGoesToQuarantineWithANote() throws {
    let (workshop, folder) = try uploads(["bad.ndjson": bad, "empty.csv": "", "good.csv": good])
    let report = try run(workshop, folder)
    #expect(report.loads.map(\.status) == [.failed, .failed, .loaded])
    #expect(
      tree(folder) == [
        "processed/good.csv", "quarantine/bad.ndjson", "quarantine/bad.ndjson.error.txt",
        "quarantine/empty.csv", "quarantine/empty.csv.error.txt",
      ])
    #expect(
      try text("\(folder)/quarantine/bad.ndjson.error.txt") == report.loads[0].words + "\n")
    #expect(
      try text("\(folder)/quarantine/empty.csv.error.txt")
        == "\(folder)/empty.csv: the file is empty\n")
    #expect(
      try rows(
        TestDatabase.connect(),
        "SELECT filename, status, storage_path, error_message FROM files ORDER BY 1")
        == [
          "bad.ndjson|failed|\(folder)/quarantine/bad.ndjson|\(report.loads[0].words)",
          "empty.csv|failed|\(folder)/quarantine/empty.csv|\(report.loads[1].words)",
          "good.csv|completed|\(folder)/processed/good.csv|",
        ])
  }

  @Test func noFileTakesTheNameOfAnother() throws {
    let (workshop, folder) = try uploads(["a.csv.gz": good])
    for content in ["id,note\n3,c\n", "id,note\n4,d\n"] {
      _ = try run(workshop, folder)
      try write(content, "\(folder)/a.csv.gz")
    }
    _ = try run(workshop, folder)
    #expect(
      tree(folder)
        == ["processed/a-2.csv.gz", "processed/a-3.csv.gz", "processed/a.csv.gz"])
    #expect(try text("\(folder)/processed/a.csv.gz") == good)
    #expect(try text("\(folder)/processed/a-3.csv.gz") == "id,note\n4,d\n")
    #expect(
      try rows(TestDatabase.connect(), "SELECT storage_path FROM files ORDER BY id")
        == ["", "-2", "-3"].map { "\(folder)/processed/a\($0).csv.gz" })
  }

  @Test func contentThatIsLandedAlreadyIsMovedAndNotLandedTwice() throws {
    let (workshop, folder) = try uploads(["a.csv": good, "b.csv": good])
    let report = try run(workshop, folder)
    #expect(report.loads.map(\.status) == [.loaded, .skipped])
    #expect(tree(folder) == ["processed/a.csv", "processed/b.csv"])
    #expect(
      try rows(TestDatabase.connect(), "SELECT storage_path FROM files")
        == ["\(folder)/processed/a.csv"])
  }

  @Test func aFileThatAProcessWritesToIsLeftForTheNextTime() throws {
    let (workshop, folder) = try uploads(["a.csv": good, "b.csv": "id\n1\n"])
    let handle = try #require(FileHandle(forWritingAtPath: "\(folder)/a.csv"))
    let report = try run(workshop, folder)
    #expect(report.loads.map(\.file) == ["\(folder)/b.csv"])
    #expect(
      report.passedOver
        == ["\(folder)/a.csv: a process has it open for writing: left for the next time"])
    #expect(tree(folder) == ["a.csv", "processed/b.csv"])
    try handle.seekToEnd()
    try handle.write(contentsOf: Data("3,c\n".utf8))
    try handle.close()
    #expect(try run(workshop, folder).loads.map(\.summary) == ["loaded: 3 read, 3 inserted"])
    #expect(tree(folder) == ["processed/a.csv", "processed/b.csv"])
  }

  @Test func aFileThatIsTooYoungIsLeftAndOneThatGrowsToo() throws {
    let (workshop, folder) = try uploads(["a.csv": good])
    let young = try run(workshop, folder) { $0.settleSeconds = 3600 }
    #expect(
      young.passedOver
        == ["\(folder)/a.csv: written to less than 3600 s ago: left for the next time"])
    #expect(tree(folder) == ["a.csv"])
    let writer = Thread {
      for _ in 0..<40 {
        usleep(100_000)
        guard let handle = FileHandle(forWritingAtPath: "\(folder)/a.csv") else { return }
        handle.seekToEndOfFile()
        handle.write(Data("9,z\n".utf8))
        try? handle.close()
      }
    }
    writer.start()
    usleep(250_000)
    let growing = try run(workshop, folder)
    #expect(growing.loads.isEmpty)
    #expect(growing.passedOver.count == 1)
    #expect(tree(folder) == ["a.csv"])
    while !writer.isFinished { usleep(50_000) }
    #expect(try run(workshop, folder).loads.map(\.summary) == ["loaded: 42 read, 42 inserted"])
  }

  @Test func aFileThatChangesAfterItWasLandedIsLandedOnceMore() throws {
    let (workshop, folder) = try uploads(["a.csv": good])
    let hook = StopOnce(at: .afterCommit) {
      let handle = FileHandle(forWritingAtPath: "\(folder)/a.csv")
      handle?.seekToEndOfFile()
      handle?.write(Data("3,c\n".utf8))
      try handle?.close()
    }
    let first = try run(workshop, folder) { $0.atCheckpoint = hook.callAsFunction }
    #expect(first.loads[0].notes == ["changed meanwhile: left for the next time"])
    #expect(tree(folder) == ["a.csv"])
    #expect(try run(workshop, folder).loads.map(\.summary) == ["loaded: 3 read, 3 inserted"])
    #expect(tree(folder) == ["processed/a.csv"])
  }

  @Test func whatIsNotTheFilesFaultLeavesItWhereItIs() throws {
    let (workshop, folder) = try uploads(["a.csv": good])
    try TestDatabase.connect().script("ALTER TABLE file_data RENAME TO elsewhere")
    let report = try run(workshop, folder)
    #expect(report.loads.map(\.status) == [.failed])
    #expect(report.loads[0].notes == ["left in \(folder) for the next time"])
    #expect(tree(folder) == ["a.csv"])
    try TestDatabase.connect().script("ALTER TABLE elsewhere RENAME TO file_data")
    #expect(try run(workshop, folder).loads.map(\.status) == [.loaded])
    #expect(tree(folder) == ["processed/a.csv"])
  }

  @Test func whenTheConnectionBreaksTheRestIsLeftAndDoneByTheNextRun() throws {
    let (workshop, folder) = try uploads(["a.csv": good, "b.csv": good + "3,c\n"])
    let settings = try TestDatabase.settings
    let hook = StopOnce(at: .afterCommit) { try endOtherSessions(settings) }
    let report = try run(workshop, folder) { $0.atCheckpoint = hook.callAsFunction }
    #expect(report.loads.map(\.status) == [.loaded, .failed, .failed])
    #expect(
      report.loads.last?.words == """
        \(folder): the connection to the database broke, so that the rest was left. Run this again: \
        it goes on where this stopped.
        """)
    #expect(tree(folder) == ["a.csv", "b.csv"])
    #expect(try run(workshop, folder).loads.map(\.status) == [.skipped, .loaded])
    #expect(tree(folder) == ["processed/a.csv", "processed/b.csv"])
  }

  @Test func checksumFilesGoWithWhatTheyAreOf() throws {
    let digest = "a0cc5ba6e9ad1dd1e2da9bf7d1a1b7a1f31f0e5e0ae4a48d3d1cd4cf0f4a3b6c"
    let (workshop, folder) = try uploads([
      "a.csv": good, "a.csv.sha256": "\(digest)  a.csv\n", "c.csv.sha256": "\(digest)  c.csv\n",
      "sub/x.csv": good, ".hidden": "x",
    ])
    let report = try run(workshop, folder)
    #expect(report.loads.map(\.status) == [.failed])
    #expect(
      report.passedOver
        == [
          "\(folder)/c.csv.sha256: a checksum file of nothing here", "\(folder)/sub: a folder",
        ])
    #expect(
      tree(folder) == [
        ".hidden", "c.csv.sha256", "quarantine/a.csv", "quarantine/a.csv.error.txt",
        "quarantine/a.csv.sha256", "sub/x.csv",
      ])
    // A run that was killed behind the first of two moves.
    try FileManager.default.moveItem(
      atPath: "\(folder)/quarantine/a.csv.sha256", toPath: "\(folder)/a.csv.sha256")
    _ = try run(workshop, folder)
    #expect(tree(folder).contains("quarantine/a.csv.sha256"))
  }

  @Test func twoRunsDoNotShareAFolder() throws {
    let (workshop, folder) = try uploads(["a.csv": good])
    let connection = try TestDatabase.connect()
    let real = try #require(realpath(folder, nil))
    defer { free(real) }
    #expect(try connection.tryAcquire(.uploads(String(cString: real))))
    let report = try run(workshop, folder)
    #expect(
      report.loads[0].words == """
        \(folder): another run takes files out of this folder (server process \
        \(connection.processID) of \(OwnProcess.sessionName)). Run this again when it is done.
        """)
    #expect(tree(folder) == ["a.csv"])
  }

  @Test func aPlanMovesNothingAndSaysWhatWould() throws {
    let (workshop, folder) = try uploads(["a.csv": good, "empty": "", "sub/x": "x"])
    var ingest = Ingest(paths: [])
    ingest.folders = [folder]
    let plan = try ingest.plan(in: workshop.context)
    #expect(plan.map(\.action) == ["leave", "load", "move"])
    #expect(
      plan[2].detail
        == "to \(folder)/quarantine/empty, because of \(folder)/empty: the file is empty")
    #expect(plan[1].subject == "\(folder)/a.csv")
    #expect(plan[1].detail.hasSuffix("; then moved to \(folder)/processed/a.csv"))
    #expect(tree(folder) == ["a.csv", "empty", "sub/x"])
  }

  @Test(arguments: [Checkpoint.beforeFileMove, .afterFileMove])
  func aQuarantineThatIsCutOffEndsAsOneThatIsNot(checkpoint: Checkpoint) throws {
    let (workshop, folder) = try uploads(["bad.ndjson": bad, "empty.csv": ""])
    let hook = StopOnce(at: checkpoint)
    _ = try run(workshop, folder) { $0.atCheckpoint = hook.callAsFunction }
    #expect(hook.wasReached)
    _ = try run(workshop, folder)
    #expect(
      tree(folder) == [
        "quarantine/bad.ndjson", "quarantine/bad.ndjson.error.txt",
        "quarantine/empty.csv", "quarantine/empty.csv.error.txt",
      ])
    #expect(
      try rows(TestDatabase.connect(), "SELECT status, storage_path FROM files ORDER BY 2")
        == ["failed|\(folder)/quarantine/bad.ndjson", "failed|\(folder)/quarantine/empty.csv"])
  }

  @Test func aMoveThatWasCutOffBetweenItsTwoNamesIsFinished() throws {
    let (workshop, folder) = try uploads(["a.csv": good])
    let hook = StopOnce(at: .beforeFileMove)
    _ = try run(workshop, folder) { $0.atCheckpoint = hook.callAsFunction }
    try FileManager.default.linkItem(
      atPath: "\(folder)/a.csv", toPath: "\(folder)/processed/a.csv")
    #expect(try run(workshop, folder).loads.map(\.status) == [.skipped])
    #expect(tree(folder) == ["processed/a.csv"])
  }

  // MARK: - The scene

  /// A folder with files that were written long ago.
  private func uploads(_ files: [String: String]) throws -> (Workshop, String) {
    let workshop = try Workshop()
    let folder = workshop.folder.appendingPathComponent("uploads").path
    for (name, content) in files { try write(content, "\(folder)/\(name)") }
    return (workshop, folder)
  }

  private func write(_ content: String, _ path: String) throws {
    let url = URL(filePath: path)
    try FileManager.default.createDirectory(
      at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
    try Data(content.utf8).write(to: url)
  }

  private func run(
    _ workshop: Workshop, _ folder: String, _ configure: (inout Ingest) -> Void = { _ in }
  ) throws -> LoadsReport {
    var ingest = Ingest(paths: [])
    ingest.folders = [folder + "/"]
    ingest.settleSeconds = 1
    configure(&ingest)
    return try ingest.run(in: workshop.context)
  }

  private func text(_ path: String) throws -> String {
    try String(contentsOfFile: path, encoding: .utf8)
  }

  /// The files below a folder.
  private func tree(_ folder: String) -> [String] {
    (FileManager.default.subpaths(atPath: folder) ?? []).filter {
      var isFolder: ObjCBool = false
      let exists = FileManager.default.fileExists(
        atPath: "\(folder)/\($0)", isDirectory: &isFolder)
      return exists && !isFolder.boolValue
    }.sorted()
  }
}
