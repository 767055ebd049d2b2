import Foundation
import Postgres
import TestSupport
import Testing

/// A disk that takes no more: stood in for by a limit on the size of files, which the tool meets in
/// the same way.
@Suite(.database) struct FullDiskTests {
  @Test func aSpoolThatDoesNotFitFailsTheLoadAndSaysSo() throws {
    let folder = try ScratchFolder()
    var text = "time,value\n"
    for day in 1...28 {
      for minute in 0..<60 { text += "2024-01-\(day < 10 ? "0" : "")\(day)T00:\(minute):00Z,bad\n" }
    }
    let file = try folder.write(text, to: "bad.csv")
    let layout = try folder.write(
      """
      name: bad
      format: csv
      data_type: simple
      source: bad
      columns:
        timestamp: {from: time, type: timestamp}
        value: {from: value, type: decimal}
      """, to: "bad.yml")
    // Files may grow to 8 KiB; the signal that would come of more is ignored, so that it is an
    // error of the write.
    let script = "trap '' XFSZ; ulimit -f 8; exec \"$0\" \"$@\""
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/bin/bash")
    process.arguments =
      ["-c", script, Tool.binary, "--home", folder.path + "/home", "backfill", file]
      + ["--layout", layout, "--max-rejects", "100%"]
    process.environment = ["DATABASE_URL": try TestDatabase.settings.url, "PATH": "/usr/bin:/bin"]
    let errors = Pipe()
    process.standardError = errors
    process.standardOutput = FileHandle.nullDevice
    try process.run()
    let words = String(
      decoding: errors.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    process.waitUntilExit()
    #expect(process.terminationStatus == 1)
    #expect(
      words == """
        retrofill: The rejects could not be written to \(folder.path)/home/rejects: File too large. \
        Make room or permit writing there, or name another home with --home.

        """)
    let connection = try TestDatabase.connect()
    let row = try connection.first(
      """
      SELECT status, error LIKE 'The rejects could not be written%',
        (SELECT count(*) FROM timeseries_data), (SELECT count(*) FROM retrofill.rejects)
      FROM retrofill.loads
      """)
    #expect(try row?.get(0) == "failed")
    #expect(try row?.get(1) == true)
    #expect(try row?.get(2) == 0)
    #expect(try row?.get(3) == 0)
  }
}
