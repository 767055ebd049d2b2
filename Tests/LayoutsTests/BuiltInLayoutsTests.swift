import Layouts
import Testing

@Suite struct BuiltInLayoutsTests {
  @Test(arguments: BuiltInLayouts.names)
  func everyBuiltInLayoutIsReadAndCalledByItsName(name: String) throws {
    #expect(try Layout.builtIn(named: name).name == name)
  }

  @Test func theNamesAreInOrder() {
    #expect(BuiltInLayouts.names == BuiltInLayouts.names.sorted())
  }

  @Test func aMisspeltNameIsAnsweredWithTheNearest() {
    let error = #expect(throws: LayoutError.self) {
      try Layout.builtIn(named: "binance-kline")
    }
    #expect(
      error?.description
        == "there is no built-in layout `binance-kline`; did you mean `binance-klines`?")
  }

  @Test func aNameLikeNoneIsAnsweredWithAll() {
    let error = #expect(throws: LayoutError.self) { try Layout.builtIn(named: "parquet") }
    #expect(
      error?.description
        == "there is no built-in layout `parquet`; built in are "
        + BuiltInLayouts.names.joined(separator: ", "))
  }

  @Test func filesBesideTheLegacyDataArePassedOver() throws {
    let layout = try Layout.builtIn(named: "legacy-history")
    let names = [
      "btc_price.json", "backfill_progress.json", "tradingview_update_log.json",
      "btc_price_1min_complete.backup.json", "backup.json",
    ]
    #expect(names.map(layout.passesOver) == [false, true, true, true, false])
  }
}
