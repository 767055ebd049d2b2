import Foundation
import Postgres
import TestSupport
import Testing

/// What commands print when all goes well, whole; numbers that differ from run to run are masked.
@Suite(.database) struct CommandReportTests {
  private func tool() throws -> Tool {
    Tool(environment: ["DATABASE_URL": try TestDatabase.settings.url])
  }

  /// Durations and moments of the run, as `T`.
  private func masked(_ text: String) -> String {
    text.replacing(/"seconds":[0-9.e-]+/, with: "\"seconds\":T")
      .replacing(/[ ]*[0-9.]+ s\b/, with: " T")
      .replacing(/20[0-9]{2}-[0-9]{2}-[0-9]{2}[T ][0-9:.]+Z?/, with: "NOW")
  }

  @Test func validationListsWhatIsWrongForPeople() throws {
    let outcome = try Tool().run(
      "validate", "samples/bad/mixed-time-units.csv", "samples/fred/DGS10.csv", "--layout",
      "binance-klines")
    #expect(outcome.status == 65)
    #expect(
      outcome.output == """
        FILE                              LAYOUT          STATUS      RECORDS  SKIPPED  REJECTED
        samples/bad/mixed-time-units.csv  binance-klines  invalid           3        0         1
        samples/fred/DGS10.csv            binance-klines  unreadable        0        0         0

        samples/bad/mixed-time-units.csv:3, column "timestamp": `1709254800` is a time in s, but \
        the file began with ms [mixed-time-units]
          1709254800,60975.41000000,61127.83000000,60571.18000000,60884.94000000,634.59645422,\
        1709258399999,38666073.00990514,88843,303.07351396,18466322.24339383,0

        """)
    #expect(
      outcome.errors == """
        retrofill: DGS10.csv does not fit the layout binance-klines: its records have 2 fields, \
        expected 12

        """)
  }

  @Test func validationListsWhatIsWrongForPrograms() throws {
    let outcome = try Tool().run(
      "validate", "samples/bad/mixed-time-units.csv", "--layout", "binance-klines", "--format",
      "json")
    #expect(outcome.status == 2)
    #expect(outcome.errors == "")
    #expect(
      outcome.output == """
        {"files":[{"assumed_utc":false,"codes":{"mixed-time-units":1},"failures":[],\
        "file":"samples/bad/mixed-time-units.csv","layout":"binance-klines",\
        "notes":[],"records":3,"rejected":1,"rejects":[{"byte":272,"code":"mixed-time-units",\
        "column":"timestamp","line":3,"message":"`1709254800` is a time in s, but the file began \
        with ms","raw":"1709254800,60975.41000000,61127.83000000,60571.18000000,60884.94000000,\
        634.59645422,1709258399999,38666073.00990514,88843,303.07351396,18466322.24339383,0"}],\
        "skipped":{},"status":"invalid","warnings":[]}],"passed_over":[]}

        """)
  }

  @Test func filesOfAnArchiveAreValidatedAndChecksumFilesPassedOver() throws {
    let outcome = try Tool().run("validate", "samples/binance/*-2025-01.zip*")
    #expect(outcome.status == 0)
    #expect(outcome.errors == "")
    #expect(
      outcome.output == """
        FILE                                                           LAYOUT          STATUS  \
        RECORDS  SKIPPED  REJECTED
        samples/binance/ETHUSDT-1d-2025-01.zip/ETHUSDT-1d-2025-01.csv  binance-klines  valid   \
             31        0         0

        passed over samples/binance/ETHUSDT-1d-2025-01.zip.CHECKSUM: a checksum file

        """)
  }

  @Test func theEncodingThatWasFoundIsSaid() throws {
    let scratch = try ScratchFolder()
    let text = "day,r\u{E9}gion\n2024-01-01,1\n"
    try scratch.write(Data(text.unicodeScalars.map { UInt8($0.value) }), to: "a.csv")
    try scratch.write(
      "name: own\nsource: own\ncolumns: {timestamp: day, value: r\u{E9}gion}\n", to: "own.yml")
    var tool = Tool()
    tool.folder = scratch.path
    let found = try tool.run("validate", "a.csv", "--layout", "own.yml")
    #expect(found.status == 0)
    #expect(
      found.output == """
        FILE   LAYOUT  STATUS  RECORDS  SKIPPED  REJECTED
        a.csv  own     valid         1        0         0

        a.csv: read as windows-1252, as its beginning shows; --encoding says otherwise

        """)
    let told = try tool.run("validate", "a.csv", "--layout", "own.yml", "--encoding", "latin1")
    #expect(told.status == 0)
    #expect(!told.output.contains("read as"))
    let wrong = try tool.run("validate", "a.csv", "--layout", "own.yml", "--encoding", "utf8")
    #expect(wrong.status == 64)
    #expect(
      wrong.errors == """
        retrofill: --encoding: expected one of auto, utf-8, utf-16le, utf-16be, latin1, \
        windows-1252, found "utf8".

        """)
  }

  @Test func aFileThatIsCutShortIsLoadedWhereThatIsSaid() throws {
    let outcome = try tool().run(
      "backfill", "samples/bad/truncated.csv.gz", "--layout", "binance-klines", "--source", "a",
      "--accept-truncated", "--format", "json")
    #expect(outcome.status == 0)
    #expect(outcome.output.contains("\"rows_read\":15"))
    #expect(
      outcome.output.contains(
        "the gzip data is cut short: it ends after 1072 compressed bytes, before its trailer; get "
          + "the file again; loaded up to the last whole record"))
  }

  @Test func whatStandsBeforeTheDamageIsValidatedAllTheSame() throws {
    let outcome = try Tool().run(
      "validate", "samples/bad/truncated.csv.gz", "--layout", "binance-klines")
    #expect(outcome.status == 65)
    #expect(
      outcome.output == """
        FILE                          LAYOUT          STATUS      RECORDS  SKIPPED  REJECTED
        samples/bad/truncated.csv.gz  binance-klines  unreadable       15        0         0

        """)
    #expect(outcome.errors.hasPrefix("retrofill: samples/bad/truncated.csv.gz: the gzip data is"))
  }

  @Test func aLoadIsReportedWithTheNamesThatProgramsRelyOn() throws {
    let outcome = try tool().run("ingest", "samples/landing/orders.csv", "--format", "json")
    #expect(outcome.status == 0)
    #expect(outcome.errors == "")
    #expect(
      masked(outcome.output) == """
        {"loads":[{"error":null,"file":"samples/landing/orders.csv","inserted":5,\
        "layout":"landed","load_id":1,"notes":[],"rejected":0,"removed":0,\
        "reverted":0,"rows_read":5,"seconds":T,\
        "sha256":"1cf389435e4f9ed75c019cfbe7ac5230d3bda5a3e15b049bb58f2d5fd1e156a2",\
        "skipped":{},"status":"loaded","strategies":["landed"],"table":"file_data","unchanged":0,\
        "updated":0}],\
        "passed_over":[],"seconds":T}

        """)
  }

  @Test func aJobIsReportedForPeople() throws {
    let scratch = try ScratchFolder()
    let job = try scratch.write(
      """
      job: small
      as_of: 2025-02-01
      steps:
        - id: treasury
          backfill: {paths: samples/fred/DGS10.csv, layout: fred}
        - id: bad
          backfill:
            paths: samples/bad/mixed-time-units.csv
            layout: binance-klines
            source: bad
          on_failure: continue
        - id: score
          score:
      """, to: "small.yml")
    let outcome = try tool().run("run", job)
    #expect(outcome.status == 2)
    #expect(
      masked(outcome.output) == """
        small: failed in T (run 1)

          STEP      VERB      STATUS       TIME  DID
          treasury  backfill  succeeded T  1 file loaded: 144 rows inserted
          bad       backfill  failed T  0 files loaded, 1 failed: 1 row rejected
          score     score     succeeded T  144 rows judged, 0 changed; 0 anomalies found, \
        0 changed, 0 cleared

          treasury: samples/fred/DGS10.csv: made the source dgs10 (macro)

        """)
    #expect(
      outcome.errors == """
        retrofill: step bad: samples/bad/mixed-time-units.csv: 1 of 3 records were rejected and 0 \
        are allowed, so nothing of it was published. The first: \
        samples/bad/mixed-time-units.csv:3: mixed-time-units: `1709254800` is a time in s, but the \
        file began with ms. Mend the file or the layout, or allow more with --max-rejects.

        """)
    #expect(
      masked(try tool().run("history").output) == """
        RUN  BEGUN                JOB    STEP      STATUS       TIME
          1  NOW  small            failed T
                                         treasury  succeeded T
                                         bad       failed T
                                         score     succeeded T

        """)
    #expect(
      try tool().run("rejects", "--code", "mixed-time-units").output == """
        samples/bad/mixed-time-units.csv:3, column "timestamp": `1709254800` is a time in s, but \
        the file began with ms [mixed-time-units]
          1709254800,60975.41000000,61127.83000000,60571.18000000,60884.94000000,634.59645422,\
        1709258399999,38666073.00990514,88843,303.07351396,18466322.24339383,0

        """)
  }

  @Test func theStatusSaysWhatIsLoadedAndWhatIsNotRefined() throws {
    let tool = try tool()
    #expect(try tool.run("backfill", "samples/fred/DGS10.csv", "--layout", "fred").status == 0)
    #expect(try tool.run("score").status == 0)
    #expect(
      masked(try tool.run("status").output)
        .replacing(/NOW\n\nNOT/, with: "LATELY\n\nNOT") == """
          TABLE            LOADS  ROWS  FAILED  RUNNING  REJECTED  LAST LOADED
          timeseries_data      1   144       0        0         0  LATELY

          NOT YET REFINED  SOURCE  FROM                 TO                   NEEDS
          timeseries_data  dgs10   NOW  NOW  aggregate

          nothing was archived away

          """)
  }

  @Test func theStatusListsBucketsThatLackRowsUpToALimit() throws {
    let connection = try TestDatabase.connect()
    let tool = try tool()
    #expect(try tool.run("backfill", "samples/fred/DGS10.csv", "--layout", "fred").status == 0)
    #expect(try tool.run("score").status == 0)
    #expect(try tool.run("aggregate").status == 0)
    try connection.execute(
      """
      INSERT INTO retrofill.removed_ranges
        (table_name, source_id, range_from, range_to, reason, row_count)
      SELECT 'timeseries_data', source_id, '2020-10-05', '2020-10-06', 'expired', 1 FROM sources
      """)
    let lines = try tool.run("status", "--limit", "2").output.split(separator: "\n")
    #expect(
      lines.suffix(4) == [
        "INCOMPLETE    SOURCE  BUCKET               THE REST IS IN",
        "hourly_stats  dgs10   2020-10-05 00:00:00  expired",
        "daily_stats   dgs10   2020-10-05 00:00:00  expired",
        "… and 2 more; --limit lists them",
      ])
    #expect(
      try tool.run("status", "--limit", "1", "--format", "json").output.contains(
        """
        "incomplete":[{"archives":[],"bucket":"2020-10-05T00:00:00Z","source":"dgs10",\
        "table":"hourly_stats"}],"incomplete_total":4
        """))
  }

  @Test func aPlanIsForPeople() throws {
    let outcome = try tool().run(
      "backfill", "samples/binance/*", "--layout", "binance-klines", "--dry-run")
    #expect(outcome.status == 0)
    #expect(
      outcome.output == """
        ACTION     WHAT                                                             SIZE  HOW
        pass over  samples/binance/ETHUSDT-1d-2025-01.zip.CHECKSUM                        a checksum file
        load       samples/binance/BTCUSDT-1h-2024-12.csv                         118 kB  into timeseries_data as \
        binance-klines, on conflict update, publish file: partitions built aside
        load       samples/binance/BTCUSDT-1h-2025-01.csv                         123 kB  into timeseries_data as \
        binance-klines, on conflict update, publish file: partitions built aside
        load       samples/binance/ETHUSDT-1d-2023-01.csv                         4.8 kB  into timeseries_data as \
        binance-klines, on conflict update, publish file: partitions built aside
        load       samples/binance/ETHUSDT-1d-2025-01.zip/ETHUSDT-1d-2025-01.csv  4.9 kB  into timeseries_data as \
        binance-klines, on conflict update, publish file: partitions built aside

        """)
    #expect(try contentHash(of: TestDatabase.connect())["sources"] == "0:0")
  }

  @Test func logsAreOneObjectALineWhereThatIsAsked() throws {
    let outcome = try tool().run(
      "--log-format", "json", "--verbose", "ingest", "samples/landing/orders.csv")
    #expect(outcome.status == 0)
    let lines = outcome.errors.split(separator: "\n")
    #expect(!lines.isEmpty)
    for line in lines {
      let object = try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any]
      #expect(object?["level"] as? String == "debug", "\(line)")
      #expect(object?["message"] is String, "\(line)")
    }
  }

  @Test(.emptyDatabase) func aNamedDatabaseGetsItsSchemaWhenThatIsAsked() throws {
    let tool = try tool()
    let names = [
      "0001_sources_and_calendar", "0002_timeseries_data", "0003_files", "0004_rollups",
      "0005_quality", "0006_ledger", "0007_jobs", "0008_views", "0009_perps",
      "0010_coins", "0011_connectors", "0012_analytics", "0013_book_changes", "0014_undo",
      "0015_landed_shape", "0016_rejects_again", "0017_resume", "0018_replacing",
      "0019_liquidations", "0020_load_events", "0021_restores", "0022_disown",
    ]
    #expect(
      try tool.run("db", "migrate", "--dry-run").output
        == names.map { "would apply \($0)\n" }.joined())
    #expect(
      try tool.run("db", "init")
        == Tool.Outcome(
          status: 0, output: names.map { "applied \($0)\n" }.joined(), errors: ""))
    #expect(try tool.run("db", "init").output == "the schema is up to date\n")
    #expect(
      try tool.run("db", "migrate", "--format", "json").output
        == "{\"applied\":[],\"pending\":[]}\n")
    #expect(try tool.run("status").status == 0)
  }

  @Test func aReaderThatGoesAwayDoesNotEndTheLoad() throws {
    let shell = Process()
    shell.executableURL = URL(fileURLWithPath: "/bin/bash")
    shell.arguments = [
      "-c", "'\(Tool.binary)' ingest samples/landing/orders.csv | true; exit ${PIPESTATUS[0]}",
    ]
    shell.currentDirectoryURL = URL(fileURLWithPath: Tool.checkout)
    shell.environment = ["DATABASE_URL": try TestDatabase.settings.url, "PATH": "/usr/bin:/bin"]
    try shell.run()
    shell.waitUntilExit()
    #expect(shell.terminationStatus == 0)
    #expect(try TestDatabase.connect().first("SELECT count(*) FROM file_data")?.get(0) == 5)
  }
}
