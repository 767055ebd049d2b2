extension BuiltInLayouts {
  static let dashboardBacktestTrades = #"""
    name: dashboard-backtest-trades
    description: The table backtest_trades of the dashboard, the trades of a strategy on history.
    table: backtest_trades
    into: backtest_trades
    columns:
      backtest_id: {from: backtest_id, type: integer, required: true}
      trade_number: {from: trade_number, type: integer, required: true}
      source_id: {from: source_id, type: integer, parent: sources}
      side: side
      entry_timestamp: entry_timestamp
      entry_price: {from: entry_price, type: decimal, required: true}
      exit_timestamp: {from: exit_timestamp, type: timestamp}
      exit_price: {from: exit_price, type: decimal}
      quantity: {from: quantity, type: decimal}
      fees: {from: fees, type: decimal}
      profit_loss: {from: profit_loss, type: decimal}
      return_pct: {from: return_pct, type: decimal}
      exit_reason: {from: exit_reason, optional: true}
      metadata: {from: metadata, type: json, optional: true}
    time: {column: entry_timestamp, unit: iso}

    """#
}
