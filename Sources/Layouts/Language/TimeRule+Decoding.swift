extension Layout.TimeRule {
  static let keys = ["column", "unit", "zone", "clock_change", "order", "snap", "from", "until"]
  private static let unitWords =
    TimeUnit.words.joined(separator: ", ") + ", or a pattern like '%d.%m.%Y %H:%M:%S'"
  private static let dateWords = "a date or time like 2009-01-03"

  /// Reads `time` of a layout; the defaults where it is not written.
  init(in layout: LayoutMapping) throws {
    guard let written = try layout.mapping("time", known: Self.keys) else { return }
    column = try written.text("column") ?? column
    unit = try Self.unit(written) ?? unit
    order = try written.word("order")
    clockChange = try written.word("clock_change")
    zone = try written.value("zone", expected: Self.zoneWords, Self.knownZone)
    earliest =
      try written.value("from", expected: Self.dateWords, ISOTime.microseconds(of:)) ?? earliest
    latest = try written.value("until", expected: Self.dateWords, ISOTime.microseconds(of:))
    if let snap = try written.mapping("snap", known: Layout.Snap.keys) {
      self.snap = try Layout.Snap(in: snap)
    }
  }

  /// One unit, or several to choose from; `auto` is a choice of its own.
  private static func unit(_ written: LayoutMapping) throws -> TimeUnit? {
    guard let texts = try written.texts("unit") else { return nil }
    let units = texts.compactMap(TimeUnit.init(text:))
    guard units.count == texts.count, let first = units.first else {
      throw written.unexpected("unit", unitWords)
    }
    if units.count == 1 { return first }
    guard !units.contains(.auto) else {
      throw written.unexpected("unit", "units to choose from, or `auto` alone")
    }
    return .firstOf(units)
  }

  package static let zoneWords = "a time zone like UTC or Europe/Berlin"

  /// The zone's name, if there is such a zone.
  package static func knownZone(_ name: String) -> String? {
    ZoneOffsets.exists(name) ? name : nil
  }
}

extension Layout.Snap {
  static let keys = ["to", "within"]

  init(in mapping: LayoutMapping) throws {
    let expected = "a duration like 1h, 1m or 100ms"
    func duration(_ key: String) throws -> Int64 {
      let length = try mapping.value(key, expected: expected) { text in
        CandleInterval(text).flatMap { $0.months == 0 ? $0.microseconds : nil }
      }
      guard let length else { throw mapping.missing(key) }
      return length
    }
    self.init(to: try duration("to"), within: try duration("within"))
    guard within < to else { throw mapping.unexpected("within", "less than `to`") }
  }
}
