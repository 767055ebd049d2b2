/// What is known of a source before it has rows: declared in `sources:` of a job, in a sources file,
/// or derived from a layout.
package struct SourceDefinition: Sendable, Hashable {
  /// Lower case letters, digits and `_`.
  package var name: String
  package var displayName: String
  package var category: String
  package var dataType: DataType
  package var updateFrequencySeconds: Int?
  package var market: Market
  /// What the values count, as people write it: `USD`, `%`.
  package var unit: String?

  package init(
    name: String, displayName: String? = nil, category: String? = nil, dataType: DataType,
    updateFrequencySeconds: Int? = nil, market: Market = .crypto, unit: String? = nil
  ) {
    self.name = name
    self.displayName = displayName ?? name
    self.category = category ?? dataType.rawValue
    self.dataType = dataType
    self.updateFrequencySeconds = updateFrequencySeconds
    self.market = market
    self.unit = unit
  }

  /// Whether a text can name a source.
  package static func isValid(name: String) -> Bool {
    !name.isEmpty
      && name.utf8.allSatisfy {
        switch $0 {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"),
          UInt8(ascii: "_"):
          true
        default: false
        }
      }
  }
}

/// What kind of series a source is: decides which of a row's columns must be there.
package enum DataType: String, Sendable, CaseIterable {
  case ohlcv, simple, calculated, social, onchain, macro, derivative, stablecoin, etf, defi
}

/// Whose trading days a source keeps.
package enum Market: String, Sendable, CaseIterable {
  case us = "US"
  case crypto = "CRYPTO"
  case forex = "FOREX"
  case commodities = "COMMODITIES"
}
