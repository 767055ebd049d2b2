extension BuiltInLayouts {
  static let websocketCapture = #"""
    name: websocket-capture
    description: >-
      Trades out of a captured Binance stream: one message per line as it came,
      {"stream": …, "data": {…}}, with answers and other channels between them.
    data_type: simple
    columns:
      timestamp: data.T
      value: data.p
      volume: data.q
    filter:
      data.e: [trade, aggTrade]
    time: {unit: ms}
    source: {from: data.s}

    """#
}
