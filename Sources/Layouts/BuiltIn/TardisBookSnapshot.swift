extension BuiltInLayouts {
  static let tardisBookSnapshot = #"""
    name: tardis-book-snapshot
    description: >-
      Order books from tardis.dev, book_snapshot_5 and book_snapshot_25: the best levels of either side
      as one book. A level that a thin book does not have is [null, null]. Of several at one microsecond
      the last one stays.
    format: csv
    dialect: {delimiter: ',', header: first}
    into: orderbooks
    shapes:
      - fields: 24
        columns:
          exchange_id: {from: exchange, parent: exchanges, required: true}
          market_id: {from: symbol, parent: markets}
          symbol: {from: symbol, required: true}
          raw_book: {template: '\#(book(levels: 5))', type: json}
          ts: timestamp
          received_at: {from: local_timestamp, type: timestamp}
      - fields: 104
        columns:
          exchange_id: {from: exchange, parent: exchanges, required: true}
          market_id: {from: symbol, parent: markets}
          symbol: {from: symbol, required: true}
          raw_book: {template: '\#(book(levels: 25))', type: json}
          ts: timestamp
          received_at: {from: local_timestamp, type: timestamp}
    time: {column: ts, unit: us, from: 2009-01-03}

    """#

  /// A template for a book as `orderbooks` has it: `{"asks": [[price, size], …], "bids": …}`.
  private static func book(levels: Int) -> String {
    let sides = ["asks", "bids"].map { side in
      let levels = (0..<levels).map { level in
        #"[{\#(side)[\#(level)].price|"null"}, {\#(side)[\#(level)].amount|"null"}]"#
      }
      return "\"\(side)\": [\(levels.joined(separator: ", "))]"
    }
    return "{{\(sides.joined(separator: ", "))}}"
  }
}
