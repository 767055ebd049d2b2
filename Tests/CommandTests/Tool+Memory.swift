#if os(Linux)
  import Foundation
  import Testing

  extension Tool {
    /// The most memory that the command has resident until it ends with a status, in bytes.
    ///
    /// It is read from the running process: what the system says of one that has ended counts in the
    /// memory of the tests, from which it was forked (getrusage(2), `ru_maxrss`).
    func peakMemory(of arguments: [String], status wanted: Int32) throws -> Int {
      let running = try start(arguments)
      let status = "/proc/\(running.process.processIdentifier)/status"
      var peak = 0
      while running.process.isRunning {
        let text = (try? String(contentsOfFile: status, encoding: .utf8)) ?? ""
        let line = text.split(separator: "\n").first { $0.hasPrefix("VmHWM:") }
        let kilobytes = line?.split(separator: " ").dropFirst().first.flatMap { Int($0) }
        peak = max(peak, (kilobytes ?? 0) << 10)
        usleep(2_000)
      }
      let outcome = try running.wait()
      #expect(outcome.status == wanted, "\(outcome.errors)")
      #expect(peak > 0)
      return peak
    }
  }
#endif
