extension Layout.TimeRule {
  private static let keys = ["column", "unit", "zone", "snap", "from", "until"]
  private static let unitWords =
    "auto, s, ms, us, ns, iso, or a pattern like '%d.%m.%Y %H:%M:%S'"
  private static let dateWords = "a date or time like 2009-01-03"

  /// Reads `time` of a layout; the defaults where it is not written.
  init(in layout: LayoutMapping) throws {
    guard let written = try layout.mapping("time", known: Self.keys) else { return }
    column = try written.text("column") ?? column
    unit = try written.value("unit", expected: Self.unitWords, TimeUnit.init(text:)) ?? unit
    zone = try written.value("zone", expected: Self.zoneWords, Self.knownZone)
    earliest =
      try written.value("from", expected: Self.dateWords, ISOTime.microseconds(of:)) ?? earliest
    latest = try written.value("until", expected: Self.dateWords, ISOTime.microseconds(of:))
    if let snap = try written.mapping("snap", known: ["to", "within"]) {
      self.snap = try Layout.Snap(in: snap)
    }
  }

  static let zoneWords = "a time zone like UTC or Europe/Berlin"

  /// The zone's name, if there is such a zone.
  static func knownZone(_ name: String) -> String? {
    ZoneOffsets.exists(name) ? name : nil
  }
}

extension Layout.Snap {
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
