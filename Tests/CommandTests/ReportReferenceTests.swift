import Foundation
import Postgres
import TestSupport
import Testing

/// `docs/reports.md` names every key that a command prints as JSON.
@Suite(.database) struct ReportReferenceTests {
  private let scratch: ScratchFolder

  init() throws { scratch = try ScratchFolder() }

  @Test func everyKeyIsInTheReference() throws {
    let file = URL(fileURLWithPath: Tool.checkout + "/docs/reports.md")
    let page = String(decoding: try Data(contentsOf: file), as: UTF8.self)
    var tool = Tool()
    tool.environment["DATABASE_URL"] = try TestDatabase.settings.url
    let archive = scratch.path + "/timeseries_data_2020-10-01_2021-01-01"
    for words in [
      "run jobs/demo.yml --var archive=\(scratch.path)", "restore \(archive)",
      "plan jobs/demo.yml --var archive=\(scratch.path)", "score --dry-run", "status", "history",
      "backfill samples/bad/mixed-time-units.csv --layout binance-klines --source bad",
      "validate samples/bad/*.csv --layout binance-klines", "rejects", "db migrate",
      "backfill samples/fred/DGS10.csv --layout fred --verify",
      "trace timeseries_data --key source=dgs10,timestamp=2020-10-01",
      "inspect samples/bad/*.csv samples/dumps/market.sql samples/history/btc_price.json",
    ] {
      let outcome = try tool.run(["--format", "json"] + words.components(separatedBy: " "))
      let object = try JSONSerialization.jsonObject(with: Data(outcome.output.utf8))
      for key in keys(of: object) {
        #expect(page.contains("`\(key)`"), "\(words): \(key)")
      }
    }
  }

  /// The names in an object and in all that it holds; reasons for skipping count as such.
  private func keys(of value: Any) -> Set<String> {
    switch value {
    case let object as [String: Any]:
      object.reduce(into: []) { keys, member in
        keys.insert(member.key)
        // The names in there are codes, reasons, or columns of a table.
        if ["codes", "skipped", "differing", "key", "values"].contains(member.key) { return }
        keys.formUnion(self.keys(of: member.value))
      }
    case let list as [Any]: list.reduce(into: []) { $0.formUnion(keys(of: $1)) }
    default: []
    }
  }
}
