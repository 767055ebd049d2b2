import Postgres
import Synchronization
import Testing

@testable import Loading

/// Which files wait for which, without a database.
@Suite struct FileOrderTests {
  private struct GaveUp: Error {}

  /// Whether the file at a place would have to wait.
  private func waits(_ place: FilePlace, until stage: FileOrder.Stage) -> Bool {
    do {
      try place.wait(until: stage) { throw GaveUp() }
      return false
    } catch {
      return true
    }
  }

  private func rows(_ source: String?, table: String = "t") -> FileOrder.Rows {
    FileOrder.Rows(table: .init(schema: "public", name: table), source: source)
  }

  @Test func aFileWaitsForTheOnesInFrontThatMayWriteTheSameRows() {
    let order = FileOrder(count: 6)
    let written = [rows("a"), rows("b"), rows(nil), rows("a", table: "u"), rows("b"), rows("c")]
    for (index, rows) in written.enumerated() { order.place(index).write(rows) }
    #expect(
      (0..<6).map { waits(order.place($0), until: .ended) } == [
        false, false, true, false, true, true,
      ])
    #expect(waits(order.place(4), until: .named))
    order.place(2).reach(.named)
    order.place(1).reach(.named)
    #expect(!waits(order.place(4), until: .named))
    order.place(2).reach(.ended)
    #expect((3..<6).map { waits(order.place($0), until: .ended) } == [false, true, false])
    order.place(1).reach(.ended)
    #expect(!waits(order.place(4), until: .ended))
  }

  @Test func whatIsNotKnownOfAFileMeetsAll() {
    let order = FileOrder(count: 2)
    order.place(1).write(rows("a"))
    #expect(waits(order.place(1), until: .ended))
    order.place(0).write(rows("b"))
    #expect(!waits(order.place(1), until: .ended))
  }

  @Test func filesBeginInTheirOrderWhateverTheyWrite() {
    let order = FileOrder(count: 3)
    for index in 0..<3 { order.place(index).write(rows("\(index)")) }
    order.place(1).reach(.begun)
    #expect(waits(order.place(2), until: .begun))
    order.place(0).reach(.ended)
    #expect(!waits(order.place(2), until: .begun))
    // What has ended begins no more.
    order.place(0).reach(.begun)
    #expect(!order.place(1).isBehindOthers)
    #expect(order.place(2).isBehindOthers)
  }

  @Test func whoWaitsIsWokenByTheOneInFront() throws {
    let order = FileOrder(count: 40)
    let finished = Mutex<[Int]>([])
    for index in 0..<40 { order.place(index).write(rows("a")) }
    _ = try inParallel(8, over: 40) { index in
      let place = order.place(index)
      place.wait(until: .ended) {}
      finished.withLock { $0.append(index) }
      place.reach(.ended)
    }
    #expect(finished.withLock { $0 } == Array(0..<40))
  }

  @Test func aPartitionIsNotBuiltBesideAFileOfAnotherSourceThatMayBuildIt() {
    let order = FileOrder(count: 4)
    for (index, source) in ["a", "a", "b", "c"].enumerated() {
      order.place(index).write(rows(source))
    }
    func waits(_ index: Int) -> Bool {
      (try? order.place(index).waitForBuilders { throw GaveUp() }) == nil
    }
    // Files of one source are of other times, mostly.
    #expect((0..<4).map(waits) == [false, false, true, true])
    order.place(0).isPlaced(builds: true)
    order.place(1).isPlaced(builds: false)
    #expect(waits(2))
    order.place(0).reach(.ended)
    #expect(!waits(2))
    #expect(waits(3))
    order.place(2).isPlaced(builds: false)
    #expect(!waits(3))
  }
}
