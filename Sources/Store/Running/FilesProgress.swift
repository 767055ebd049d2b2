import Synchronization

/// How far the files of one verb have come, each and all together.
///
/// It may be told by several threads, and passes on what it is told with the sum beside it.
package final class FilesProgress: Sendable {
  fileprivate struct State {
    var files: [Progress?]
    var overall: Progress.Overall
    /// How many bytes each file has; nil where that is not known.
    var sizes: [Int?]
  }

  private let state: Mutex<State>
  private let telling: @Sendable (Progress) -> Void

  /// `sizes` are those of the files, nil where one is not known.
  package init(_ sizes: [Int?], telling: @escaping @Sendable (Progress) -> Void) {
    self.telling = telling
    var overall = Progress.Overall(files: sizes.count)
    overall.bytesTotal = sizes.contains { $0 == nil } ? nil : sizes.reduce(0) { $0 + ($1 ?? 0) }
    state = Mutex(
      State(files: Array(repeating: nil, count: sizes.count), overall: overall, sizes: sizes))
  }

  /// Tells how far one file has come, by its number from 0.
  package func tell(_ progress: Progress, of number: Int) {
    var progress = progress
    progress.number = number + 1
    progress.overall = state.withLock { $0.count(progress, of: number) }
    telling(progress)
  }

  /// Tells that nothing more comes of a file. What is not said of its bytes stays as it was.
  package func end(_ number: Int, _ progress: Progress) {
    var progress = progress
    progress.number = number + 1
    progress.isEnded = true
    progress.overall = state.withLock { state in
      let size = state.files[number]?.bytesTotal ?? state.sizes[number]
      progress.bytesTotal = size
      // Nothing is left to be read, whether all of it was or not.
      progress.bytesDone = size ?? state.files[number]?.bytesDone ?? 0
      state.overall.filesEnded += 1
      return state.count(progress, of: number)
    }
    telling(progress)
  }
}

extension FilesProgress.State {
  fileprivate mutating func count(_ progress: Progress, of number: Int) -> Progress.Overall {
    let before = files[number]
    files[number] = progress
    overall.rows += progress.rows - (before?.rows ?? 0)
    overall.rejects += progress.rejects - (before?.rejects ?? 0)
    overall.bytesDone += progress.bytesDone - (before?.bytesDone ?? 0)
    // The reading knows better than the look from outside, as of what is packed.
    if let size = progress.bytesTotal, size != sizes[number] {
      if let total = overall.bytesTotal { overall.bytesTotal = total + size - (sizes[number] ?? 0) }
      sizes[number] = size
    }
    return overall
  }
}

extension RunContext {
  /// The same context for one of several files, by its number from 0.
  package func telling(_ files: FilesProgress, _ number: Int) -> RunContext {
    var context = self
    context.progress = { files.tell($0, of: number) }
    return context
  }
}
