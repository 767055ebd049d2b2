extension BuiltInLayouts {
  static let dashboardBacktestResults = #"""
    name: dashboard-backtest-results
    description: The table backtest_results of the dashboard, how strategies did on history.
    table: backtest_results
    into: backtest_results
    columns:
      backtest_id: {from: [backtest_id, id], type: integer, required: true}
      strategy_name: {from: strategy_name, required: true}
      strategy_version: {from: strategy_version, required: true}
      description: description
      start_date: {from: start_date, type: date, required: true}
      end_date: {from: end_date, type: date, required: true}
      total_return: {from: total_return, type: decimal, required: true}
      annualized_return: {from: annualized_return, type: decimal}
      sharpe_ratio: {from: sharpe_ratio, type: decimal}
      sortino_ratio: {from: sortino_ratio, type: decimal}
      max_drawdown: {from: max_drawdown, type: decimal}
      max_drawdown_duration: {from: max_drawdown_duration, type: integer}
      total_trades: {from: total_trades, type: integer}
      winning_trades: {from: winning_trades, type: integer}
      losing_trades: {from: losing_trades, type: integer}
      var_95: {from: var_95, type: decimal}
      cvar_95: {from: cvar_95, type: decimal}
      beta: {from: beta, type: decimal}
      alpha: {from: alpha, type: decimal}
      initial_capital: {from: initial_capital, type: decimal}
      position_size: {from: position_size, type: decimal}
      config: {from: config, type: json}
      executed_at: {from: executed_at, type: timestamp}
      executed_by: executed_by
      execution_time: {from: execution_time, type: decimal}
      data_source: data_source
      fees_included: {from: fees_included, type: boolean}
      slippage_included: {from: slippage_included, type: boolean}
    time: {unit: iso}
    checks:
      - compare: start_date < end_date

    """#
}
