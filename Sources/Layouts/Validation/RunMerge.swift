import FlatFiles

/// Writes entries one behind the other, many at a time.
struct RunWriter {
  private let file: ScratchFile
  private var buffer: [UInt8] = []
  private static let limit = 256 << 10

  init(_ file: ScratchFile) { self.file = file }

  mutating func write(_ bytes: UnsafeRawBufferPointer) throws {
    buffer += bytes
    if buffer.count >= Self.limit { try finish() }
  }

  mutating func write(_ entry: SortedRuns.Entry) throws {
    RunEntry.append(Array(entry.key), entry.position, to: &buffer)
    if buffer.count >= Self.limit { try finish() }
  }

  mutating func finish() throws {
    try buffer.withUnsafeBytes { try file.append($0) }
    buffer.removeAll(keepingCapacity: true)
  }
}

/// Reads one run from its front, a block at a time.
final class RunCursor {
  private let file: ScratchFile
  private var rest: Range<Int>
  private let room = UnsafeMutableRawBufferPointer.allocate(byteCount: 32 << 10, alignment: 8)
  /// What is read and not passed over yet.
  private var filled = 0..<0

  init(_ file: ScratchFile, _ range: Range<Int>) throws {
    self.file = file
    rest = range
    try fill()
  }

  deinit { room.deallocate() }

  private var block: UnsafeRawBufferPointer { UnsafeRawBufferPointer(room) }
  var isAtEnd: Bool { filled.isEmpty }
  var key: UnsafeRawBufferPointer { RunEntry.key(block, filled.lowerBound) }
  var entry: SortedRuns.Entry { RunEntry.entry(block, filled.lowerBound) }

  func advance() throws {
    let size = RunEntry.keyCount(block, filled.lowerBound) + RunEntry.overhead
    filled = filled.lowerBound + size..<filled.upperBound
    if filled.count < SortedRuns.longestKey + RunEntry.overhead { try fill() }
  }

  /// Moves what is left, which may be half an entry, to the front and reads on.
  private func fill() throws {
    guard !rest.isEmpty else { return }
    room.copyMemory(from: UnsafeRawBufferPointer(rebasing: room[filled]))
    var end = filled.count
    while end < room.count, !rest.isEmpty {
      let wanted = min(room.count - end, rest.count)
      let target = UnsafeMutableRawBufferPointer(rebasing: room[end..<end + wanted])
      let count = try file.read(into: target, at: rest.lowerBound)
      guard count > 0 else { throw file.cutShort }
      rest = rest.lowerBound + count..<rest.upperBound
      end += count
    }
    filled = 0..<end
  }
}

/// Several runs as one sequence: a heap with the smallest entry on top.
struct RunMerge {
  private var heap: [RunCursor]

  init(_ cursors: [RunCursor]) throws {
    heap = cursors.filter { !$0.isAtEnd }
    for index in stride(from: heap.count / 2 - 1, through: 0, by: -1) { sink(index) }
  }

  var first: SortedRuns.Entry? { heap.first?.entry }

  mutating func advance() throws {
    guard let top = heap.first else { return }
    try top.advance()
    if top.isAtEnd {
      heap.swapAt(0, heap.count - 1)
      heap.removeLast()
    }
    if !heap.isEmpty { sink(0) }
  }

  private mutating func sink(_ start: Int) {
    var index = start
    while true {
      var least = index
      for child in [2 * index + 1, 2 * index + 2] where child < heap.count {
        if isBefore(heap[child], heap[least]) { least = child }
      }
      if least == index { return }
      heap.swapAt(index, least)
      index = least
    }
  }

  private func isBefore(_ a: RunCursor, _ b: RunCursor) -> Bool {
    RunEntry.isBefore(a.key, b.key) { (a.entry.position.record, b.entry.position.record) }
  }
}
