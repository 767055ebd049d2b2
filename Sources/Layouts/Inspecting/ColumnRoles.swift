import FlatFiles

/// What the columns of a file are for, by their names, or by their values where they have none.
struct ColumnRoles {
  let time: TimeGuess?
  /// For each column of `timeseries_data` the index of the file's column.
  private(set) var values: [(target: String, column: Int)] = []
  /// The columns that are series of their own, each a source; then `values` is empty.
  private(set) var series: [Int] = []
  /// The column that names the source of each record.
  private(set) var source: Int?
  /// Why, in clauses for people.
  private(set) var reasons: [String] = []
  /// How long a candle lasts, where the first records tell.
  private(set) var interval: String?

  init(_ file: SampledFile, now: Int64) {
    time = TimeGuess(file, now: now)
    guard let time else { return }
    let numbers = file.columns.indices.filter {
      !time.columns.contains($0) && file.columns[$0].isNumeric && !file.columns[$0].isKey
    }
    if let candle = Self.namedCandle(file, numbers) ?? Self.shownCandle(file, numbers, time) {
      values = candle.values
      reasons = [candle.reason]
      interval = Self.interval(of: time)
    } else if let series = SideBySide(file, time, numbers) {
      self.series = series.columns
      reasons = [series.reason]
    } else if let value = Self.value(file, numbers) {
      values = [("value", value)]
      if numbers.count > 1 {
        reasons.append(
          "of \(numbers.count) columns of numbers `\(file.columns[value].name)` is taken as the"
            + " value; where others are series too, list each under `series`")
      }
    }
    addVolume(file, numbers)
    let texts = file.columns.indices.filter {
      !time.columns.contains($0) && file.columns[$0].namesSources
    }
    source =
      texts.first { Self.sources.contains(file.columns[$0].plainName) }
      ?? texts.first { file.columns[$0].isKey }
  }

  var isCandle: Bool { values.contains { $0.target == "open" } }

  static let prices = ["open", "high", "low", "close"]
  private static let names: [String: [String]] = [
    "open": ["open", "o", "openprice", "priceopen", "opening"],
    "high": ["high", "h", "highprice", "pricehigh", "max"],
    "low": ["low", "l", "lowprice", "pricelow", "min"],
    "close": [
      "close", "c", "closeprice", "priceclose", "closing", "last", "closelast", "lastprice",
      "price",
    ],
    "volume": [
      "volume", "v", "vol", "basevolume", "volumebase", "volumefrom", "quantity", "qty", "q",
      "amount", "size", "basevol", "tradevolume", "tickvolume", "tickvol",
    ],
    "value": [
      "value", "val", "price", "p", "close", "last", "lastprice", "rate", "fundingrate",
      "lastfundingrate", "index", "level", "markprice", "y",
    ],
  ]
  private static let sources: Set = [
    "symbol", "pair", "market", "ticker", "instrument", "instrumentname", "instid", "source", "s",
    "coin", "asset", "series", "seriesid",
  ]

  /// The first of the columns that has one of the names of a target.
  static func named(
    _ target: String, _ file: SampledFile, _ columns: [Int]
  ) -> Int? {
    for name in names[target] ?? [] {
      if let found = columns.first(where: { file.columns[$0].plainName == name }) { return found }
    }
    return nil
  }

  private static func namedCandle(
    _ file: SampledFile, _ numbers: [Int]
  ) -> (values: [(target: String, column: Int)], reason: String)? {
    var values: [(target: String, column: Int)] = []
    for target in prices {
      guard let column = named(target, file, numbers) else { return nil }
      values.append((target, column))
    }
    let names = values.map { "`\(file.columns[$0.column].name)`" }.joined(separator: ", ")
    return (values, "the columns \(names) are named as the prices of a candle are")
  }

  /// Four numbers behind the time that are candles in each of the records: without names nothing
  /// else tells.
  private static func shownCandle(
    _ file: SampledFile, _ numbers: [Int], _ time: TimeGuess
  ) -> (values: [(target: String, column: Int)], reason: String)? {
    guard let last = time.columns.max(), file.records >= 2 else { return nil }
    let columns = Array(last + 1...last + 4)
    guard columns.allSatisfy({ numbers.contains($0) && !file.columns[$0].isNamed }) else {
      return nil
    }
    var isMoving = false
    for record in 0..<file.records {
      let prices = columns.compactMap { file.columns[$0].values[record] }.filter(\.isPlainNumber)
      guard prices.count == 4 else { continue }
      if !prices.isCandle { return nil }
      isMoving =
        isMoving || (prices[2].isNumberLess(than: prices[1]) && prices[0].isNumberUnlike(prices[3]))
    }
    guard isMoving else { return nil }
    return (
      zip(prices, columns).map { ($0, $1) },
      "in all of the first \(file.records) records the 4 numbers behind the time are open, high, low"
        + " and close: the second is the highest and the third the lowest"
    )
  }

  /// The column that is most likely the value: one of a name that values have, or else the first
  /// with decimals, or the first.
  private static func value(_ file: SampledFile, _ numbers: [Int]) -> Int? {
    let candidates = numbers.filter { !file.columns[$0].plainName.hasSuffix("id") }
    return named("value", file, candidates)
      ?? candidates.first { file.columns[$0].profile.type == .decimal } ?? candidates.first
  }

  private mutating func addVolume(_ file: SampledFile, _ numbers: [Int]) {
    let free = numbers.filter { number in !values.contains { $0.column == number } }
    guard !values.isEmpty else { return }
    if let volume = Self.named("volume", file, free)
      ?? free.first(where: { file.columns[$0].plainName.hasPrefix("volume") })
    {
      values.append(("volume", volume))
    } else if isCandle, let close = values.last?.column, !file.columns[close].isNamed,
      free.contains(close + 1)
    {
      values.append(("volume", close + 1))
    }
  }

  /// How far apart the first candles are, where that is nearly always the same.
  private static func interval(of time: TimeGuess) -> String? {
    var profile = TimeProfile()
    for moment in time.moments { profile.add(moment) }
    guard let rhythm = profile.rhythm, rhythm.isRegular, time.moments.count > 3 else { return nil }
    return rhythm.name
  }
}

extension SampledColumn {
  /// Whether it is the key that leads to each record, and no field of it.
  var isKey: Bool { reference == .name(FieldPath.Root.key.rawValue) }

  fileprivate var isNumeric: Bool { profile.type == .integer || profile.type == .decimal }

  /// Whether each record has a text here of which the name of a source can be made.
  fileprivate var namesSources: Bool {
    profile.type == .text
      && values.allSatisfy { text in
        text.map { SourceName.sanitised(String(decoding: $0, as: UTF8.self)) != nil } ?? false
      }
  }
}

extension [[UInt8]] {
  /// Whether open and close lie within high and low.
  fileprivate var isCandle: Bool {
    [self[0], self[3]].allSatisfy {
      !self[1].isNumberLess(than: $0) && !$0.isNumberLess(than: self[2])
    }
  }
}

extension [UInt8] {
  fileprivate var isPlainNumber: Bool {
    withUnsafeBufferPointer { text in
      text.baseAddress.map { DecimalText.judge($0, count: text.count) == .valid } ?? false
    }
  }

  /// Compares plain numbers by value.
  fileprivate func isNumberLess(than other: [UInt8]) -> Bool {
    withUnsafeBufferPointer { left in
      other.withUnsafeBufferPointer { right in
        guard let a = left.baseAddress, let b = right.baseAddress else { return false }
        return DecimalText.isLess(a, left.count, than: b, right.count)
      }
    }
  }

  fileprivate func isNumberUnlike(_ other: [UInt8]) -> Bool {
    isNumberLess(than: other) || other.isNumberLess(than: self)
  }
}
