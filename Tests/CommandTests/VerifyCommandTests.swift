import Foundation
import Postgres
import TestSupport
import Testing

/// `backfill --verify` and `trace`, as they are typed.
@Suite(.database) struct VerifyCommandTests {
  private let scratch: ScratchFolder
  private var tool: Tool
  private let connection: Connection

  init() throws {
    scratch = try ScratchFolder()
    tool = Tool(environment: ["DATABASE_URL": try TestDatabase.settings.url])
    tool.folder = scratch.path
    connection = try TestDatabase.connect()
    try scratch.write(
      "name: own\nsource: own\ncolumns: {timestamp: time, value: value}\n", to: "own.yml")
    try scratch.write(
      """
      time,value
      2024-01-01T00:00:00Z,1
      2024-01-02T00:00:00Z,2
      2024-01-03T00:00:00Z,3

      """, to: "a.csv")
    try scratch.write("time,value\n2024-01-02T00:00:00Z,22\n", to: "b.csv")
  }

  @Test func aTableThatHoldsItsFileIsSaidToWithItsChecksum() throws {
    let outcome = try load("a.csv")
    #expect(outcome.status == 0, "\(outcome.errors)")
    #expect(
      masked(outcome.output) == """
        LOAD  FILE   STATUS  STRATEGY  READ  INSERTED  UPDATED  UNCHANGED  SKIPPED  REJECTED    TIME
           1  a.csv  loaded  built        3         3        0          0        0         0 T

        a.csv: made the source own (simple)

        a.csv: timeseries_data has its 3 rows, checksum N

        """)
  }

  @Test func whatDiffersIsSaidWithItsReason() throws {
    #expect(try load("a.csv").status == 0)
    #expect(try load("b.csv").status == 0)
    let explained = try load("a.csv")
    #expect(explained.status == 0)
    #expect(explained.errors == "")
    try connection.execute("UPDATE timeseries_data SET value = 9 WHERE value = 3")
    try connection.execute("DELETE FROM timeseries_data WHERE value = 22")
    let outcome = try load("a.csv")
    #expect(outcome.status == 2)
    #expect(
      masked(outcome.output) == """
        LOAD  FILE   STATUS   READ  INSERTED  UPDATED  UNCHANGED  SKIPPED  REJECTED    TIME
           1  a.csv  skipped     0         0        0          0        0         0 T

        a.csv: loaded before as load 1, on NOW

        a.csv: of its 3 rows timeseries_data has 2, and 1 of them with other values
          ROWS  WHY
             1  missing
             1  changed by hand
          missing: line 3, source_id 1, timestamp 2024-01-02T00:00:00+00:00
          changed-by-hand: line 4, source_id 1, timestamp 2024-01-03T00:00:00+00:00, of load 1

        """)
    #expect(
      outcome.errors == """
        retrofill: a.csv: timeseries_data does not hold what the file says: 1 missing, 1 changed by \
        hand. Load it again with --force, if the file is right.

        """)
    let forced = try load("a.csv", "--force")
    #expect(forced.status == 0, "\(forced.errors)")
    #expect(forced.output.contains("a.csv: timeseries_data has its 3 rows, checksum "))
  }

  @Test func programsGetItByName() throws {
    #expect(try load("a.csv").status == 0)
    #expect(try load("b.csv").status == 0)
    let outcome = try load("a.csv", "--format", "json")
    #expect(outcome.status == 0)
    #expect(
      outcome.output.contains(
        """
        "differing":{"overwritten":1},"examples":[{"key":{"source_id":"1","timestamp":\
        "2024-01-02T00:00:00+00:00"},"line":3,"load_id":2,"reason":"overwritten","record":2}],\
        "holds":true,"rows_in_file":3,"rows_in_table":3}
        """), "\(outcome.output)")
  }

  @Test func aStepOfAJobComparesToo() throws {
    try scratch.write(
      """
      job: small
      steps:
        - id: load
          backfill: {paths: a.csv, layout: own.yml, verify: true}
      """, to: "small.yml")
    #expect(try tool.run("run", "small.yml").status == 0)
    try connection.execute("DELETE FROM timeseries_data WHERE value = 2")
    let outcome = try tool.run("run", "small.yml")
    #expect(outcome.status == 2)
    #expect(
      outcome.output.contains("a.csv: of its 3 rows timeseries_data has 2"), "\(outcome.output)")
    #expect(
      outcome.errors == """
        retrofill: step load: a.csv: timeseries_data does not hold what the file says: 1 missing. \
        Load it again with --force, if the file is right.

        """)
  }

  @Test func aPlanSaysThatTheTableIsCompared() throws {
    let outcome = try load("a.csv", "--dry-run")
    #expect(outcome.output.contains("; the table is compared with the file"), "\(outcome.output)")
  }

  // MARK: - From a row to its record

  @Test func aRowIsTracedToItsLine() throws {
    #expect(try load("a.csv").status == 0)
    #expect(try load("b.csv").status == 0)
    let outcome = try tool.run(
      "trace", "timeseries_data", "--key", "source=own,timestamp=2024-01-02T00:00:00Z")
    #expect(outcome.status == 0, "\(outcome.errors)")
    #expect(
      masked(outcome.output) == """
        timeseries_data: source_id 1, timestamp 2024-01-02 00:00:00+00

        now: load 2 of b.csv, line 2
          backfill as own, NOW
          2024-01-02T00:00:00Z,22

        before, until load 2 wrote over it: load 1 of a.csv, line 3
          backfill as own, NOW
          2024-01-02T00:00:00Z,2

        """)
    let json = try tool.run(
      "trace", "timeseries_data", "--format", "json", "--key", "source=own", "--key",
      "timestamp=2024-01-03")
    #expect(
      masked(json.output) == """
        {"key":{"source_id":"1","timestamp":"2024-01-03 00:00:00+00"},"table":"timeseries_data",\
        "versions":[{"changed_by_hand":false,"load_id":1,"origin":{"byte":57,"file":"a.csv",\
        "layout":"own","line":4,"loaded_at":"NOW","raw":"2024-01-03T00:00:00Z,3","record":3,\
        "sha256":"d679bf94f67486d1f9caebb6e61764571b1a23113e56a948e4f6373342fb4505",\
        "verb":"backfill"},"state":"current","values":{"close":null,"high":null,\
        "ingestion_timestamp":"NOW+00:00","is_anomaly":"false","load_id":"1","low":null,\
        "open":null,"quality_score":"100","source_id":"1",\
        "timestamp":"2024-01-03T00:00:00+00:00","value":"3","volume":null}}]}

        """)
  }

  @Test func whyARecordIsNotFoundIsSaid() throws {
    #expect(try load("a.csv").status == 0)
    try scratch.write("time,value\n", to: "a.csv")
    let outcome = try tool.run(
      "trace", "timeseries_data", "--key", "source=own,timestamp=2024-01-02T00:00:00Z")
    #expect(outcome.status == 0)
    #expect(
      outcome.output.contains(
        "  the record was not found: a.csv is not what it was when load 1 read it"))
  }

  @Test func aRowThatIsNotThereIsNoInput() throws {
    #expect(try load("a.csv").status == 0)
    let outcome = try tool.run(
      "trace", "timeseries_data", "--key", "source=own,timestamp=2030-01-01")
    #expect(outcome.status == 66)
    #expect(
      outcome.errors == """
        retrofill: timeseries_data has no row with source_id 1, timestamp 2030-01-01 00:00:00+00, \
        and no version of one is kept. Check the key; times without a zone are UTC.

        """)
    let wrong = try tool.run("trace", "timeseries_data", "--key", "timestamp")
    #expect(wrong.status == 64)
    #expect(wrong.errors.hasPrefix("retrofill: --key takes column=value, not \"timestamp\"."))
  }

  // MARK: - The scene

  private func load(_ path: String, _ more: String...) throws -> Tool.Outcome {
    try tool.run(["backfill", path, "--layout", "own.yml", "--verify"] + more)
  }

  /// Durations, checksums and moments of the run.
  private func masked(_ text: String) -> String {
    text.replacing(/[ ]*[0-9.]+ s\b/, with: " T").replacing(/checksum -?[0-9]+/, with: "checksum N")
      .replacing(/20(?:2[5-9]|[3-9][0-9])-[0-9]{2}-[0-9]{2}[T ][0-9:.]+Z?/, with: "NOW")
  }
}
