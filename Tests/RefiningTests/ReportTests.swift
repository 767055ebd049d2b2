import Foundation
import Postgres
import Refining
import Store
import Testing

struct ReportTests {
  private func json(_ report: some Encodable) throws -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    return String(decoding: try encoder.encode(report), as: UTF8.self)
  }

  @Test func aggregatePrintsEveryRollUp() throws {
    var report = AggregateReport()
    report.rangesDone = 1
    report.rows = 1440
    report.rollUps = [.hourly: .init(written: 24, removed: 1, unchanged: 2, incomplete: 0)]
    report.incompleteBuckets = [
      .init(
        table: .daily, source: "btc_price", bucket: Timestamp(y2024: "01-31"),
        archives: ["/data/2024"])
    ]
    report.seconds = 0.25
    let none = ["daily", "weekly", "monthly"].map {
      #"{"incomplete":0,"removed":0,"table":"\#($0)_stats","unchanged":0,"written":0}"#
    }
    let hourly =
      #"{"incomplete":0,"removed":1,"table":"hourly_stats","unchanged":2,"written":24}"#
    #expect(
      try json(report)
        == #"{"incomplete_buckets":[{"archives":["/data/2024"],"bucket":"2024-01-31T00:00:00Z","#
        + #""source":"btc_price","table":"daily_stats"}],"ranges":1,"roll_ups":["#
        + ([hourly] + none).joined(separator: ",") + #"],"rows":1440,"seconds":0.25}"#)
  }

  @Test func whatStoppedAVerbIsInItsReport() throws {
    var report = ScoreReport()
    report.rows = 7
    report.seconds = 2
    report.outcome = .failed(Interrupted())
    #expect(
      try json(report)
        == #"{"anomalies":{"changed":0,"cleared":0,"found":0},"changed":0,"#
        + #""error":"interrupted; the same command goes on where this one stopped","#
        + #""incomplete":0,"ranges":0,"rows":7,"seconds":2}"#)
  }
}
