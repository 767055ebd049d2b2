import FlatFiles
import Layouts
import Testing

/// Columns that name rows of other tables.
@Suite struct ParentMappingTests {
  private func mapper(_ columns: String, names: RecordNames = .positions) throws -> RowMapper {
    try RowMapper(
      """
      name: test
      into: trades
      time: {column: ts, unit: s}
      columns: {\(columns), ts: 1}
      """, names: names)
  }

  @Test func anExchangeIsLowerCaseAndAMarketAsItsExchangeSpellsIt() throws {
    let mapper = try mapper(
      """
      exchange_id: {at: 2, parent: exchanges}, market_id: {at: 3, parent: markets}, \
      coin_id: {at: 3, parent: coin_priorities}, source_id: {at: 3, parent: sources}
      """)
    #expect(
      mapper.mapped(["1700000000,OKX,BTC-Usd", "1700000000,okx,ETH", "1700000001,kraken,ETH"]).rows
        == [
          "okx|okx/BTC-Usd|BTC-Usd|btc_usd|1700000000000000",
          "okx|okx/ETH|ETH|eth|1700000000000000",
          "kraken|kraken/ETH|ETH|eth|1700000001000000",
        ])
  }

  @Test func eachNameIsHandedOverOnce() throws {
    let mapper = try mapper("exchange_id: {at: 2, parent: exchanges}, m: {at: 3, parent: markets}")
    let batch = RecordBatch()
    let rows = RowBatch(columns: mapper.columns)
    batch.fill(["1700000000,a,x", "1700000000,b,x", "1700000000,a,x"])
    mapper.map(batch, into: rows)
    batch.fill(["1700000000,b,x", "1700000000,c,y"])
    mapper.map(batch, into: rows)
    #expect(
      rows.parents == [
        [ParentName("a"), ParentName("b"), ParentName("c")],
        [ParentName("x", scope: 0), ParentName("x", scope: 1), ParentName("y", scope: 2)],
      ])
  }

  @Test func aWholeNumberIsTheParentsKey() throws {
    let mapper = try mapper("exchange_id: {at: 2, type: integer, parent: exchanges}")
    let mapped = mapper.mapped(["1700000000,2", "1700000000,02", "1700000000,two"])
    #expect(mapped.rows == ["2|1700000000000000", "2|1700000000000000"])
    #expect(
      mapped.rejects == [
        "3:exchange_id:not-an-integer: `two` is not a whole number that fits in 64 bits"
      ])
  }

  @Test func whatIsNoNameRejectsTheRecord() throws {
    let mapper = try mapper(
      "exchange_id: {at: 2, parent: exchanges, required: true}, s: {at: 3, parent: sources}")
    let mapped = mapper.mapped([
      ["1700000000", "", "a"], "1700000000,,a", "1700000000,okx,!", "1700000000,okx,",
    ])
    #expect(mapped.rows == ["okx|-|1700000000000000"])
    #expect(
      mapped.rejects == [
        "1:exchange_id:bad-parent-name: an empty text names no row of exchanges",
        "2:exchange_id:missing-value: `exchange_id` is missing",
        "3:s:bad-source-name: no source name can be made of `!`",
      ])
  }

  /// A column of ids that is named as the source by mistake.
  @Test(.timeLimit(.minutes(1))) func aFileNamesSoManySourcesAndNoMore() throws {
    let mapper = try RowMapper(
      "name: ids\ncolumns: {timestamp: 1, value: 2}\nsource: {at: 3}\ntime: {unit: s}",
      names: .positions)
    let batch = RecordBatch()
    let rows = RowBatch(columns: mapper.columns)
    var rejects: [Reject] = []
    for start in stride(from: 0, to: 66_000, by: 1_000) {
      let records: [TestRecord] = (start..<start + 1_000).map { id in
        ["1700000000", "1", TestField("id\(id)", .bare)]
      }
      batch.fill(records)
      mapper.map(batch, into: rows)
      rejects += rows.rejects
    }
    #expect(rows.parents.map(\.count) == [65_536])
    #expect(rows.parents[0].last == ParentName("id65535"))
    #expect(Set(rejects.map(\.code.rawValue)) == ["too-many-names"])
    #expect(rejects.count == 66_000 - 65_536)
    #expect(
      rejects.first?.message == """
        `id65536` is one more of sources than the 65536 that a file may name, or the names are longer \
        than 8 MiB together: is it a column of names?
        """)
    #expect(mapper.extents.count == 65_536)
    batch.fill(["1700000060,1,id7", "1700000060,1,ID7"])
    mapper.map(batch, into: rows)
    #expect(rows.rowCount == 2)
  }

  @Test func aNameIsMadeAsAnyTextIs() throws {
    let mapper = try mapper(
      """
      exchange_id: {at: 2, parent: exchanges, map: {1: okx, 2: Kraken}}, \
      market_id: {template: '{3}-{4}', parent: markets, case: upper}
      """)
    #expect(
      mapper.mapped(["1700000000,2,btc,usd"]).rows == ["kraken|kraken/BTC-USD|1700000000000000"])
  }

  @Test func aConstantAndADefaultAreNamesToo() throws {
    let mapper = try mapper(
      """
      exchange_id: {constant: OKX, parent: exchanges}, \
      market_id: {at: 2, parent: markets, default: BTC}, side: 3
      """)
    #expect(
      mapper.mapped(["1700000000,,a", "1700000000,ETH,b", "1700000000,BTC,c"]).rows
        == [
          "okx|okx/BTC|a|1700000000000000", "okx|okx/ETH|b|1700000000000000",
          "okx|okx/BTC|c|1700000000000000",
        ])
  }

  @Test func aMarketOfNoExchangeIsNone() throws {
    let mapper = try mapper(
      "exchange_id: {at: 2, parent: exchanges}, market_id: {at: 3, parent: markets}")
    #expect(mapper.mapped(["1700000000,,BTC"]).rows == ["-|-|1700000000000000"])
  }

  @Test(arguments: [
    (
      "market_id: {from: m, parent: markets}",
      """
      l.yml:3:10: `columns`: there is no column `exchange_id` with `parent: exchanges` in this \
      layout, within which names are told; it has market_id, ts
      """
    ),
    (
      "exchange_id: {from: e, parent: exchange}",
      "l.yml:3:42: `columns.exchange_id.parent`: `exchange` is not known here; did you mean `exchanges`?"
    ),
    (
      "exchange_id: {from: e, parent: exchanges, type: decimal}",
      "l.yml:3:42: `columns.exchange_id.parent`: only a column of type text or integer has this"
    ),
    (
      "x: {from: e, type: source}",
      """
      l.yml:3:30: `columns.x.type`: `source` is not known here; expected one of decimal, integer, \
      text, boolean, timestamp, date, json, array
      """
    ),
    (
      "n: {ordinal: 1, unless: id}",
      "l.yml:3:10: `columns`: there is no column `id` in this layout; it has source_id, ts"
    ),
  ])
  func aColumnThatCannotBeIsAnError(column: String, message: String) {
    let error = #expect(throws: LayoutError.self) {
      try Layout(
        yaml: "name: x\ninto: t\ncolumns: {\(column), ts: t}\ntime: {column: ts}", file: "l.yml")
    }
    #expect(error?.description == message)
  }

  @Test func anOrdinalIsCountedOnlyWhereNothingElseTellsRowsApart() throws {
    let mapper = try mapper(
      """
      id: {at: 2, default: ''}, price: {at: 3, type: decimal}, \
      n: {ordinal: 1, among: [id], unless: id}
      """)
    #expect(
      mapper.mapped(
        ["1,,5", "1,a,5", "1,a,5", "1,,6", "2,,6"].map { "170000000\($0)" }.map {
          TestRecord(stringLiteral: $0)
        }
      ).rows.map { $0.split(separator: "|", omittingEmptySubsequences: false)[2] }
        == ["1", "1", "1", "2", "1"])
  }

  @Test func aColumnThatAFileLacksIsLeftToTheTable() throws {
    let columns = "price: {from: price, type: decimal, optional: true}, ts: ts, side: side"
    let layout = "name: x\ninto: t\ncolumns: {\(columns)}\ntime: {column: ts, unit: s}"
    let with = try RowMapper(layout, names: .header(["ts", "side", "price"]))
    #expect(with.columns.map(\.name) == ["price", "ts", "side"])
    #expect(with.mapped(["1700000000,buy,5"]).rows == ["5|1700000000000000|buy"])
    let without = try RowMapper(layout, names: .header(["ts", "side"]))
    #expect(without.columns.map(\.name) == ["ts", "side"])
    #expect(without.mapped(["1700000000,buy"]).rows == ["1700000000000000|buy"])
    let defaulted = try RowMapper(
      layout.replacing("optional: true", with: "optional: true, default: '7'"),
      names: .header(["ts", "side"]))
    #expect(defaulted.mapped(["1700000000,buy"]).rows == ["7|1700000000000000|buy"])
  }

  @Test func whatDecidesRowsIsPartOfTheIdentity() throws {
    func text(_ column: String, _ more: String = "") throws -> String {
      try Layout(
        yaml: "name: x\ninto: t\n\(more)\ncolumns: {e: {from: e\(column)}, ts: t}", file: "l.yml"
      ).effective(fileName: "a.csv").canonicalText
    }
    let texts = try [
      text(""), text(", parent: exchanges"), text(", parent: sources"),
      text(", type: integer, parent: exchanges"), text(", optional: true"),
      text("", "create_parents: false"),
    ]
    #expect(Set(texts).count == texts.count)
    #expect(try text("", "create_parents: true") == texts[0])
  }

  @Test func theTableOfADumpSaysNothingOfOtherFiles() throws {
    let layout = "name: x\ninto: t\ntable: trades\ncolumns: {ts: ts}\ntime: {column: ts, unit: s}"
    let effective = try Layout(yaml: layout, file: "l.yml").effective(fileName: "a.csv")
    #expect(effective.readOptions().tableMeansDump == false)
    let told = try Layout(yaml: layout, file: "l.yml")
      .effective(LayoutOptions(table: "t"), fileName: "a.csv")
    #expect(told.readOptions().tableMeansDump)
  }
}
