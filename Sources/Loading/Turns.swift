import Dispatch
import Synchronization

/// Numbered steps of several threads that follow one another, from 1 on.
final class Turns: Sendable {
  private let state = Mutex(State())

  private struct State {
    var next = 1
    var waiting: [Int: DispatchSemaphore] = [:]
    var failure: (any Error)?
  }

  /// Waits until all steps before this one have passed.
  ///
  /// - Throws: what one of them has failed with.
  func wait(for number: Int) throws {
    let semaphore = DispatchSemaphore(value: 0)
    let mayGo = try state.withLock { state in
      if let failure = state.failure { throw failure }
      if state.next == number { return true }
      state.waiting[number] = semaphore
      return false
    }
    if mayGo { return }
    semaphore.wait()
    if let failure = state.withLock({ $0.failure }) { throw failure }
  }

  /// The step whose turn it is has passed.
  func pass() {
    state.withLock { state in
      state.next += 1
      state.waiting.removeValue(forKey: state.next)?.signal()
    }
  }

  /// No further step may be taken: whoever waits goes on at once, and throws the first error.
  func fail(with error: any Error) {
    state.withLock { state in
      state.failure = state.failure ?? error
      for semaphore in state.waiting.values { semaphore.signal() }
      state.waiting = [:]
    }
  }
}
