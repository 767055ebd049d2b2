package import Store

extension Fields {
  /// A moment, as ISO 8601 writes it.
  package func moment(_ key: String) throws -> Clock.Moment? {
    try value(key, expected: Clock.expected) { Clock($0)?.now }
  }
}
