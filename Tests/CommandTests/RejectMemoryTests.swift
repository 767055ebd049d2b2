#if os(Linux)
  import Foundation
  import Postgres
  import TestSupport
  import Testing

  /// Rejects are kept on disk and in the database, so that a file of nothing else takes no more memory
  /// than a small one.
  @Suite(.database) struct RejectMemoryTests {
    private let scratch: ScratchFolder

    init() throws { scratch = try ScratchFolder() }

    @Test func aFileOfNothingButBadRecordsTakesNoMoreMemory() throws {
      let layout = try scratch.write(
        """
        name: bad
        format: csv
        data_type: simple
        source: bad
        columns:
          timestamp: {from: time, type: timestamp}
          value: {from: value, type: decimal}
        """, to: "bad.yml")
      let few = try peak(of: bad(100), layout)
      let many = try peak(of: bad(40_000), layout)
      // Forty megabytes of records, twice as much as they are spooled.
      #expect(many - few < 20 << 20, "\(few) \(many)")
      let count = try TestDatabase.connect().one("SELECT count(*) FROM retrofill.rejects")
      #expect(try count.get(0) == 40_100)
    }

    @Test func aFileOfNothingButRefusedRowsTakesNoMoreMemory() throws {
      try TestDatabase.connect().script(
        "CREATE TABLE own (id bigint PRIMARY KEY, note text, CHECK (length(note) < 10))")
      let layout = try scratch.write(
        """
        name: own
        format: csv
        into: own
        columns:
          id: {from: id, type: integer}
          note: {from: note, type: text}
        """, to: "own.yml")
      let few = try peak(of: refused(10), layout)
      let many = try peak(of: refused(2_000), layout)
      // Thirty-two megabytes.
      #expect(many - few < 12 << 20, "\(few) \(many)")
      let rejected = try TestDatabase.connect().one("SELECT sum(rejected) FROM retrofill.loads")
      #expect(try rejected.get(0) == 2_010)
    }

    private func bad(_ count: Int) throws -> String {
      let filling = String(repeating: "x", count: 1_000)
      let lines = (0..<count).map { "2024-01-01T00:00:00Z,\(filling)\($0)\n" }
      return try scratch.write("time,value\n" + lines.joined(), to: "bad-\(count).csv")
    }

    private func refused(_ count: Int) throws -> String {
      let filling = String(repeating: "x", count: 16_000)
      let lines = (0..<count).map { "\($0),\(filling)\n" }
      return try scratch.write("id,note\n" + lines.joined(), to: "refused-\(count).csv")
    }

    /// The most memory that the loading of a file took, in bytes.
    private func peak(of file: String, _ layout: String) throws -> Int {
      var tool = Tool()
      tool.environment["DATABASE_URL"] = try TestDatabase.settings.url
      return try tool.peakMemory(
        of: ["backfill", file, "--layout", layout, "--max-rejects", "100%", "--quiet"], status: 0)
    }
  }
#endif
