extension BuiltInLayouts {
  static let cryptoDataDownload = #"""
    name: cryptodatadownload
    description: >-
      Candles from cryptodatadownload.com: a line with the address, a header, newest first; seconds
      and milliseconds mixed, or dates like 2017-07-01 11-AM; the volume in the coin before or behind
      that in money.
    format: csv
    dialect: {delimiter: ',', header: first}
    data_type: ohlcv
    columns:
      timestamp: [unix, Unix, Unix Timestamp, date, Date]
      open: [open, Open]
      high: [high, High]
      low: [low, Low]
      close: [close, Close]
      volume:
        - '/^Volume (?!(?:USD[A-Z]?|BUSD|TUSD|DAI|EUR|GBP|JPY|KRW|AUD|CAD|TRY)$)[A-Z0-9]+$/'
        - '/^Volume [A-Z0-9]+$/'
        - Volume
    time: {unit: [per-value, iso, '%Y-%m-%d %I-%p'], zone: UTC, from: 2009-01-03}
    file_name: '^(?<exchange>[A-Za-z]+)_(?<symbol>[A-Za-z0-9]+)_(?:[0-9]{4}_)?(?<span>(?<interval>[0-9]+h)|d|minute|1min|1hr|hourly|daily)\.'
    recognition: {header: [symbol, Symbol]}
    source: '{exchange}_{symbol}_{span}'
    interval: '{interval}'

    """#
}
