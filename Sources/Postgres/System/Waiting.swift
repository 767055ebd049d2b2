#if canImport(Glibc)
  internal import Glibc
#else
  internal import Darwin
#endif

/// A clock that is never set.
enum MonotonicClock {
  /// Since some moment in the past.
  static var seconds: Double {
    var time = timespec()
    clock_gettime(CLOCK_MONOTONIC, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
  }
}

extension Timestamp {
  /// What the machine's clock says.
  package static var now: Timestamp {
    var time = timespec()
    clock_gettime(CLOCK_REALTIME, &time)
    return Timestamp(microseconds: Int64(time.tv_sec) * 1_000_000 + Int64(time.tv_nsec) / 1000)
  }
}

/// Waits until a socket can be read from, or written to; for ever without a time. False when the
/// time is over.
func waitForSocket(_ socket: Int32, toWrite: Bool, milliseconds: Int?) -> Bool {
  if let milliseconds, milliseconds <= 0 { return false }
  var waiting = pollfd(fd: socket, events: Int16(toWrite ? POLLOUT : POLLIN), revents: 0)
  let count = poll(&waiting, 1, milliseconds.map { Int32(clamping: $0) } ?? -1)
  // A signal ends the wait early; libpq then finds nothing to do and the caller waits again.
  return count > 0 || (count < 0 && errno == EINTR)
}

/// Does nothing for a while.
package func pause(milliseconds: UInt32) {
  usleep(milliseconds * 1000)
}
