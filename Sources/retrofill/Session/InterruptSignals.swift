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

  init(_ interruption: Interruption) {
    for number in [SIGINT, SIGTERM] {
      // The default action would end the process before the source hears of the signal.
      signal(number, SIG_IGN)
      let source = DispatchSource.makeSignalSource(signal: number, queue: .global())
      source.setEventHandler {
        StandardStreams.stopDrawing()
        if interruption.isRaised { _exit(ExitStatus.interrupted.rawValue) }
        StandardStreams.writeError(
          "retrofill: stopping; once more ends it at once, and loses no data either\n")
        interruption.raise()
      }
      source.activate()
      sources.append(source)
    }
  }
}
