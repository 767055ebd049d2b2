import Foundation
import Testing

/// Results that nobody gets are no success.
@Suite(.enabled(if: FileManager.default.fileExists(atPath: "/dev/full")))
struct UnwritableOutputTests {
  private static let commands = [
    ["validate", "samples/fred/DGS10.csv", "--layout", "fred"],
    ["validate", "samples/fred/DGS10.csv", "--layout", "fred", "--format", "json"],
    ["validate", "samples/fred/DGS10.csv", "--layout", "fred", "--format", "junit"],
    ["inspect", "samples/fred/DGS10.csv"],
    ["convert", "samples/fred/DGS10.csv"],
    ["--help"],
  ]

  /// Runs the tool with its output led elsewhere by a shell.
  private func run(_ arguments: [String], _ redirection: String) throws -> (Int32, String) {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/bin/bash")
    process.currentDirectoryURL = URL(fileURLWithPath: Tool.checkout)
    process.arguments = ["-c", "exec \"$0\" \"$@\" \(redirection)", Tool.binary] + arguments
    let errors = Pipe()
    process.standardError = errors
    process.standardOutput = FileHandle.nullDevice
    try process.run()
    let text = String(
      decoding: errors.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    process.waitUntilExit()
    return (process.terminationStatus, text)
  }

  @Test(arguments: commands)
  func aDiskThatIsFullFailsEveryCommand(_ command: [String]) throws {
    let (status, errors) = try run(command, "> /dev/full")
    #expect(status == 1)
    #expect(
      errors.contains("standard output: cannot be written: No space left on device"), "\(errors)")
  }

  @Test(arguments: commands)
  func anOutputThatIsClosedFailsEveryCommand(_ command: [String]) throws {
    let (status, errors) = try run(command, ">&-")
    #expect(status == 1)
    #expect(errors.contains("standard output: cannot be written: Bad file"), "\(errors)")
  }

  /// A file that the tool opens would otherwise get the number of the stream, and the results.
  @Test func aFileIsNotWrittenInPlaceOfAnOutputThatIsClosed() throws {
    let (status, errors) = try run(
      ["validate", "samples/fred/DGS10.csv", "--layout", "fred"], ">&- 2>&1 <&-")
    #expect(status == 1, "\(errors)")
  }

  @Test func aReaderThatHasGoneAwayFailsNothing() throws {
    let (status, errors) = try run(
      ["validate", "samples/fred/DGS10.csv", "--layout", "fred"], "> >(exec 0<&-)")
    #expect(status == 0, "\(errors)")
    #expect(errors == "")
  }
}
