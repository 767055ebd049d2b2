extension BuiltInLayouts {
  static let binanceMetrics = #"""
    name: binance-metrics
    description: >-
      Open interest and long/short ratios of a futures market every five minutes, from
      data.binance.vision: six series in each record.
    format: csv
    dialect: {delimiter: ','}
    data_type: derivative
    columns: {timestamp: create_time}
    series:
      open_interest: {value: sum_open_interest}
      open_interest_value: {value: sum_open_interest_value}
      top_trader_account_ratio: {value: count_toptrader_long_short_ratio}
      top_trader_position_ratio: {value: sum_toptrader_long_short_ratio}
      account_ratio: {value: count_long_short_ratio}
      taker_volume_ratio: {value: sum_taker_long_short_vol_ratio}
    time: {unit: [iso, ms], zone: UTC, from: 2009-01-03}
    source: {from: symbol}

    """#
}
