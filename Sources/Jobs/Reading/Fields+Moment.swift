package import Store

extension Fields {
  /// A moment, as ISO 8601 writes it.
  package func moment(_ key: String) throws -> Clock.Moment? {
    try value(key, expected: Clock.expected) { Clock($0)?.now }
  }

  /// A moment, or a span of time that it lies before the clock: `2024-07-01` or `90 days`.
  package func boundary(_ key: String, _ clock: Clock) throws -> Clock.Moment? {
    try value(key, expected: Clock.expected + ", or an age such as 90 days") { text in
      Clock(text)?.now ?? Self.seconds(inSpan: text).map { clock.moment(secondsAgo: $0) }
    }
  }
}
