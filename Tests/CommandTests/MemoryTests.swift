#if os(Linux)
  import Foundation
  import Testing

  /// What the tool takes of memory does not grow with a file, however bad that is.
  @Suite(.serialized) struct MemoryTests {
    /// A file of which the reader rejects every record.
    struct BadFile: Sendable, CustomTestStringConvertible {
      var testDescription: String
      var header = ""
      var line: String
      var lines = 200_000
      var format = "csv"
    }

    private static let badFiles = [
      BadFile(testDescription: "too few fields", header: "time,value,note\n", line: "x,y\n"),
      BadFile(
        testDescription: "a quote that is never closed", header: "time,value,note\n",
        line: "\"1704067200,1,abc\n"),
      BadFile(testDescription: "JSON cut short", line: "{\"time\":1,\n", format: "ndjson"),
      BadFile(
        testDescription: "rows of INSERT with an open quote",
        header: "CREATE TABLE p (time bigint, value numeric, note text);\n",
        line: "INSERT INTO p VALUES (1, 1, 'abc);\n", lines: 20_000, format: "dump"),
    ]

    @Test(arguments: badFiles)
    func aFileOfNothingButRejectsTakesNoMoreMemoryWhenItIsLonger(_ bad: BadFile) throws {
      let folder = try ScratchFolder()
      let layout = try folder.write(
        """
        name: bad
        format: \(bad.format)
        data_type: simple
        source: bad
        columns: {timestamp: time, value: value}
        """, to: "bad.yml")
      let peaks = try [bad.lines / 10, bad.lines].map { lines in
        let text = bad.header + String(repeating: bad.line, count: lines)
        let file = try folder.write(text, to: "bad-\(lines).\(bad.format)")
        return try Tool().peakMemory(
          of: ["validate", file, "--layout", layout, "--quiet"], status: 2)
      }
      #expect(peaks[1] - peaks[0] < 16 << 20, "\(peaks)")
    }

    /// A small file may have very many columns and nothing in them.
    @Test func columnsThatRecordsDoNotHaveTakeNoMemory() throws {
      let folder = try ScratchFolder()
      let columns = 20_000
      let header = (1...columns).map { "c\($0)" }.joined(separator: ",") + "\n"
      let files = try [3_000, 12_000].map {
        try folder.write(header + String(repeating: "1\n", count: $0), to: "wide-\($0).csv")
      }
      let layout = try folder.write(
        """
        name: wide
        format: csv
        dialect: {delimiter: ',', ragged: pad}
        into: wide
        columns: {a: {from: c1, type: integer}}
        """, to: "wide.yml")
      let keys = (0..<4_000).map { "\"k\($0)\":1" }.joined(separator: ",")
      let records = try folder.write(
        "{\(keys)}\n" + String(repeating: "{\"k0\":1}\n", count: 4_000), to: "keys.ndjson")
      for file in [files[1], records] {
        let peak = try Tool().peakMemory(of: ["convert", file, "--quiet"], status: 0)
        #expect(peak < 64 << 20, "\(peak >> 20) MiB")
      }
      // What is known of so many columns has its size, but no record adds to it.
      let peaks = try files.map {
        try Tool().peakMemory(of: ["validate", $0, "--layout", layout, "--quiet"], status: 0)
      }
      #expect(peaks[1] - peaks[0] < 16 << 20, "\(peaks)")
    }

    /// The rest of the file may be the field that the quote begins.
    @Test func aStrayQuoteInTheFirstLineTakesNoMoreThanItsRecordMay() throws {
      let folder = try ScratchFolder()
      let file = try folder.write(
        "time,value\n1,\"2\n" + String(repeating: "1704067200,1.5\n", count: 2_500_000),
        to: "stray.csv")
      let peak = try Tool().peakMemory(of: ["convert", file, "--quiet"], status: 2)
      #expect(peak < 64 << 20, "\(peak >> 20) MiB")
    }

    /// An object of columns or of series is held whole, once, and validated piece by piece.
    @Test(arguments: ["columns", "joined"])
    func anObjectThatIsHeldWholeTakesLittleMoreThanItself(_ form: String) throws {
      let folder = try ScratchFolder()
      let times = (0..<350_000).map { 1_704_067_200 + $0 }
      let series =
        form == "columns"
        ? [times.map { "\($0)" }, times.map { "1.\($0 % 1_000)" }]
        : [times.map { "[\($0),1]" }, times.map { "[\($0),2]" }]
      let members = zip(["t", "v"], series).map { "\"\($0)\":[\($1.joined(separator: ","))]" }
      let text = "{\(members.joined(separator: ","))}"
      let file = try folder.write(text, to: "held.json")
      let layout = try folder.write(
        """
        name: held
        format: json
        records: {form: \(form)}
        columns: {timestamp: \(form == "columns" ? "t" : "$key"), value: v}
        time: {unit: s}
        source: x
        """, to: "held.yml")
      let small = try folder.write("{\"t\":[1704067200],\"v\":[1]}", to: "small.json")
      let least = try Tool().peakMemory(of: ["inspect", small, "--quiet"], status: 0)
      for arguments in [["inspect", file], ["validate", file, "--layout", layout]] {
        let peak = try Tool().peakMemory(of: arguments + ["--quiet"], status: 0)
        let limit = least + 4 * text.utf8.count + (16 << 20)
        #expect(peak < limit, "\(arguments[0]): \(peak >> 20) MiB, of a small file \(least >> 20)")
      }
    }

    /// Each layout of a dump's table would search all of it for that, and keep what it read.
    @Test(arguments: ["INSERT", "COPY"])
    func inspectingADumpTakesNoMoreMemoryWhenItIsLonger(_ form: String) throws {
      let folder = try ScratchFolder()
      let peaks = try [40_000, 600_000].map { rows in
        var text = "CREATE TABLE p (a bigint, ts timestamp, b numeric);\n"
        text += form == "COPY" ? "COPY p (a, ts, b) FROM stdin;\n" : "INSERT INTO p VALUES\n"
        for row in 0..<rows {
          text +=
            form == "COPY"
            ? "\(row)\t2024-01-01 00:00:00\t1.5\n"
            : "\t(\(row), '2024-01-01 00:00:00', 1.5)\(row + 1 < rows ? "," : ";")\n"
        }
        if form == "COPY" { text += "\\.\n" }
        let file = try folder.write(text, to: "dump-\(rows).sql")
        return try Tool().peakMemory(of: ["inspect", file, "--quiet"], status: 0)
      }
      #expect(peaks[1] - peaks[0] < 8 << 20, "\(peaks)")
    }
  }
#endif
