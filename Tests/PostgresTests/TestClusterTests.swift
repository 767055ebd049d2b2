import Foundation
import TestSupport
import Testing

struct TestClusterTests {
  @Test func whatAKilledProcessLeftBehindTheNextOneRemoves() async throws {
    let folder = "/tmp/retrofill-leftover-\(UInt32.random(in: 0 ... .max))"
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: false)
    defer { try? FileManager.default.removeItem(atPath: folder) }
    await #expect(processExitsWith: .signal(SIGKILL)) { [folder = folder as String] in
      _ = try TestCluster.shared.get()
      try "\(getpid())".write(toFile: folder + "/process", atomically: true, encoding: .utf8)
      kill(getpid(), SIGKILL)
    }
    let killed = try String(contentsOfFile: folder + "/process", encoding: .utf8)
    let leftover = TestCluster.folderPrefix + killed
    await #expect(processExitsWith: .success) { _ = try TestCluster.shared.get() }
    #expect(!FileManager.default.fileExists(atPath: leftover))
  }

  @Test func aProcessThatEndsLeavesNothing() async throws {
    let folder = "/tmp/retrofill-leftover-\(UInt32.random(in: 0 ... .max))"
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: false)
    defer { try? FileManager.default.removeItem(atPath: folder) }
    await #expect(processExitsWith: .success) { [folder = folder as String] in
      _ = try TestCluster.shared.get()
      try "\(getpid())".write(toFile: folder + "/process", atomically: true, encoding: .utf8)
    }
    let ended = try String(contentsOfFile: folder + "/process", encoding: .utf8)
    #expect(!FileManager.default.fileExists(atPath: TestCluster.folderPrefix + ended))
  }
}
