import Dispatch
import Postgres
import Refining
import Store
import Synchronization
import TestSupport
import Testing

/// How the marks of dirty ranges come off, and what happens when others record ranges meanwhile.
@Suite(.database) struct DirtyRangeTests {
  private let day = Timestamp(y2024: "01-01")

  private func makeSeries(days: Int) throws -> Series {
    let series = try Series()
    try series.makePartitions()
    try series.makeSource(1, "eth_gas", .simple)
    try series.load((0..<days).map { .value(day.adding(days: $0), "\($0 % 5)") })
    return series
  }

  @Test func eachVerbTakesItsOwnMarkOff() throws {
    let series = try makeSeries(days: 3)
    try series.aggregate()
    #expect(try series.dirtyRanges() == ["1|01-01 00:00|01-03 00:00|score"])
    try series.score()
    #expect(try series.dirtyRanges() == ["1|01-03 00:00|01-03 00:00|aggregate"])
    try series.aggregate()
    #expect(try series.dirtyRanges() == [])
  }

  @Test func anInterruptedRunLeavesTheRestDirty() throws {
    let series = try makeSeries(days: 100)
    let interruption = Interruption()
    var context = series.context(interruption)
    context.progress = { _ in interruption.raise() }
    let report = try Aggregate(sliceRows: 40).run(in: context)
    guard case .failed(let error) = report.outcome else {
      Issue.record("the run ended although it was interrupted")
      return
    }
    #expect(error is Interrupted)
    #expect(report.rangesDone == 0)
    #expect(
      try series.dirtyRanges() == [
        "1|01-01 00:00|02-29 23:59|score", "1|03-01 00:00|04-09 00:00|score aggregate",
      ])
    let rest = try series.aggregate()
    #expect(rest.rangesDone == 1)
    #expect(rest.rollUps[.monthly]?.written == 2)
    #expect(try series.aggregate(Aggregate(range: .all)).rollUps[.daily] == .init(unchanged: 100))
  }

  @Test func aScoreThatIsInterruptedIsTakenUpWhereItStopped() throws {
    let series = try makeSeries(days: 100)
    let interruption = Interruption()
    var context = series.context(interruption)
    context.progress = { _ in interruption.raise() }
    let report = try Score(sliceRows: 40).run(in: context)
    #expect(report.rows == 60)
    #expect(
      try series.dirtyRanges() == [
        "1|01-01 00:00|02-29 23:59|aggregate", "1|03-01 00:00|04-09 00:00|score aggregate",
      ])
    #expect(try series.score().rows == 40)
    #expect(try series.score(Score(range: .all)).changed == 0)
  }

  @Test func rangesRecordedMeanwhileStay() throws {
    let series = try makeSeries(days: 100)
    let writer = Mutex(Optional(Sample.value(day.adding(days: 5), "1000")))
    var context = series.context
    let settings = series.settings
    context.progress = { _ in
      writer.withLock { late in
        guard let row = late else { return }
        late = nil
        #expect(throws: Never.self) { try Series(settings).load([row]) }
      }
    }
    let report = try Score(sliceRows: 40).run(in: context)
    #expect(report.rangesDone == 1)
    #expect(
      try series.dirtyRanges().contains("1|01-06 00:00|01-06 00:00|score aggregate"))
    try series.score()
    #expect(
      try series.text("SELECT \"timestamp\"::date FROM timeseries_data WHERE quality_score = 75")
        .starts(with: ["2024-01-03"]))
    #expect(try series.score(Score(range: .all)).changed == 0)
  }

  @Test func aWindowTakesTheMarkOffWhatLiesWithinIt() throws {
    let series = try makeSeries(days: 3)
    try series.load([.value(day.adding(days: 1), "7")])
    let window = RefiningRange.window(from: day.adding(days: 1), to: day.adding(days: 1))
    let report = try series.aggregate(Aggregate(range: window))
    #expect(report.rangesDone == 1)
    #expect(report.rollUps[.daily] == .init(written: 1))
    #expect(
      try series.dirtyRanges() == [
        "1|01-01 00:00|01-03 00:00|score aggregate", "1|01-02 00:00|01-02 00:00|score",
      ])
  }

  @Test func allTakesEveryMarkOff() throws {
    let series = try makeSeries(days: 3)
    try series.load([.value(day.adding(days: 9), "7", source: 99)])
    #expect(try series.score(Score(range: .all)).rangesDone == 2)
    #expect(try series.aggregate(Aggregate(range: .all)).rollUps[.daily]?.written == 4)
    #expect(try series.dirtyRanges() == [])
  }

  @Test func twoRefinersAtOnceDoTheWorkOnce() throws {
    let series = try makeSeries(days: 300)
    let context = series.context
    let reports = Mutex<[ScoreReport]>([])
    DispatchQueue.concurrentPerform(iterations: 2) { _ in
      #expect(throws: Never.self) {
        let report = try Score().run(in: context)
        reports.withLock { $0.append(report) }
      }
    }
    #expect(reports.withLock { $0.map(\.rows).sorted() } == [0, 300])
    #expect(try series.dirtyRanges() == ["1|01-01 00:00|10-26 00:00|aggregate"])
  }

  @Test func planSaysWhatWouldBeLookedAtAndTouchesNothing() throws {
    let series = try makeSeries(days: 40)
    let before = try contentHash(of: series.connection, schema: "retrofill", exact: true)
    #expect(
      try Score().plan(in: series.context) == [
        PlannedAction(
          action: "score", subject: "eth_gas",
          detail: "2024-01-01T00:00:00Z to 2024-02-09T00:00:00Z", rows: 40)
      ])
    let window = try RefiningRange("2024-02-01..2024-02-02")
    #expect(
      try Aggregate(range: window).plan(in: series.context) == [
        PlannedAction(
          action: "aggregate", subject: "eth_gas",
          detail: """
            2024-02-01T00:00:00Z to 2024-02-02T23:59:59.999999Z; buckets: 2 of hourly_stats, \
            2 of daily_stats, 1 of weekly_stats, 1 of monthly_stats
            """, rows: 9)
      ])
    #expect(try contentHash(of: series.connection, schema: "retrofill", exact: true) == before)
  }
}
