import Foundation
import Postgres
import TestSupport

/// The built `retrofill`, run as a user runs it: as a process, with nothing of the environment of
/// the tests but what a test gives it.
struct Tool {
  /// What a process left behind.
  struct Outcome: Equatable {
    var status: Int32
    var output: String
    var errors: String
    /// A signal ended the process; `status` is its number.
    var isKilled = false
  }

  /// Where relative paths begin; the checkout, unless a test has files of its own.
  var folder = Tool.checkout
  /// What a test puts into the environment of the process.
  var environment: [String: String] = [:]

  static let checkout = URL(fileURLWithPath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent().path

  /// The binary that `RETROFILL_BINARY` names, such as the one that users get; else the one beside
  /// the bundle that holds the tests.
  static let binary =
    ProcessInfo.processInfo.environment["RETROFILL_BINARY"]
    ?? URL(fileURLWithPath: CommandLine.arguments[0])
    .deletingLastPathComponent().appendingPathComponent("retrofill").path

  /// Runs the command to its end.
  func run(_ arguments: String...) throws -> Outcome { try run(arguments) }

  func run(_ arguments: [String]) throws -> Outcome { try start(arguments).wait() }

  /// Runs the command on the database of the running test.
  func onDatabase(_ arguments: String...) throws -> Outcome {
    var tool = self
    tool.environment["DATABASE_URL"] = try TestDatabase.settings.url
    return try tool.run(arguments)
  }

  /// Runs the command with a file as its standard input.
  func run(_ arguments: String..., input: String) throws -> Outcome {
    let file = try FileHandle(forReadingFrom: URL(fileURLWithPath: folder + "/" + input))
    return try start(arguments, input: file).wait()
  }

  /// Starts the command, for a test that does something meanwhile.
  func start(
    _ arguments: [String], input: FileHandle = .nullDevice
  ) throws -> Running {
    let running = try Running()
    let process = running.process
    process.executableURL = URL(fileURLWithPath: Self.binary)
    process.arguments = arguments
    process.currentDirectoryURL = URL(fileURLWithPath: folder)
    let path = ProcessInfo.processInfo.environment["PATH"] ?? ""
    process.environment = [
      "PATH": path, "RETROFILL_HOME": running.scratch.path + "/home", "HOME": running.scratch.path,
    ].merging(environment) { _, own in own }
    process.standardInput = input
    process.standardOutput = try running.handle("output")
    process.standardError = try running.handle("errors")
    try process.run()
    return running
  }

  /// A process under way. Its output goes to files, which no pipe can block.
  final class Running {
    let process = Process()
    let scratch: ScratchFolder

    init() throws { scratch = try ScratchFolder() }

    fileprivate func handle(_ name: String) throws -> FileHandle {
      try FileHandle(forWritingTo: URL(fileURLWithPath: scratch.write("", to: name)))
    }

    /// What it has written to standard error so far.
    var errors: String { (try? scratch.read("errors")) ?? "" }

    func wait() throws -> Outcome {
      process.waitUntilExit()
      return Outcome(
        status: process.terminationStatus, output: try scratch.read("output"),
        errors: try scratch.read("errors"),
        isKilled: process.terminationReason == .uncaughtSignal)
    }
  }
}

/// A folder of a test's own, gone when nobody has it any more.
final class ScratchFolder {
  let path: String

  init() throws {
    path = NSTemporaryDirectory() + "retrofill-command-" + UUID().uuidString
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(atPath: path) }

  /// Writes a file, with the folders it lies in, and returns its path.
  @discardableResult
  func write(_ text: String, to name: String) throws -> String {
    try write(Data(text.utf8), to: name)
  }

  @discardableResult
  func write(_ data: Data, to name: String) throws -> String {
    let file = URL(fileURLWithPath: path + "/" + name)
    try FileManager.default.createDirectory(
      at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
    try data.write(to: file)
    return file.path
  }

  func read(_ name: String) throws -> String {
    try String(decoding: Data(contentsOf: URL(fileURLWithPath: path + "/" + name)), as: UTF8.self)
  }
}
