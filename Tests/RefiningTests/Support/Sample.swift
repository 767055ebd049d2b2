import Postgres

/// A row of a series, figures as text.
struct Sample: Hashable {
  var source: Int32 = 1
  var moment: Timestamp
  var prices: [String]?
  var volume: String?
  var value: String?

  /// A candle: open, high, low, close.
  static func candle(
    _ moment: Timestamp, _ prices: String..., volume: String? = nil, source: Int32 = 1
  ) -> Sample {
    Sample(source: source, moment: moment, prices: prices, volume: volume)
  }

  /// A candle that never moved.
  static func flat(_ moment: Timestamp, _ price: String, source: Int32 = 1) -> Sample {
    Sample(
      source: source, moment: moment, prices: [price, price, price, price], volume: "1")
  }

  static func value(_ moment: Timestamp, _ value: String?, source: Int32 = 1) -> Sample {
    Sample(source: source, moment: moment, value: value)
  }

  /// The rows as a table `r` of text.
  static func table(_ rows: [Sample]) -> SQL {
    func column(_ figure: (Sample) -> String?) -> [String] { rows.map { figure($0) ?? "" } }
    func price(_ index: Int) -> [String] { column { $0.prices?[index] } }
    return """
      unnest(\(rows.map { "\($0.source)" }), \(rows.map { $0.moment.description }),
        \(price(0)), \(price(1)), \(price(2)), \(price(3)), \(column(\.volume)), \(column(\.value)))
        AS r (source, moment, open, high, low, close, volume, value)
      """
  }

  static let columns: SQL = """
    source::integer, moment::timestamptz, nullif(open, '')::numeric, nullif(high, '')::numeric,
    nullif(low, '')::numeric, nullif(close, '')::numeric, nullif(volume, '')::numeric,
    nullif(value, '')::numeric
    """
}

extension Timestamp {
  /// A moment of 2024, as its month, day and time: `01-31 12:00`.
  init(y2024 text: String) {
    // The tests spell these, so one that cannot be read shows at once as 1970.
    self = Timestamp("2024-" + text + (text.contains(":") ? ":00Z" : "")) ?? .init(microseconds: 0)
  }

  func adding(minutes: Int) -> Timestamp {
    Timestamp(microseconds: microseconds + Int64(minutes) * 60_000_000)
  }

  func adding(days: Int) -> Timestamp { adding(minutes: days * 1440) }
}
