import Dispatch
import Postgres
import Synchronization

/// The order of files that are loaded at once: where two may write the same rows, the table ends as
/// if they had been loaded one after the other.
///
/// How it works. Each file has a place, and goes through stages. A file waits at three points for
/// those in front of it: before its entry in the ledger, so that the numbers of loads follow the
/// order; before it makes a source or another parent that is missing, which is the first one's to
/// make; and before it touches the table. For the last two only those are waited for that may write
/// the same rows. A file never waits for one behind it, and holds no lock of the table while it waits,
/// so that nobody waits in a circle.
///
/// It also waits before it builds a partition that a file in front may be building.
package final class FileOrder: Sendable {
  /// How far a file has come.
  enum Stage: Int, Comparable {
    case waiting
    /// It has its entry in the ledger, or needs none.
    case begun
    /// It has looked up the parents that its first records name, and made those that were missing.
    case named
    /// It is known how its rows come into the table.
    case placed
    /// Nothing it does changes the table any more: it is published, skipped or failed.
    case ended

    static func < (left: Stage, right: Stage) -> Bool { left.rawValue < right.rawValue }
  }

  /// The rows that a file may write.
  struct Rows: Sendable, Hashable {
    let table: TableName
    /// The one source of all of them, where it is part of the table's key.
    let source: String?

    /// Whether another file may write some of the same.
    func meet(_ other: Rows) -> Bool {
      guard table == other.table else { return false }
      guard let source, let theirs = other.source else { return true }
      return source == theirs
    }
  }

  private struct State {
    var stages: [Stage]
    /// Nil while nobody knows, which meets all.
    var rows: [Rows?]
    /// Those that build partitions aside which the table does not have.
    var builders: Set<Int> = []
    /// All files before this one have ended.
    var firstOpen = 0
    var waiting: Set<Int> = []
  }

  private let state: Mutex<State>
  private let signals: [DispatchSemaphore]

  init(count: Int) {
    state = Mutex(
      State(
        stages: Array(repeating: .waiting, count: count),
        rows: Array(repeating: nil, count: count)))
    signals = (0..<count).map { _ in DispatchSemaphore(value: 0) }
  }

  func place(_ index: Int) -> FilePlace { FilePlace(index: index, order: self) }

  private func change(_ body: (inout State) -> Void) {
    state.withLock { state in
      body(&state)
      while state.firstOpen < state.stages.count, state.stages[state.firstOpen] == .ended {
        state.firstOpen += 1
      }
      for waiting in state.waiting { signals[waiting].signal() }
      state.waiting.removeAll()
    }
  }

  fileprivate func mustWait(_ index: Int, until stage: Stage) -> Bool {
    isBlocked(index) { state, front in
      guard state.stages[front] < stage else { return false }
      // Numbers follow the order whatever is written.
      guard stage > .begun, let mine = state.rows[index], let theirs = state.rows[front] else {
        return true
      }
      return mine.meet(theirs)
    }
  }

  fileprivate func mustWaitForBuilders(_ index: Int) -> Bool {
    isBlocked(index) { state, front in
      guard let mine = state.rows[index], let theirs = state.rows[front] else { return true }
      return mine.table == theirs.table && !mine.meet(theirs)
        && (state.stages[front] < .placed || state.builders.contains(front))
    }
  }

  /// Whether a file in front that has not ended is in the way; if so, this one is woken by changes.
  private func isBlocked(_ index: Int, by isInTheWay: (State, _ front: Int) -> Bool) -> Bool {
    state.withLock { state in
      guard state.firstOpen < index else { return false }
      let isBlocked = (state.firstOpen..<index).contains { front in
        state.stages[front] < .ended && isInTheWay(state, front)
      }
      if isBlocked { state.waiting.insert(index) }
      return isBlocked
    }
  }

  fileprivate func isBehindOthers(_ index: Int) -> Bool {
    state.withLock { $0.firstOpen < index }
  }

  fileprivate func waitForChange(_ index: Int) {
    // A moment at most, so that whoever waits hears of Ctrl-C.
    _ = signals[index].wait(timeout: .now() + .milliseconds(100))
  }

  fileprivate func reach(_ stage: Stage, _ index: Int) {
    change { $0.stages[index] = max($0.stages[index], stage) }
  }

  fileprivate func place(_ index: Int, builds: Bool) {
    change { state in
      if builds { state.builders.insert(index) }
      state.stages[index] = max(state.stages[index], .placed)
    }
  }

  fileprivate func write(_ rows: Rows, _ index: Int) { change { $0.rows[index] = rows } }
}

/// The place of one file among those that are loaded at once.
package struct FilePlace: Sendable {
  fileprivate let index: Int
  fileprivate let order: FileOrder

  /// Says which rows the file may write; until then it may be any.
  func write(_ rows: FileOrder.Rows) { order.write(rows, index) }

  /// Whether files in front of it are still loaded.
  var isBehindOthers: Bool { order.isBehindOthers(index) }

  func reach(_ stage: FileOrder.Stage) { order.reach(stage, index) }

  /// Says how its rows come into the table: whether partitions are built for them.
  func isPlaced(builds: Bool) { order.place(index, builds: builds) }

  /// Waits until no file of another source in front builds partitions: rows that are appended to its
  /// partitions cost less than those of a partition that is built a second time.
  func waitForBuilders(meanwhile: () throws -> Void) rethrows {
    while order.mustWaitForBuilders(index) {
      try meanwhile()
      order.waitForChange(index)
    }
  }

  /// Waits until the files in front of this one have come to a stage: all of them have to begin, and
  /// those that may write the same rows to come further. `meanwhile` is called now and then.
  func wait(until stage: FileOrder.Stage, meanwhile: () throws -> Void) rethrows {
    while order.mustWait(index, until: stage) {
      try meanwhile()
      order.waitForChange(index)
    }
  }
}
