import Layouts

extension LayoutOptions {
  /// Reads what is said over a layout: `source`, `table`, `into`, `encoding`, `time_unit`,
  /// `time_zone`, `interval`, `null_rows`, `create_parents`. Keys that a verb does not have are not there.
  ///
  /// - Throws: `JobError` at the option that is wrong.
  init(_ options: Fields) throws {
    try self.init(
      source: options.text("source"),
      table: options.dumpTable("table"),
      target: options.text("into"),
      encoding: options.choice("encoding"),
      unit: options.value(
        "time_unit", expected: "auto, s, ms, us, ns, per-value, iso or a pattern such as %d.%m.%Y",
        reading: TimeUnit.init(text:)),
      zone: options.value(
        "time_zone", expected: Layout.TimeRule.zoneWords, reading: Layout.TimeRule.knownZone),
      interval: options.value(
        "interval", expected: "the length of a candle such as 1m, 1h, 1d, 1w or 1mo"
      ) { CandleInterval($0) == nil ? nil : $0 },
      nullRows: options.choice("null_rows"),
      createsParents: options.flagIfSaid("create_parents"))
  }
}
