import FlatFiles

/// Columns that are plainly series of their own: prices of several coins beside one time.
///
/// To take one column for the value loses the others; to take a table of something else for series
/// fills `sources` with names that mean nothing. So they are series only where there is nothing
/// else in the file: one time for each record, going one way, and numbers under names that no value
/// and no volume has. Arrays that are joined by a time are series by their form.
struct SideBySide {
  let columns: [Int]
  /// Why, as a clause for people.
  let reason: String

  /// Numbers that are no measurement.
  private static let ordinals: Set = [
    "index", "id", "no", "nr", "row", "rownum", "rank", "number", "level", "unnamed0", "year",
    "month", "week", "day", "weekday", "dayofweek", "hour", "minute", "second",
  ]

  /// Nil where it is not plain.
  init?(_ file: SampledFile, _ time: TimeGuess, _ numbers: [Int]) {
    let measures = numbers.filter { index in
      let column = file.columns[index]
      // A column without a name in the header is called by its place.
      return column.isNamed && column.name != "column\(index + 1)"
        && SourceName.sanitised(column.name) != nil
        && !Self.ordinals.contains(column.plainName) && !column.plainName.hasSuffix("id")
    }
    let isJoined = time.columns.allSatisfy { file.columns[$0].isKey } && file.isJoined
    guard measures.count > 1, isJoined || Self.areAlone(measures, file, time, numbers) else {
      return nil
    }
    columns = measures
    let names = measures.prefix(3).map { "`\(file.columns[$0].name)`" }.joined(separator: ", ")
    let more = measures.count > 3 ? " and \(measures.count - 3) more" : ""
    reason =
      isJoined
      ? "the arrays \(names)\(more) have their times in common, so each is a series"
      : "beside one time for each record there are only numbers, \(names)\(more): each is a series"
  }

  private static func areAlone(
    _ measures: [Int], _ file: SampledFile, _ time: TimeGuess, _ numbers: [Int]
  ) -> Bool {
    let known = Set(time.columns + numbers)
    let others = file.columns.indices.filter { !known.contains($0) }
    let names = measures.map { file.columns[$0].plainName }
    return others.allSatisfy { file.columns[$0].profile.type == nil }
      && ["value", "volume"].allSatisfy { ColumnRoles.named($0, file, measures) == nil }
      && !names.contains { $0.hasPrefix("volume") }
      && ColumnRoles.prices.count { ColumnRoles.named($0, file, measures) != nil } < 2
      && file.records >= 3 && time.moments.count == file.records && goOneWay(time.moments)
  }

  private static func goOneWay(_ moments: [Int64]) -> Bool {
    let steps = zip(moments, moments.dropFirst())
    return steps.allSatisfy { $0 < $1 } || steps.allSatisfy { $0 > $1 }
  }
}
