import FlatFiles
import Foundation
import Layouts
import Loading
import Postgres
import Store
import TestSupport
import Testing

/// Each file in a zip archive is a source file and a load of its own.
@Suite(.database) struct ArchivedFileTests {
  private let first = history(count: 3)
  private let second = history(from: "2024-02-01T00:00:00Z", count: 4)

  private func archive(
    _ workshop: Workshop, _ members: KeyValuePairs<String, String>
  ) throws -> String {
    try workshop.file("data.zip", bytes: Array(try zipArchive(members)))
  }

  private func ledger() throws -> [String] {
    try rows(
      TestDatabase.connect(),
      "SELECT load_id, member, status, inserted FROM retrofill.loads ORDER BY load_id")
  }

  @Test func eachMemberIsALoadUnderItsOwnName() throws {
    let workshop = try Workshop()
    let path = try archive(
      workshop, ["d/": "", "d/b.csv": first, "__MACOSX/d/._b.csv": "?", "a.csv": second])
    let report = try workshop.backfill([path], layout: simpleLayout())
    #expect(report.loads.map(\.file) == ["\(path)/d/b.csv", "\(path)/a.csv"])
    #expect(
      report.loads.map(\.summary) == ["loaded: 3 read, 3 inserted", "loaded: 4 read, 4 inserted"])
    #expect(
      report.passedOver == [
        "\(path)/d/: a folder",
        "\(path)/__MACOSX/d/._b.csv: of the system that packed the archive",
      ])
    #expect(try ledger() == ["1|d/b.csv|loaded|3", "2|a.csv|loaded|4"])
    let connection = try TestDatabase.connect()
    #expect(try rows(connection, "SELECT DISTINCT file FROM retrofill.loads") == [path])
  }

  @Test func eachMemberIsKnownAgainWithoutBeingLoaded() throws {
    let workshop = try Workshop()
    let path = try archive(workshop, ["a.csv": first, "b.csv": second])
    _ = try workshop.load("\(path)/b.csv")
    #expect(try ledger() == ["1|b.csv|loaded|4"])
    // An archive of which one file was loaded is unchanged, and the other one is new all the same.
    let report = try workshop.backfill([path, "\(path)/a.csv"], layout: simpleLayout())
    #expect(report.loads.map(\.summary) == ["loaded: 3 read, 3 inserted", "skipped"])
    #expect(report.loads.map(\.load) == [2, 1])
    let again = try workshop.backfill([path], layout: simpleLayout())
    #expect(again.loads.map(\.load) == [2, 1])
    #expect(again.loads.map(\.summary) == ["skipped", "skipped"])
    let plan = try Backfill(paths: [path], layout: simpleLayout()).plan(in: workshop.context)
    #expect(plan.map(\.action) == ["skip", "skip"])
    #expect(plan.map(\.bytes) == [first.utf8.count, second.utf8.count])
    // Unpacked, they are the same content.
    #expect(try workshop.load(try workshop.file("a.csv", first)).summary == "skipped")
  }

  @Test func aLoadThatDiedIsTakenOverByItsOwnMember() throws {
    let interruption = Interruption()
    let interrupted = try Workshop(interruption: interruption)
    let path = try archive(interrupted, ["a.csv": first, "b.csv": second])
    let hook = StopOnce(at: .beforeKey) { interruption.raise() }
    _ = try interrupted.backfill(["\(path)/b.csv"], layout: simpleLayout()) {
      $0.atCheckpoint = hook.callAsFunction
    }
    #expect(try ledger() == ["1|b.csv|running|0"])
    let report = try Workshop().backfill([path], layout: simpleLayout())
    #expect(report.loads.map(\.load) == [2, 1])
    #expect(try ledger() == ["1|b.csv|loaded|4", "2|a.csv|loaded|3"])
  }

  @Test func aDamagedMemberKeepsNoOtherOut() throws {
    let workshop = try Workshop()
    let long = history(every: 60, count: 50_000) { "\($0 * 7919 % 10_007)" }
    var bytes = Array(try zipArchive(["a.csv": long, "b.csv": second]))
    bytes[bytes.count / 2] ^= 0xFF
    let path = try workshop.file("data.zip", bytes: bytes)
    let report = try workshop.backfill([path], layout: simpleLayout())
    #expect(report.loads.map(\.status) == [.failed, .loaded])
    #expect(report.loads[0].words.hasPrefix("\(path)/a.csv: the zip archive is damaged: "))
    #expect(try ledger() == ["1|a.csv|failed|0", "2|b.csv|loaded|4"])
  }

  @Test func anArchiveThatCannotBeReadIsOneFailure() throws {
    let workshop = try Workshop()
    let bytes = Array(try zipArchive(["a.csv": first]).dropLast(10))
    let cut = try workshop.file("cut.zip", bytes: bytes)
    let good = try workshop.file("a.csv", first)
    let report = try workshop.backfill([cut, good], layout: simpleLayout())
    #expect(report.loads.map(\.status) == [.failed, .loaded])
    #expect(
      report.loads[0].words
        == "\(cut): the zip archive is damaged: its directory, which stands at its end, is not there;"
        + " get the file again")
  }

  @Test func theNameInTheArchiveTellsTheSource() throws {
    let workshop = try Workshop()
    let path = try archive(workshop, ["2024/gold.csv": first, "2024/silver.csv.gz.csv": second])
    _ = try workshop.backfill([path], layout: simpleLayout(source: "'{stem}'"))
    let names = try rows(TestDatabase.connect(), "SELECT name FROM sources ORDER BY 1")
    #expect(names == ["gold", "silver"])
  }

  @Test func rejectsNameTheFileInTheArchive() throws {
    let workshop = try Workshop()
    let path = try archive(workshop, ["a.csv": "time,value\n2024-01-01,x\n"])
    let report = try workshop.load(path)
    #expect(report.words.contains("\(path)/a.csv:2: not-a-number"))
    let rejects = try RejectList(TestDatabase.connect(), .init(), limit: 10).rejects
    #expect(rejects.map(\.file) == ["\(path)/a.csv"])
    let plain = try workshop.load(try workshop.file("b.csv", "time,value\n2024-01-01,y\n"))
    #expect(plain.status == .failed)
    let all = try RejectList(TestDatabase.connect(), .init(load: plain.load), limit: 10)
    #expect(all.rejects.map(\.file) == [workshop.folder.path + "/b.csv"])
  }

  @Test func membersAreLandedAsFiles() throws {
    let workshop = try Workshop()
    let path = try archive(workshop, ["d/a.csv": first, "d/b.csv": second])
    let report = try Ingest(paths: [path]).run(in: workshop.context)
    #expect(report.loads.map(\.file) == ["\(path)/d/a.csv", "\(path)/d/b.csv"])
    #expect(
      try rows(
        TestDatabase.connect(),
        "SELECT filename, storage_path, file_size, row_count FROM files ORDER BY id")
        == [
          "a.csv|\(path)/d/a.csv|\(first.utf8.count)|3",
          "b.csv|\(path)/d/b.csv|\(second.utf8.count)|4",
        ])
  }

  /// The sample as it is downloaded: an archive of one file, and a checksum beside it.
  @Test func theSampleIsRecognisedAndLoadedToTheLastDigit() throws {
    let folder =
      URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .deletingLastPathComponent().deletingLastPathComponent().path + "/samples/binance/"
    let name = "ETHUSDT-1d-2025-01"
    let report = try Backfill(paths: ["\(folder)\(name).zip"], layout: nil)
      .run(in: Workshop().context)
    #expect(report.loads.map(\.summary) == ["loaded: 31 read, 31 inserted"])
    #expect(report.loads.map(\.file) == ["\(folder)\(name).zip/\(name).csv"])
    #expect(report.loads.map(\.layout) == ["binance-klines"])
    #expect(
      try rows(
        TestDatabase.connect(),
        """
        SELECT name, "timestamp" AT TIME ZONE 'UTC', open, high, low, close, volume
        FROM timeseries_data JOIN sources USING (source_id)
        WHERE extract(day FROM "timestamp" AT TIME ZONE 'UTC') IN (1, 31) ORDER BY 2
        """)
        == [
          "ethusdt_1d|2025-01-01 00:00:00|3336.00000000|3361.62000000|3333.67000000|3351.74000000"
            + "|553.33834885",
          "ethusdt_1d|2025-01-31 00:00:00|3400.97000000|3413.53000000|3397.14000000|3412.58000000"
            + "|527.89481541",
        ])
  }
}
