internal import Postgres
internal import Store

/// Which columns a row must have to be complete.
///
/// The dashboard asks candles for their prices, and `simple`, `calculated`, `derivative` and `macro`
/// for a value, although it stores some series of the latter two as candles; the other five data
/// types it never checks. Volume is required nowhere: indices have none.
enum RequiredColumns: Sendable, CaseIterable {
  /// Open, high, low and close.
  case prices
  case value
  /// A value, or else the four prices: the data types of which there are figures (a funding rate, a
  /// total locked) as well as traded instruments (a future, a fund's share, an index).
  case valueOrPrices

  init(_ dataType: DataType) {
    switch dataType {
    case .ohlcv: self = .prices
    case .simple, .calculated, .social, .onchain: self = .value
    case .macro, .derivative, .stablecoin, .etf, .defi: self = .valueOrPrices
    }
  }

  /// Whether a row `t` lacks something, by the data type that `dataType` names. A row whose source
  /// is unknown must hold at least something.
  static func isMissing(dataType: SQL) -> SQL {
    let cases = DataType.allCases.map { type -> SQL in
      "WHEN \(literal: type.rawValue) THEN \(sql: RequiredColumns(type).isMissing)"
    }
    return """
      CASE \(sql: dataType) \(sql: cases.joined(separator: " "))
      ELSE \(sql: RequiredColumns.valueOrPrices.isMissing) END
      """
  }

  private var isMissing: SQL {
    switch self {
    case .prices: "num_nulls(t.open, t.high, t.low, t.close) > 0"
    case .value: "t.value IS NULL"
    case .valueOrPrices:
      "(t.value IS NULL AND num_nulls(t.open, t.high, t.low, t.close) > 0)"
    }
  }
}
