import FlatFiles
import Testing

@testable import Layouts

/// Layouts made up of JSON whose records are spread over objects, and of series side by side.
@Suite struct MadeUpFormsTests {
  @Test func columnsOfAnObjectBecomeCandles() throws {
    let report = try inspect(
      "AAPL.json",
      """
      {"c":[185.64,184.25,181.91],"h":[188.44,185.88,183.09],"l":[183.89,183.43,180.88],
      "o":[187.15,184.22,182.15],"s":"ok","t":[1704153600,1704240000,1704326400],"v":[82,58,71]}
      """)
    #expect(
      report.layoutYAML == """
        # Made up for AAPL.json: look it over before it is used.
        name: aapl
        format: json
        records: {form: columns}
        data_type: ohlcv
        columns:
          timestamp: t
          open: o
          high: h
          low: l
          close: c
          volume: v
        time: {unit: s, from: 1973-03-03}
        source: '{stem}'

        """)
    #expect((report.records, report.rows) == (3, 3))
    #expect(report.column("o") == "decimal 0 182.15 … 187.15 -> open")
    #expect(report.time?.from == 1_704_153_600_000_000)
  }

  @Test func columnsInsideADocumentAreATableWhereThereIsNoTime() throws {
    let report = try inspect(
      "x.json", #"{"ok":true,"data":{"coin":["btc","eth","sol"],"rank":[1,2,5],"more":[]}}"#)
    let yaml = try #require(report.layoutYAML)
    #expect(yaml.contains("records: {at: data, form: columns}\ninto: x "))
    #expect(yaml.hasSuffix("columns:\n  coin: coin\n  rank: {from: rank, type: integer}\n"))
    #expect(report.rows == 3)
  }

  @Test func seriesThatHaveTheirTimesInCommonAreJoined() throws {
    let report = try inspect(
      "net-2024-01.json",
      """
      {"hashrate":[[1704067200000,510.5],[1704153600000,511],[1704240000000,null]],
      "fees":[[1704067200000,1.5],[1704240000000,2.25]],"unit":"EH/s"}
      """)
    #expect(
      report.layoutYAML == """
        # Made up for net-2024-01.json: look it over before it is used.
        name: net_2024_01
        format: json
        records: {form: joined}
        data_type: simple
        columns:
          timestamp: '$key'
        series:  # each a source of its own, whose name ends in this
          hashrate: {value: hashrate}
          fees: {value: fees}
        time: {unit: ms, from: 1973-03-03}
        file_name: '^(?<series>.*?[A-Za-z].*?)[-_. ]+[0-9]{4}[-_.]?[0-9]{2}'
        source: '{series}'

        """)
    // A value that is null, and one that is not there.
    #expect((report.records, report.rows) == (6, 4))
    #expect(report.skipped == [.nullRow: 2])
    #expect(report.time?.series == 2)
    #expect(report.column("fees") == "decimal 1 1.5 … 2.25 -> value")
    #expect(
      report.reasons.last
        == "the arrays `hashrate`, `fees` have their times in common, so each is a series")
  }

  @Test func aBookIsNotJoinedByItsPrices() throws {
    let report = try inspect(
      "book.json", #"{"bids":[["1","2"],["3","4"]],"asks":[["5","6"],["7","8"]]}"#)
    #expect(report.records == 1)
    #expect(report.layoutYAML?.contains("records:") == false)
  }

  @Test func theMembersOfAMapBecomeRowsByTheirKeys() throws {
    let report = try inspect(
      "daily.json",
      """
      {"Meta Data":{"2. Symbol":"IBM"},"Time Series (Daily)":{
      "2024-01-04":{"1. open":"160.5","2. high":"161.2","3. low":"159.9","4. close":"160.1","5. volume":"3212"},
      "2024-01-03":{"1. open":"161.0","2. high":"161.7","3. low":"160.1","4. close":"160.9","5. volume":"4061"}}}
      """)
    let yaml = try #require(report.layoutYAML)
    #expect(yaml.contains("records: {at: 'Time Series (Daily)', form: members}\n"))
    #expect(yaml.contains("  timestamp: '$key'\n  open: '[\"1. open\"]'\n"))
    #expect(yaml.contains("  volume: '[\"5. volume\"]'\n"))
    #expect((report.records, report.rows) == (2, 2))
    #expect(report.time?.order == "descending")
    #expect(report.column("$key") == "date 0 2024-01-03 … 2024-01-04 -> timestamp")
  }

  @Test func theKeysOfAMapNameTheSourcesWhereNothingElseDoes() throws {
    let report = try inspect(
      "now.json",
      #"{"btc":{"at":"2024-01-01T00:00:00Z","usd":95000.1},"eth":{"at":"2024-01-01T00:00:00Z","usd":3300}}"#
    )
    let yaml = try #require(report.layoutYAML)
    #expect(yaml.contains("records: {form: members}\n"))
    #expect(yaml.contains("  timestamp: at\n  value: usd\n"))
    #expect(yaml.hasSuffix("source: {from: '$key'}\n"))
    #expect(report.time?.series == 2)
    #expect(report.column("$key") == "text 0 btc … eth -> source")
  }

  @Test func aMapWithoutTimesIsATableWithItsKeys() throws {
    let report = try inspect(
      "x.json", #"{"BTC":{"USD":95000.1,"EUR":9e4},"ETH":{"USD":3300,"EUR":3e3}}"#)
    let yaml = try #require(report.layoutYAML)
    #expect(
      yaml.hasSuffix(
        "columns:\n  key: '$key'\n  usd: {from: USD, type: decimal}\n  eur: {from: EUR, type: decimal}\n"
      ))
    #expect(report.rows == 2)
  }

  @Test func arraysUnderDatesAreRecords() throws {
    let report = try inspect(
      "x.json", #"{"2024-01-01":[5,7,4,6],"2024-01-02":[6,8,5,7],"2024-01-03":[7,9,6,8]}"#)
    let yaml = try #require(report.layoutYAML)
    #expect(yaml.contains("records: {form: members}\n"))
    #expect(yaml.contains("  timestamp: '$key'\n  open: 1\n  high: 2\n  low: 3\n  close: 4\n"))
    #expect(report.rows == 3)
  }

  // MARK: - Series side by side

  @Test func pricesOfSeveralCoinsBesideOneTimeAreEachASeries() throws {
    let report = try inspect(
      "closes.csv",
      """
      date,BTC,ETH-USD,sol
      2024-01-01,42283.58,2281.47,101.51
      2024-01-02,44187.14,,98.65
      2024-01-03,42848.17,2210.76,N/A

      """)
    #expect(
      report.layoutYAML == """
        # Made up for closes.csv: look it over before it is used.
        name: closes
        format: csv
        dialect: {delimiter: ',', header: first}
        data_type: simple
        columns:
          timestamp: date
        series:  # each a source of its own, whose name ends in this
          btc: {value: BTC}
          eth_usd: {value: ETH-USD}
          sol: {value: sol}
        time: {unit: iso}
        missing: ['N/A']
        source: '{stem}'

        """)
    #expect((report.records, report.rows, report.rejected) == (9, 7, 0))
    #expect(report.time?.series == 3)
    // Each cell is counted once, though it is looked at for three series.
    #expect(report.column("ETH-USD") == "decimal 1 2210.76 … 2281.47 -> value")
    #expect(
      report.reasons.last == "beside one time for each record there are only numbers,"
        + " `BTC`, `ETH-USD`, `sol`: each is a series")
  }

  @Test func seriesOfJSONRecordsKeepWhatTheirColumnsSay() throws {
    let report = try inspect(
      "r.ndjson",
      """
      {"t":1704067200000,"i":0,"us":{"y10":"4.5%"},"de":{"y10":"2.5%"}}
      {"t":1704153600000,"i":1,"us":{"y10":"4.6%"},"de":{"y10":"2.4%"}}
      {"t":1704240000000,"i":2,"us":{"y10":"4.7%"},"de":{"y10":"2.3%"}}

      """)
    let yaml = try #require(report.layoutYAML)
    #expect(
      yaml.contains(
        "  i: {value: i}\n"
          + "  us_y10: {value: {from: us.y10, percent: true}}\n"
          + "  de_y10: {value: {from: de.y10, percent: true}}\n"))
    #expect(report.rows == 9)
  }

  @Test(arguments: [
    // A name that values have, a volume, a text, two rows of one time, an incomplete candle.
    "date,price,market_cap\n2024-01-01,1.5,9\n2024-01-02,2.5,8\n2024-01-03,2.5,7\n",
    "date,bid,ask,volume\n2024-01-01,1,2,9\n2024-01-02,2,3,8\n2024-01-03,2,3,7\n",
    "date,bid,ask,note\n2024-01-01,1,2,a\n2024-01-02,2,3,b\n2024-01-03,2,3,\n",
    "date,btc,eth\n2024-01-01,1,2\n2024-01-01,2,3\n2024-01-02,2,3\n",
    "date,open,high,low,settle\n2024-01-01,1,2,1,2\n2024-01-02,2,3,2,3\n2024-01-03,2,3,2,3\n",
  ])
  func oneColumnIsTheValueWhereSeriesAreNotPlain(content: String) throws {
    let report = try inspect("a.csv", content)
    #expect(report.layoutYAML?.contains("series:") == false)
    #expect(report.columns.compactMap(\.becomes).contains("value"))
    #expect(report.reasons.contains { $0.hasSuffix("list each under `series`") })
  }

  @Test func numbersOfRowsAreNoSeries() throws {
    let report = try inspect(
      "a.csv", ",date,btc,eth\n0,2024-01-01,1,2\n1,2024-01-02,2,3\n2,2024-01-03,2,3\n")
    #expect(report.layoutYAML?.contains("  btc: {value: btc}\n  eth: {value: eth}\n") == true)
    #expect(report.columns.map(\.becomes) == [nil, "timestamp", "value", "value"])
  }
}
