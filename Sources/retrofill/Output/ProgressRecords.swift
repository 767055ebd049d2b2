import Jobs
import Store
import Synchronization

/// Progress for programs: a JSON object a line, at most one a second for each file, and a last one
/// when nothing more comes of it:
///
///     {"bytes":122000000,"bytes_total":299000000,"ended":false,"event":"progress","overall":{…},
///      "phase":"reading","rejects":1,"rows":1034000,"rows_per_second":517000,"seconds":2,
///      "seconds_left":2.9,"subject":"data/klines.csv"}
final class ProgressRecords: ProgressOutput {
  private struct Entry {
    var progress: Progress
    var began: ContinuousClock.Instant
    var sent: ContinuousClock.Instant?
    /// What was heard last is not sent yet.
    var isWaiting = true
  }

  private struct Key: Hashable {
    let number: Int?
    let subject: String
  }

  private let entries = Mutex<[Key: Entry]>([:])
  private let now: @Sendable () -> ContinuousClock.Instant
  private let write: @Sendable (String) -> Void

  init(
    now: @escaping @Sendable () -> ContinuousClock.Instant = { .now },
    write: @escaping @Sendable (String) -> Void = { StandardStreams.draw($0) }
  ) {
    self.now = now
    self.write = write
  }

  func show(_ progress: Progress) {
    entries.withLock { entries in
      let now = now()
      let key = Key(number: progress.number, subject: progress.subject)
      var entry = entries[key] ?? Entry(progress: progress, began: now)
      entry.progress = progress
      entry.isWaiting = true
      let isDue = entry.sent.map { now - $0 >= .seconds(1) } ?? true
      if isDue || progress.isEnded {
        send(entry, now)
        entry.isWaiting = false
        entry.sent = now
      }
      // The number of a file that has ended comes no more.
      entries[key] = progress.isEnded && progress.number != nil ? nil : entry
    }
  }

  func clear() {}

  func giveWay(to write: () -> Void) { entries.withLock { _ in write() } }

  func stop() {}

  /// Of what does not say when it has ended, the last word is sent now.
  func end() {
    entries.withLock { entries in
      let left = entries.filter(\.value.isWaiting)
      for entry in left.sorted(by: { $0.key.subject < $1.key.subject }) {
        send(entry.value, now())
      }
      entries.removeAll()
    }
  }

  private func send(_ entry: Entry, _ now: ContinuousClock.Instant) {
    let record = ProgressRecord(entry.progress, since: entry.began, now)
    // Numbers that JSON has, and texts, always encode.
    if let line = try? JSONText.encode(record) { write(line + "\n") }
  }
}

/// One line of progress. The names are a promise to other programs.
struct ProgressRecord: Encodable {
  private let progress: Progress
  private let line: ProgressLine
  private let overall: ProgressLine?

  init(
    _ progress: Progress, since began: ContinuousClock.Instant, _ now: ContinuousClock.Instant
  ) {
    self.progress = progress
    line = ProgressLine(progress, seconds: (now - began) / .seconds(1))
    overall = progress.overall.map {
      ProgressLine($0, seconds: (now - $0.began) / .seconds(1), hidden: 0)
    }
  }

  private enum Key: String, CodingKey {
    case event, subject, phase, ended, bytes, rows, rejects, seconds, overall, files
    case bytesTotal = "bytes_total"
    case rowsPerSecond = "rows_per_second"
    case secondsLeft = "seconds_left"
    case filesEnded = "files_ended"
  }

  func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: Key.self)
    try container.encode("progress", forKey: .event)
    try container.encode(progress.subject, forKey: .subject)
    try container.encode(progress.phase, forKey: .phase)
    try container.encode(progress.isEnded, forKey: .ended)
    try encode(line, to: &container)
    guard let overall, let files = progress.overall else { return }
    var all = container.nestedContainer(keyedBy: Key.self, forKey: .overall)
    try all.encode(files.files, forKey: .files)
    try all.encode(files.filesEnded, forKey: .filesEnded)
    try encode(overall, to: &all)
  }

  private func encode(
    _ line: ProgressLine, to container: inout KeyedEncodingContainer<Key>
  ) throws {
    try container.encode(line.bytesDone, forKey: .bytes)
    try container.encode(line.bytesTotal, forKey: .bytesTotal)
    try container.encode(line.rows, forKey: .rows)
    try container.encode(line.rejects, forKey: .rejects)
    try container.encode(line.seconds, forKey: .seconds)
    try container.encode(line.rowsPerSecond.map { Int($0) }, forKey: .rowsPerSecond)
    try container.encode(line.secondsLeft, forKey: .secondsLeft)
  }
}
