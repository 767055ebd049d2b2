import Foundation
import Postgres
import Testing

/// The README's commands are run as they stand there, in order, in a folder of their own.
@Suite struct ReadmeTests {
  @Test(.timeLimit(.minutes(5))) func theCommandsOfTheReadmeWork() throws {
    let scratch = try ScratchFolder()
    let script = try scratch.write(
      "set -euo pipefail\n" + commands().joined(separator: "\n"), to: "readme.sh")
    let folder = scratch.path + "/session"
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    defer { try? LocalServer(home: folder + "/.retrofill").remove() }

    let shell = Process()
    shell.executableURL = URL(fileURLWithPath: "/bin/bash")
    shell.arguments = [script]
    shell.currentDirectoryURL = URL(fileURLWithPath: folder)
    let path = ProcessInfo.processInfo.environment["PATH"] ?? ""
    shell.environment = [
      "PATH": (Tool.binary as NSString).deletingLastPathComponent + ":" + path, "HOME": folder,
    ]
    let said = try FileHandle(forWritingTo: URL(fileURLWithPath: scratch.write("", to: "said")))
    shell.standardOutput = said
    shell.standardError = said
    try shell.run()
    shell.waitUntilExit()
    let output = try scratch.read("said")
    #expect(shell.terminationStatus == 0, "\(output)")
    #expect(output.contains("silver_usd"), "\(output)")
  }

  /// The blocks that are marked as `sh`; those marked `console` are for a checkout.
  private func commands() throws -> [String] {
    let readme = URL(fileURLWithPath: Tool.checkout + "/README.md")
    let text = String(decoding: try Data(contentsOf: readme), as: UTF8.self)
    var blocks: [String] = []
    var isInside = false
    for line in text.components(separatedBy: "\n") {
      if line == "```sh" {
        isInside = true
      } else if line == "```" {
        isInside = false
      } else if isInside {
        blocks.append(line)
      }
    }
    try #require(!blocks.isEmpty)
    return blocks
  }
}
