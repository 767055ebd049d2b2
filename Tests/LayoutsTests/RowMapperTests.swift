import FlatFiles
import Layouts
import Testing

@Suite struct RowMapperTests {
  @Test func aLegacyArrayOfTwoElementsIsAValue() throws {
    let mapper = try RowMapper(builtIn: "legacy-history", names: .paths, fileName: "rsi_btc.json")
    let mapped = mapper.mapped([
      [1_609_459_200_000, 55.25], [1_609_545_600_000, nil], [1_609_632_000_000, 48],
    ])
    #expect(
      mapped
        == Mapped(
          rows: [
            "rsi_btc|1609459200000000|55.25|-|-|-|-|-", "rsi_btc|1609632000000000|48|-|-|-|-|-",
          ],
          skipped: [.nullRow: 1]))
    #expect(mapper.dataType == .simple)
    #expect(
      mapper.columns.map(\.name) == [
        "source_id", "timestamp", "value", "open", "high", "low", "close", "volume",
      ])
  }

  @Test func aLegacyArrayOfSixElementsIsACandle() throws {
    let mapper = try RowMapper(
      builtIn: "legacy-history", names: .paths, fileName: "btc_price.json")
    let mapped = mapper.mapped([
      [1_609_459_200_000, 28923.63, 29600.0, 28624.57, 29331.69, 54182.925011],
      [1_609_545_600_000, 29331.7, 33300],
      [1_609_632_000_000, nil, nil, nil, nil, nil],
      [1_609_632_000_000, 1, 1, nil, 1, 5],
      [1_609_632_000_000, 3, 1.10, 1.2, 1, 5],
    ])
    #expect(
      mapped
        == Mapped(
          rows: ["btc_price|1609459200000000|-|28923.63|29600.0|28624.57|29331.69|54182.925011"],
          skipped: [.nullRow: 1],
          rejects: [
            "2:-:wrong-width: the file began with 6 fields, this record has 3 fields",
            "4:-:incomplete-candle: the candle has 3 of open, high, low and close; "
              + "it must have all or none",
            "5:high:high-below-low: the high `1.1` is below the low `1.2`",
          ]))
    #expect(mapper.dataType == .ohlcv)
  }

  @Test func stampsThatJustMissedTheirMarkArePutOnIt() throws {
    let mapper = try RowMapper(
      builtIn: "legacy-history", names: .paths, fileName: "funding_rate_btc.json")
    let mapped = mapper.mapped([[1_748_102_400_003, 0.007837], [1_748_131_200_016, -1.1e-05]])
    #expect(
      mapped.rows == [
        "funding_rate_btc|1748102400000000|0.007837|-|-|-|-|-",
        "funding_rate_btc|1748131200000000|-1.1e-05|-|-|-|-|-",
      ])
  }
}
