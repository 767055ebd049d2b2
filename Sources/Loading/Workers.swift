import Dispatch
import Synchronization

/// The threads of a load: libpq blocks, so each connection that writes has a thread that waits for
/// it. This is the only file that starts any.
///
/// The calling thread reads and encodes; each worker takes what is sent to it, in order, from a
/// queue of its own that holds a few pieces at most, so that a slow server slows the reader down
/// instead of filling the memory.
///
///     let sums = Workers<Int, Int>(count: 2, queueLength: 4) { _, next in
///       var sum = 0
///       while let number = try next() { sum += number }
///       return sum
///     }
package final class Workers<Piece: Sendable, Result: Sendable>: Sendable {
  private let queues: [BoundedQueue<Piece>]
  private let body: @Sendable (_ worker: Int, _ next: () throws -> Piece?) throws -> Result
  private let outcomes: Mutex<Outcomes>
  private let group = DispatchGroup()

  private struct Outcomes {
    var started: Set<Int> = []
    var results: [Result] = []
    var firstError: (any Error)?
  }

  /// `body` is what each worker does: it calls `next` until that gives nil, and returns what it
  /// did. A worker starts when the first piece is sent to it. After `abandon` or the failure of
  /// another worker `next` throws, so that nothing is finished that nobody wants any more.
  package init(
    count: Int, queueLength: Int,
    body: @escaping @Sendable (_ worker: Int, _ next: () throws -> Piece?) throws -> Result
  ) {
    queues = (0..<count).map { _ in BoundedQueue(capacity: queueLength) }
    self.body = body
    outcomes = Mutex(Outcomes())
  }

  package var count: Int { queues.count }

  /// Sends a piece to a worker, waiting while its queue is full.
  ///
  /// - Throws: what made the workers stop, when they have.
  package func send(_ piece: Piece, to worker: Int) throws {
    startIfNeeded(worker)
    if !queues[worker].push(piece) { try throwFirstError() }
  }

  /// Says that nothing more comes, waits for the workers, and returns what they did.
  ///
  /// - Throws: the first error of any of them.
  package func finish() throws -> [Result] {
    for queue in queues { queue.close() }
    group.wait()
    try throwFirstError()
    return outcomes.withLock { $0.results }
  }

  /// Stops the workers and waits until they have.
  package func abandon() {
    for queue in queues { queue.abandon() }
    group.wait()
  }

  private func throwFirstError() throws {
    if let error = outcomes.withLock({ $0.firstError }) { throw error }
  }

  private func startIfNeeded(_ worker: Int) {
    guard outcomes.withLock({ $0.started.insert(worker).inserted }) else { return }
    // A serial queue of its own gets a thread of its own, however many of them block.
    DispatchQueue(label: "retrofill.worker.\(worker)").async(group: group) { [self] in
      do {
        let result = try body(worker) { try queues[worker].pop() }
        outcomes.withLock { $0.results.append(result) }
      } catch {
        outcomes.withLock { $0.firstError = $0.firstError ?? error }
        for queue in queues { queue.abandon() }
      }
    }
  }
}

/// Does something for each of so many numbered things, up to `count` of them at a time, each taken
/// by whoever is free. With a count of one, it is done on the calling thread.
///
/// - Returns: the results in the order of the things.
/// - Throws: the first error of any of them, when the others have come to their end.
package func inParallel<Result: Sendable>(
  _ count: Int, over things: Int, _ body: @escaping @Sendable (Int) throws -> Result
) throws -> [Result] {
  let count = min(count, things)
  guard count > 1 else { return try (0..<things).map(body) }
  let taken = Mutex(0)
  let workers = Workers<Void, [(Int, Result)]>(count: count, queueLength: 1) { _, _ in
    var results: [(Int, Result)] = []
    while true {
      let thing = taken.withLock { next in
        defer { next += 1 }
        return next
      }
      guard thing < things else { return results }
      do {
        results.append((thing, try body(thing)))
      } catch {
        taken.withLock { $0 = things }
        throw error
      }
    }
  }
  for worker in 0..<count { try workers.send((), to: worker) }
  return try workers.finish().flatMap(\.self).sorted { $0.0 < $1.0 }.map(\.1)
}

/// A queue between two threads that blocks the one that is ahead.
package final class BoundedQueue<Element: Sendable>: Sendable {
  private let state = Mutex(State())
  // Semaphores must not be freed below the count they were made with, so both begin at zero.
  private let free = DispatchSemaphore(value: 0)
  private let filled = DispatchSemaphore(value: 0)

  private struct State {
    var elements: [Element] = []
    var isAbandoned = false
  }

  package init(capacity: Int) {
    for _ in 0..<capacity { free.signal() }
  }

  /// Waits for room. False when nobody takes anything any more.
  package func push(_ element: Element) -> Bool {
    free.wait()
    let taken = state.withLock { state in
      if state.isAbandoned { return false }
      state.elements.append(element)
      return true
    }
    // An abandoned queue lets everybody pass who still waits.
    if taken { filled.signal() } else { free.signal() }
    return taken
  }

  /// Waits for an element. Nil when there are no more and none will come.
  ///
  /// - Throws: `Abandoned`.
  package func pop() throws -> Element? {
    filled.wait()
    let (element, isAbandoned) = state.withLock { state in
      (state.elements.isEmpty ? nil : state.elements.removeFirst(), state.isAbandoned)
    }
    // The closed and the abandoned queue let everybody pass who still waits.
    if element == nil { filled.signal() } else { free.signal() }
    if isAbandoned { throw Abandoned() }
    return element
  }

  /// Nothing more will be pushed; what is there may still be taken.
  package func close() {
    filled.signal()
  }

  /// Nothing is taken any more: both sides go on at once.
  package func abandon() {
    state.withLock { state in
      state.isAbandoned = true
      state.elements.removeAll()
    }
    free.signal()
    filled.signal()
  }
}

/// Thrown to a worker whose work nobody wants any more.
package struct Abandoned: Error {
  package init() {}
}
