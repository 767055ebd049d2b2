extension BuiltInLayouts {
  static let tardisBook = #"""
    name: tardis-book
    description: >-
      Order books from tardis.dev, incremental_book_L2: level by level, an amount of 0 where a level is
      gone.
    format: csv
    dialect: {delimiter: ',', header: first}
    into: book_changes
    columns:
      exchange_id: {from: exchange, parent: exchanges, required: true}
      market_id: {from: symbol, parent: markets}
      symbol: {from: symbol, required: true}
      is_snapshot: {from: is_snapshot, type: boolean, required: true}
      side: {from: side, map: {bid: bid, ask: ask}, required: true}
      price: {from: price, type: decimal, required: true}
      size: {from: amount, type: decimal, required: true}
      ts: timestamp
      received_at: {from: local_timestamp, type: timestamp}
      n: {ordinal: 1, among: [exchange_id, symbol, side, price]}
    time: {column: ts, unit: us, from: 2009-01-03}

    """#
}
