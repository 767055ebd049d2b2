import FlatFiles

/// Which column of a file is the time of its records, by name and by what its values are.
struct TimeGuess {
  /// One column, or the date and the time of day.
  let columns: [Int]
  /// What reads the times, with everything found out.
  let reader: TimeReader
  /// The times of the first records.
  let moments: [Int64]
  /// Whether the file leaves open which part of its dates is the day.
  let isAmbiguous: Bool

  /// Nil where no column is a time.
  init?(_ file: SampledFile, now: Int64) {
    let candidates = file.columns.indices.compactMap { index in
      Candidate(file.columns[index], at: index, now: now)
    }
    guard let best = candidates.max(by: { ($0.score, -$0.index) < ($1.score, -$1.index) }) else {
      return nil
    }
    if let joined = Self.joined(best, file, now) {
      self = joined
      return
    }
    columns = [best.index]
    (reader, moments, isAmbiguous) = (
      best.reading.reader, best.reading.moments, best.reading.isAmbiguous
    )
  }

  private init(_ columns: [Int], _ reading: Reading) {
    self.columns = columns
    (reader, moments, isAmbiguous) = (reading.reader, reading.moments, reading.isAmbiguous)
  }

  /// A date beside which the time of day stands in a column of its own.
  private static func joined(_ date: Candidate, _ file: SampledFile, _ now: Int64) -> TimeGuess? {
    guard !date.reading.reader.isCount, date.reading.areDays else { return nil }
    let other = file.columns.indices.first { index in
      index != date.index
        && ["time", "timeofday", "hour", "timeutc", "timegmt", "localtime"]
          .contains(file.columns[index].plainName)
        || (index == date.index + 1 && !file.columns[index].isNamed)
    }
    guard let other else { return nil }
    let both = zip(file.columns[date.index].values, file.columns[other].values).map { day, time in
      day.flatMap { day in time.map { day + [0x20] + $0 } }
    }
    guard let reading = Reading(both), !reading.areDays || Set(reading.moments).count > 1,
      file.columns[other].values.contains(where: { $0?.contains(UInt8(ascii: ":")) ?? false })
    else { return nil }
    return TimeGuess([date.index, other], reading)
  }

  /// Values of a column as times.
  struct Reading {
    let reader: TimeReader
    let moments: [Int64]
    let isAmbiguous: Bool

    /// Nil unless nearly all values are times, or as many in ten as are said.
    init?(_ values: [[UInt8]?], tenths: Int = 9) {
      let texts = values.compactMap(\.self)
      guard !texts.isEmpty else { return nil }
      var reader = TimeReader(Layout.TimeRule())
      for text in texts { text.withUnsafeBufferPointer { reader.look($0) } }
      var moments: [Int64] = []
      var ambiguous = 0
      for text in texts {
        switch text.withUnsafeBufferPointer({ reader.read($0) }) {
        case .moment(let moment), .unclear(let moment, _, _): moments.append(moment)
        case .ambiguous: ambiguous += 1
        default: break
        }
      }
      guard (moments.count + ambiguous) * 10 >= texts.count * tenths else { return nil }
      (self.reader, self.moments, isAmbiguous) = (reader, moments, ambiguous > 0)
    }

    /// Whether no time lies more than ten years ahead, as that of an id would.
    func isPlausible(now: Int64) -> Bool {
      moments.allSatisfy { $0 <= now + 3_653 * Calendar.microsecondsPerDay }
    }

    /// Whether all times are at midnight.
    var areDays: Bool { moments.allSatisfy { $0 % Calendar.microsecondsPerDay == 0 } }
  }

  private struct Candidate {
    let index: Int
    let reading: Reading
    let score: Int

    init?(_ column: SampledColumn, at index: Int, now: Int64) {
      let name = TimeNames.score(column.plainName)
      // Where the name says that these are times, those that are none are what is wrong.
      guard let reading = Reading(column.values, tenths: name >= TimeNames.sure ? 5 : 9) else {
        return nil
      }
      let isFirst = index == 0
      let isNumber = column.profile.integers + column.profile.decimals > 0
      if isNumber {
        // A number may be anything: only where a name, or its place and size, say so is it a time.
        let isRecent = reading.moments.allSatisfy { $0 >= Self.year2000 }
        guard reading.isPlausible(now: now),
          name > 0 || (isRecent && (isFirst || reading.reader.isFineCount)),
          column.profile.decimals == 0 || reading.reader.isCount
        else { return nil }
      }
      self.index = index
      self.reading = reading
      score = name + (isFirst ? 10 : 0) + (isNumber ? 0 : 20)
    }

    private static let year2000: Int64 = 946_684_800_000_000
  }
}

/// What columns of times are called.
enum TimeNames {
  private static let known = [
    "timestamp", "opentime", "time", "datetime", "date", "unix", "unixtime", "unixtimestamp",
    "timestampms", "ts", "t", "epoch", "observationdate", "calctime", "fundingtime", "createtime",
    "period", "day", "month", "tradetime", "transacttime", "createdat", "exchangetimestamp", "e",
  ]
  /// Other times of a record: when it ended, when it was taken.
  private static let others = [
    "close", "end", "next", "expir", "update", "modif", "local", "receiv", "settle", "deliver",
  ]

  /// The least score of a name that hardly anything else has.
  static let sure = 70

  /// How much a name speaks for a column to be the time of its records: 0 where it does not.
  static func score(_ name: String) -> Int {
    if let place = known.firstIndex(of: name) { return 100 - place }
    guard name.contains("time") || name.contains("date") else { return 0 }
    return others.contains { name.contains($0) } ? 10 : 40
  }
}

extension TimeReader {
  fileprivate mutating func look(_ text: UnsafeBufferPointer<UInt8>) {
    if let start = text.baseAddress { look(at: start, count: text.count) }
  }

  fileprivate mutating func read(_ text: UnsafeBufferPointer<UInt8>) -> Reading {
    text.baseAddress.map { read($0, count: text.count) } ?? .notATime
  }
}
