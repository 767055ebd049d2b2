/// What of a CSV file is in no record, or not as it stands there: counted, to be said once.
struct LeftOut {
  /// Lines before the first table that are none of its own, where the reader found that out.
  var linesBefore = 0
  /// Lines behind the table that are no records: totals, notes.
  var linesBehind = 0
  /// What columns are called that the header has no name for.
  var unnamed: [String] = []
  /// Tables of the file that were not asked for.
  var tables = 0
  /// Records with too few fields that got empty ones.
  var padded = 0
  /// Records with too many fields that lost the last ones.
  var truncated = 0

  /// Sentences for people; none where nothing was left out.
  var notes: [String] {
    [
      text(linesBefore, "line", "before the table left out"),
      text(linesBehind, "line", "behind the table left out"),
      text(
        unnamed.count, "column",
        "without a name in the header, called \(unnamed.joined(separator: ", "))"),
      text(tables, "other table", "of the file left out"),
      text(padded, "record", "with too few fields padded"),
      text(truncated, "record", "with too many fields truncated"),
    ].compactMap(\.self)
  }

  private func text(_ count: Int, _ thing: String, _ what: String) -> String? {
    count == 0 ? nil : "\(count) \(thing)\(count == 1 ? "" : "s") \(what)"
  }
}
