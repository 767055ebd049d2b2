import Store

/// What tells people or programs on standard error how far the work is. Several threads may speak to
/// it at once.
protocol ProgressOutput: Sendable {
  /// Takes notice of how far something has come.
  func show(_ progress: Progress)

  /// Makes room for results, which go to the other stream.
  func clear()

  /// Writes something else to standard error, where nothing of this is in the way.
  func giveWay(to write: () -> Void)

  /// The work was asked to stop: draws nothing more.
  func stop()

  /// The work has come to its end: says what is left to say.
  func end()
}
