import Dispatch
import Loading
import Synchronization
import Testing

@Suite struct WorkersTests {
  @Test func eachWorkerGetsItsPiecesInOrder() throws {
    let workers = Workers<Int, [Int]>(count: 3, queueLength: 2) { _, next in
      var taken: [Int] = []
      while let piece = try next() { taken.append(piece) }
      return taken
    }
    for piece in 0..<300 { try workers.send(piece, to: piece % 3) }
    let taken = try workers.finish().sorted { $0[0] < $1[0] }
    #expect(taken == (0..<3).map { first in Array(stride(from: first, to: 300, by: 3)) })
  }

  @Test func aWorkerThatIsSentNothingIsNeverStarted() throws {
    let started = Atomic<Int>(0)
    let workers = Workers<Int, Int>(count: 4, queueLength: 1) { worker, next in
      started.add(1, ordering: .relaxed)
      while try next() != nil {}
      return worker
    }
    try workers.send(1, to: 2)
    #expect(try workers.finish() == [2])
    let count = started.load(ordering: .relaxed)
    #expect(count == 1)
  }

  @Test func aFullQueueHoldsTheSenderBack() throws {
    let gate = DispatchSemaphore(value: 0)
    let sent = Atomic<Int>(0)
    let workers = Workers<Int, Int>(count: 1, queueLength: 4) { _, next in
      gate.wait()
      var count = 0
      while try next() != nil { count += 1 }
      return count
    }
    let sender = DispatchQueue(label: "sender")
    let isDone = DispatchSemaphore(value: 0)
    sender.async {
      for piece in 0..<20 {
        try? workers.send(piece, to: 0)
        sent.add(1, ordering: .relaxed)
      }
      isDone.signal()
    }
    #expect(isDone.wait(timeout: .now() + .milliseconds(200)) == .timedOut)
    let sentMeanwhile = sent.load(ordering: .relaxed)
    #expect(sentMeanwhile == 4)
    gate.signal()
    #expect(isDone.wait(timeout: .now() + .seconds(10)) == .success)
    #expect(try workers.finish() == [20])
  }

  @Test func theErrorOfAWorkerStopsTheSenderAndTheOtherWorkers() throws {
    struct Broken: Error {}
    let stopped = Mutex(false)
    let workers = Workers<Int, Int>(count: 2, queueLength: 2) { worker, next in
      do {
        while let piece = try next() {
          if piece == 13 { throw Broken() }
        }
      } catch is Abandoned {
        stopped.withLock { $0 = true }
        throw Abandoned()
      }
      return worker
    }
    #expect(throws: Broken.self) {
      for piece in 0... { try workers.send(piece, to: piece % 2) }
    }
    #expect(throws: Broken.self) { try workers.finish() }
    #expect(stopped.withLock { $0 })
  }

  @Test func abandonedWorkersFinishNothing() throws {
    let finished = Mutex(false)
    let workers = Workers<Int, Int>(count: 1, queueLength: 8) { _, next in
      while try next() != nil {}
      finished.withLock { $0 = true }
      return 0
    }
    for piece in 0..<4 { try workers.send(piece, to: 0) }
    workers.abandon()
    workers.abandon()
    #expect(!finished.withLock { $0 })
  }

  @Test func aQueueGivesWhatItHoldsAfterItWasClosed() throws {
    let queue = BoundedQueue<String>(capacity: 2)
    #expect(queue.push("a"))
    #expect(queue.push("b"))
    queue.close()
    #expect(try [queue.pop(), queue.pop(), queue.pop(), queue.pop()] == ["a", "b", nil, nil])
  }

  @Test func anAbandonedQueueTakesAndGivesNothing() throws {
    let queue = BoundedQueue<String>(capacity: 1)
    #expect(queue.push("a"))
    queue.abandon()
    #expect(!queue.push("b"))
    #expect(throws: Abandoned.self) { try queue.pop() }
    #expect(throws: Abandoned.self) { try queue.pop() }
  }

  @Test(arguments: [1, 2, 3, 100])
  func manyThingsAreDoneAtATimeAndGivenBackInOrder(count: Int) throws {
    let running = Mutex((now: 0, most: 0))
    let results = try inParallel(count, over: 40) { thing in
      running.withLock { running in
        running.now += 1
        running.most = max(running.most, running.now)
      }
      defer { running.withLock { $0.now -= 1 } }
      return thing * thing
    }
    #expect(results == (0..<40).map { $0 * $0 })
    #expect(running.withLock { $0.most } <= count)
    #expect(try inParallel(count, over: 0) { $0 }.isEmpty)
  }

  @Test func theFirstErrorOfManyThingsEndsThemAll() {
    struct Broken: Error {}
    let done = Atomic<Int>(0)
    #expect(throws: Broken.self) {
      try inParallel(2, over: 100_000) { thing in
        if thing == 10 { throw Broken() }
        done.add(1, ordering: .relaxed)
      }
    }
    #expect(done.load(ordering: .relaxed) < 100_000)
  }
}
