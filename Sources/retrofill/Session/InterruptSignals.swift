import Dispatch
import Postgres

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Ctrl-C, and `kill`: the first asks the work to end after its batch, the second ends the process
/// at once, which is safe too: whatever was not committed is as if it never was.
final class InterruptSignals {
  private var sources: [any DispatchSourceSignal] = []

  /// Returns when it hears of signals. Until then their default action ends the process, which has
  /// begun nothing; one that is ignored meanwhile would be lost.
  init(_ interruption: Interruption) {
    let registering = DispatchGroup()
    for number in [SIGINT, SIGTERM] {
      registering.enter()
      let source = DispatchSource.makeSignalSource(signal: number, queue: .global())
      source.setEventHandler {
        StandardStreams.stopDrawing()
        if interruption.isRaised { _exit(ExitStatus.interrupted.rawValue) }
        StandardStreams.writeError(
          "retrofill: stopping; once more ends it at once, and loses no data either\n")
        interruption.raise()
      }
      source.setRegistrationHandler {
        #if !os(Linux)
          // There the default action would come first. Here Dispatch takes the signal over.
          signal(number, SIG_IGN)
        #endif
        registering.leave()
      }
      source.activate()
      sources.append(source)
    }
    registering.wait()
  }
}
