extension ContinuousClock.Instant {
  /// How long ago it was.
  package var secondsUntilNow: Double {
    let duration = ContinuousClock.now - self
    return Double(duration.components.seconds) + Double(duration.components.attoseconds) * 1e-18
  }
}
