import FlatFiles

/// Keys with positions, sorted in flat memory: what does not fit goes to disk in sorted runs, which
/// are merged at the end.
///
/// An entry lies in memory and on disk as two bytes of key length, the key, and the record, line and
/// byte of its position. Runs of one size are merged into a larger one when there are many, so that
/// the number of runs, and with it the memory of the last merge, stays small for any file.
struct SortedRuns {
  /// One key, valid while it is handed over.
  struct Entry {
    var key: UnsafeRawBufferPointer
    var position: Position
  }

  private let bufferLimit: Int
  private let fanIn: Int
  private var buffer: [UInt8] = []
  private var offsets: [Int] = []
  private var isSorted = true
  private var file: ScratchFile?
  private var runs: [Run] = []

  /// Where a run lies in the file, and how many merges made it.
  fileprivate struct Run {
    var range: Range<Int>
    var level: Int
  }

  /// Tests make the limits small.
  init(bufferLimit: Int = 4 << 20, fanIn: Int = 64) {
    self.bufferLimit = bufferLimit
    self.fanIn = fanIn
  }

  /// The longest key that is taken: a block of a run holds many.
  static let longestKey = 1_024

  /// - Throws: `FileError` where there is no room on disk.
  mutating func add(_ key: [UInt8], _ position: Position) throws {
    precondition(key.count <= Self.longestKey, "keys are shortened before they are sorted")
    if !buffer.isEmpty, buffer.count + key.count + RunEntry.overhead > bufferLimit {
      try spill()
    }
    let offset = buffer.count
    RunEntry.append(key, position, to: &buffer)
    if isSorted, let last = offsets.last {
      isSorted = buffer.withUnsafeBytes { !RunEntry.isBefore($0, offset, last) }
    }
    offsets.append(offset)
  }

  /// Hands over all entries in the order of their keys, those of equal keys in that of the file.
  mutating func forEach(_ body: (Entry) throws -> Void) throws {
    sort()
    guard !runs.isEmpty else {
      return try buffer.withUnsafeBytes { bytes in
        for offset in offsets { try body(RunEntry.entry(bytes, offset)) }
      }
    }
    try spill()
    if let file { try merge(runs, file, body) }
  }

  private mutating func sort() {
    guard !isSorted else { return }
    buffer.withUnsafeBytes { bytes in
      offsets.sort { RunEntry.isBefore(bytes, $0, $1) }
    }
    isSorted = true
  }

  /// Writes what is in memory as a run.
  private mutating func spill() throws {
    sort()
    let file = try self.file ?? ScratchFile()
    self.file = file
    let start = file.count
    var writer = RunWriter(file)
    try buffer.withUnsafeBytes { bytes in
      for offset in offsets { try writer.write(RunEntry.bytes(bytes, offset)) }
    }
    try writer.finish()
    runs.append(Run(range: start..<file.count, level: 0))
    buffer.removeAll(keepingCapacity: true)
    offsets.removeAll(keepingCapacity: true)
    try joinRuns(file)
  }

  /// Makes one run of many of the same level.
  private mutating func joinRuns(_ file: ScratchFile) throws {
    while let level = runs.last?.level, case let alike = runs.filter({ $0.level == level }),
      alike.count >= fanIn
    {
      let start = file.count
      var writer = RunWriter(file)
      try merge(alike, file) { try writer.write($0) }
      try writer.finish()
      runs.removeAll { $0.level == level }
      runs.append(Run(range: start..<file.count, level: level + 1))
    }
  }

  private func merge(
    _ runs: [Run], _ file: ScratchFile, _ body: (Entry) throws -> Void
  ) throws {
    var merge = try RunMerge(runs.map { try RunCursor(file, $0.range) })
    while let entry = merge.first {
      try body(entry)
      try merge.advance()
    }
  }
}
