import Foundation

/// A disk with little room on it: a file system in memory, which only root may make.
package final class SmallDisk: Sendable {
  package static let isPossible = (try? SmallDisk(kibibytes: 64)) != nil

  package let path: String

  package init(kibibytes: Int) throws {
    path = "/tmp/rf-disk-" + UUID().uuidString.prefix(13)
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    // Servers run under an account of their own, and want a place of their own.
    let options = "size=\(kibibytes)k,uid=postgres,mode=700"
    try Self.run("mount", "-t", "tmpfs", "-o", options, "tmpfs", path)
  }

  deinit {
    try? Self.run("umount", "--lazy", path)
    try? FileManager.default.removeItem(atPath: path)
  }

  /// Gives the disk more room.
  package func grow(toKibibytes size: Int) throws {
    try Self.run("mount", "-o", "remount,size=\(size)k", path)
  }

  private struct NotMounted: Error {}

  private static func run(_ arguments: String...) throws {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = arguments
    process.standardError = FileHandle.nullDevice
    try process.run()
    process.waitUntilExit()
    if process.terminationStatus != 0 { throw NotMounted() }
  }
}
