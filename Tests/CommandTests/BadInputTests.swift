import Foundation
import Postgres
import TestSupport
import Testing

/// What is wrong with a file or a command, and what the user is told.
struct BadInput: Sendable, CustomTestStringConvertible {
  var what: String
  var arguments: [String]
  var status: Int32
  /// Standard error, whole, with `FOLDER` for the checkout.
  var message: String

  var testDescription: String { what }

  init(_ what: String, _ arguments: String, _ status: Int32, _ message: String) {
    self.what = what
    self.arguments = arguments.split(separator: " ").map(String.init)
    self.status = status
    self.message = message
  }

  static let files = [
    BadInput(
      "no such time zone", "validate samples/fred/DGS10.csv --time-zone Mars", 64,
      """
      retrofill: --time-zone: expected a time zone like UTC or Europe/Berlin, found "Mars".

      """),
    BadInput(
      "no such file", "backfill samples/none.csv --layout fred", 66,
      """
      retrofill: there is no file samples/none.csv. Paths are taken from the working \
      directory, FOLDER.

      """),
    BadInput(
      "a pattern without a match", "ingest samples/*.none", 66,
      """
      retrofill: no file matches samples/*.none. Paths are taken from the working \
      directory, FOLDER. Where that is no mistake, say --optional.

      """),
    BadInput(
      "a directory", "ingest samples/landing", 65,
      """
      retrofill: samples/landing is a directory. Name the files in it, as in \
      samples/landing/*.csv, or say --move to land each and move it to samples/landing/processed/.

      """),
    BadInput(
      "an empty file", "backfill samples/bad/empty.csv --layout fred", 65,
      "retrofill: samples/bad/empty.csv: the file is empty\n"),
    BadInput(
      "a gzip file cut short",
      "backfill samples/bad/truncated.csv.gz --layout binance-klines --source a", 65,
      """
      retrofill: samples/bad/truncated.csv.gz: the gzip data is cut short: it ends \
      after 1072 compressed bytes, before its trailer; get the file again

      """),
    BadInput(
      "a file that an archive does not have",
      "validate samples/binance/ETHUSDT-1d-2025-01.zip/none.csv", 66,
      """
      retrofill: samples/binance/ETHUSDT-1d-2025-01.zip/none.csv: there is no such file in the zip \
      archive; it holds ETHUSDT-1d-2025-01.csv

      """),
    BadInput(
      "bytes that are no text", "ingest samples/bad/not-text.csv", 65,
      """
      retrofill: samples/bad/not-text.csv: this is not text: its first block holds bytes that no \
      text file has

      """),
    BadInput(
      "JSON that stops in the middle",
      "backfill samples/bad/cut-short.json --layout legacy-history", 65,
      """
      retrofill: samples/bad/cut-short.json:1:280 (byte 279): the JSON ends in the middle of a \
      value: the file is cut short; get it again

      """),
    BadInput(
      "an API's error instead of data",
      "backfill samples/bad/api-error.json --layout legacy-history", 65,
      """
      retrofill: samples/bad/api-error.json:1:1 (byte 0): this is the error answer of an API and \
      holds no records: "You are over your rate limit"; get the file again

      """),
    BadInput(
      "records with too few fields, bad numbers and bad times",
      "backfill samples/bad/klines-with-bad-rows.csv --layout binance-klines --source a", 2,
      """
      retrofill: samples/bad/klines-with-bad-rows.csv: 6 of 24 records were rejected and 0 are \
      allowed, so nothing of it was published. The first: samples/bad/klines-with-bad-rows.csv:5: \
      too-few-fields: the record has 7 fields where 12 are expected. Mend the file or the layout, \
      or allow more with --max-rejects.

      """),
    BadInput(
      "two time units in one file",
      "backfill samples/bad/mixed-time-units.csv --layout binance-klines --source a", 2,
      """
      retrofill: samples/bad/mixed-time-units.csv: 1 of 3 records were rejected and 0 are allowed, \
      so nothing of it was published. The first: samples/bad/mixed-time-units.csv:3: \
      mixed-time-units: `1709254800` is a time in s, but the file began with ms. Mend the file or \
      the layout, or allow more with --max-rejects.

      """),
    BadInput(
      "a table that does not exist",
      "backfill samples/fred/DGS10.csv --layout fred --into nowhere", 1,
      """
      retrofill: There is no table nowhere in this database. Create it, or check the name; the \
      tables that Retrofill brings are made by 'retrofill db init'.

      """),
    BadInput(
      "an unknown layout", "backfill samples/fred/DGS10.csv --layout fredd", 64,
      """
      retrofill: --layout: there is no layout "fredd". Did you mean "fred"? Write the name of a \
      built-in layout, of one under layouts: of this job, or the path of a layout file that ends \
      in .yml.

      """),
    BadInput(
      "an option that is missing", "archive timeseries_data --to archive", 64,
      "retrofill: archive needs the option --before.\n"),
    BadInput(
      "two options of which one is enough",
      "retain file_data --keep 9d --older-than 2020-01-01", 64,
      """
      retrofill: --older-than: retain has both --keep and --older-than; it can have one of them.

      """),
    BadInput(
      "a setting that is none", "score --weights leap=3", 64,
      """
      retrofill: --weights: weights has no key "leap". It may have: missing, jump, rule, \
      small_jump, long_gap, gap, warning.

      """),
    BadInput(
      "an unknown policy",
      "backfill samples/fred/DGS10.csv --layout fred --on-conflict merge", 64,
      """
      retrofill: --on-conflict: expected update, keep, fail or newest(column), found "merge".

      """),
  ]
}

@Suite(.database) struct BadInputTests {
  /// Of a file that is refused nothing is in the tables, whatever the reason.
  @Test(arguments: BadInput.files)
  func aBadFileIsNamedAndLeftOut(_ input: BadInput) throws {
    let before = try contentHash(of: TestDatabase.connect())
    var tool = Tool()
    tool.environment["DATABASE_URL"] = try TestDatabase.settings.url
    let outcome = try tool.run(input.arguments)
    let message = outcome.errors.replacingOccurrences(of: Tool.checkout, with: "FOLDER")
    #expect(message == input.message)
    #expect(outcome.status == input.status)
    #expect(try contentHash(of: TestDatabase.connect()) == before)
  }
}

/// A database that cannot be had, and what the user is told.
@Suite struct BadDatabaseTests {
  private let arguments = ["status"]

  @Test func whereNoDatabaseIsNamedTheWaysToNameOneAre() throws {
    let scratch = try ScratchFolder()
    let outcome = try Tool(folder: scratch.path).run(arguments)
    #expect(
      outcome
        == Tool.Outcome(
          status: 69, output: "",
          errors: """
            retrofill: no database is named
              Name one with --database-url, DATABASE_URL in the environment or in .env, or the PG* \
            variables (PGHOST, PGDATABASE, …); or ask for a private local server with --local or \
            `retrofill db start`.

            """))
  }

  @Test func aServerThatIsDownIsNamedWithoutThePassword() throws {
    let outcome = try Tool().run(
      arguments + ["--database-url", "postgresql://quant:hush@127.0.0.1:1/history"])
    #expect(outcome.status == 69)
    #expect(outcome.output == "")
    #expect(
      outcome.errors == """
        retrofill: no PostgreSQL server can be reached for database "history" at 127.0.0.1:1 as \
        user "quant": connection to server at "127.0.0.1", port 1 failed: Connection refused Is \
        the server running on that host and accepting TCP/IP connections?
          Check host and port, and that the server runs and may be reached from here.

        """)
  }

  @Test func aURLThatIsNoneIsRefused() throws {
    let outcome = try Tool().run(arguments + ["--database-url", "mysql://quant:hush@db/history"])
    #expect(outcome.status == 64)
    #expect(!outcome.errors.contains("hush"))
  }
}

@Suite(.database) struct BadPlaceTests {
  @Test func aDatabaseThatIsNotThereIsNamed() throws {
    let settings = try TestDatabase.settings.with(database: "nowhere")
    let outcome = try Tool().run("status", "--database-url", settings.url)
    #expect(outcome.status == 69)
    #expect(outcome.errors.contains("database \"nowhere\" does not exist"))
    #expect(outcome.errors.hasSuffix("\n  Create the database, or name one that exists.\n"))
  }

  @Test(.emptyDatabase) func aDatabaseWithoutTheSchemaIsLeftAsItIs() throws {
    let settings = try TestDatabase.settings
    let outcome = try Tool().onDatabase("backfill", "samples/fred/DGS10.csv", "--layout", "fred")
    #expect(
      outcome
        == Tool.Outcome(
          status: 1, output: "",
          errors: """
            retrofill: the database \(settings) lacks 22 migrations, from \
            0001_sources_and_calendar on
              Run `retrofill db init` on it first.

            """))
    #expect(try contentHash(of: TestDatabase.connect()) == [:])
  }

  @Test func aValueThatTheTableRefusesKeepsTheFileOut() throws {
    try TestDatabase.connect().script(
      """
      CREATE TABLE yields (
        source_id int, "timestamp" timestamptz, value numeric CHECK (value < 1.9),
        PRIMARY KEY (source_id, "timestamp"))
      """)
    let outcome = try Tool().onDatabase(
      "backfill", "samples/fred/DGS10.csv", "--layout", "fred", "--into", "yields")
    #expect(outcome.status == 2)
    #expect(
      outcome.errors.hasSuffix(
        """
        The first: samples/fred/DGS10.csv:141: check-violation: new row for relation "yields" \
        violates check constraint "yields_value_check". Mend the file or the layout, or allow more \
        with --max-rejects.

        """), "\(outcome.errors)")
    #expect(try TestDatabase.connect().first("SELECT count(*) FROM yields")?.get(0) == 0)
  }

  @Test func whatAPartitionRefusesOfStandardInputNamesTheWaysOut() throws {
    let scratch = try ScratchFolder()
    try scratch.write("time,value\n2024-01-01T00:00:00Z,-1\n", to: "values.csv")
    let layout = try scratch.write(
      """
      name: values
      format: csv
      data_type: simple
      source: test
      columns:
        timestamp: {from: time, type: timestamp}
        value: {from: value, type: decimal}
      """, to: "values.yml")
    try TestDatabase.connect().execute(
      "ALTER TABLE timeseries_data ADD CONSTRAINT above CHECK (value > 0)")
    var tool = Tool()
    tool.folder = scratch.path
    tool.environment["DATABASE_URL"] = try TestDatabase.settings.url
    let outcome = try tool.run("backfill", "-", "--layout", layout, input: "values.csv")
    #expect(
      outcome
        == Tool.Outcome(
          status: 1, output: outcome.output,
          errors: """
            retrofill: -: timeseries_data refuses a row, so nothing of the file was published: \
            new row for relation "load_1_timeseries_data_y2024m01" violates check constraint \
            "above". Which row it is could be told by a second reading, \
            and standard input can be read only once. Save it in a file and load that, or use \
            publish: batch.

            """))
    let batch = try tool.run(
      "backfill", "-", "--layout", layout, "--publish", "batch", "--max-rejects", "1",
      input: "values.csv")
    #expect(batch.status == 0)
    #expect(
      batch.output.contains("standard input can be read only once, so that the values of the rows"))
    let row = try TestDatabase.connect().one(
      "SELECT convert_from(raw, 'UTF8'), raw_is_record, byte_offset FROM retrofill.rejects")
    #expect(
      try row.get(0)
        == #"{"source_id":1,"timestamp":"2024-01-01T00:00:00+00:00","value":-1}"#
    )
    #expect(try row.get(1) == false)
    #expect(try row.get(2, as: Int?.self) == nil)
  }
}
