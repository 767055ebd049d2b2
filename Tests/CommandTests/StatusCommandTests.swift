import Foundation
import Postgres
import Store
import TestSupport
import Testing

/// `retrofill status` on a database in which loads run, died, and went stale.
@Suite(.database) struct StatusCommandTests {
  private let tool: Tool
  private let connection: Connection

  /// Five loads that have begun, one of which this session holds, and one that is stale.
  init() throws {
    tool = Tool(environment: ["DATABASE_URL": try TestDatabase.settings.url])
    connection = try TestDatabase.connect()
    try connection.script(
      """
      INSERT INTO retrofill.loads (load_id, verb, table_name, status, sha256, layout,
        layout_fingerprint, file, file_size, file_modified_us, file_inode, rows_read, inserted,
        unchanged, on_conflict, publish, tool_version, started_at, finished_at, host, process_id,
        replaced_by, stale_because, options)
      VALUES
        (1, 'backfill', 'timeseries_data', 'undone', repeat('a', 64), 'fred', 'f', 'a.csv', 1, 1, 1,
          10, 10, 0, 'update', 'file', '0.1.0', '2024-05-06 01:00', '2024-05-06 01:01', 'batch1', 4001,
          NULL, NULL, '{}'),
        (2, 'backfill', 'timeseries_data', 'loaded', repeat('b', 64), 'fred', 'f', 'b.csv', 1, 1, 2,
          10, 0, 10, 'keep', 'file', '0.1.0', '2024-05-06 02:00', '2024-05-06 02:01', 'batch1', 4002,
          NULL, 1, '{}'),
        (3, 'backfill', 'timeseries_data', 'running', NULL, 'own', 'f', 'c d.csv', 1, 1, 3,
          0, 0, 0, 'update', 'batch', '0.1.0', '2024-05-06 03:00', NULL, 'batch1', 4003,
          NULL, NULL, '{"layout": "layouts/own.yml", "source": "btc", "time_zone": "UTC"}'),
        (4, 'backfill', 'timeseries_data', 'running', NULL, 'fred', 'f', 'd.csv', 1, 1, 4,
          0, 0, 0, 'update', 'batch', '0.1.0', '2024-05-06 04:00', NULL, 'batch2', 4004,
          NULL, NULL, '{}'),
        (5, 'ingest', 'file_data', 'running', NULL, 'landed', 'f', 'e.csv', 1, 1, 5,
          0, 0, 0, 'update', 'file', '0.1.0', '2024-05-06 05:00', NULL, NULL, NULL,
          NULL, NULL, '{"input_format": "csv", "accept_truncated": "true", "max_rejects": "5%"}'),
        (6, 'backfill', 'trades', 'running', NULL, 'fred', 'f', 'f.csv', 1, 1, 6,
          0, 0, 0, 'update', 'file', '0.1.0', '2100-05-06 06:00', NULL, 'batch1', 4006,
          NULL, NULL, '{"from_landed": "true"}'),
        (7, 'restore', 'timeseries_data', 'running', NULL, 'archive', 'f', '/shelf/a b/part.csv.gz',
          1, 1, 7, 0, 0, 0, 'keep', 'file', '0.1.0', '2024-05-06 07:00', NULL, 'batch1', 4007,
          NULL, NULL, '{"force": "true"}');
      INSERT INTO retrofill.batches
      SELECT load_id, batch, batch * 30 - 29, batch * 30, 0, 0, 30, 30, 0, 0, 0, '{}'
      FROM (VALUES (3), (4)) AS l (load_id), generate_series(1, load_id - 2) AS batch;
      INSERT INTO retrofill.load_tables VALUES (6, 'load_6_trades', 1200, 1200, NULL);
      """)
    _ = try connection.tryAcquire(.load(4))
  }

  @Test func itSaysWhichLoadsAreNotSettled() throws {
    let outcome = try tool.run("status")
    #expect(outcome.status == 0, "\(outcome.errors)")
    let server: Int = try connection.one("SELECT pg_backend_pid()").get(0)
    #expect(
      outcome.output == """
        TABLE            LOADS  BATCHES  ROWS  FAILED  RUNNING  DEAD  STALE  UNDONE  REJECTED  \
        LAST LOADED
        file_data            0        0     0       0        0     1                        0
        timeseries_data      1        3     0       0        1     2      1       1         0  \
        2024-05-06 02:01:00
        trades               0        0     0       0        0     1                        0

        load 4 into timeseries_data is under way
          d.csv
          since 2024-05-06 04:00:00, by process 4004 on batch2 (server process \(server))
          2 batches are committed, up to record 60
        load 3 into timeseries_data did not come to its end
          c d.csv
          begun 2024-05-06 03:00:00 by process 4003 on batch1, which is gone
          1 batch is committed, up to record 30; this goes on behind it:
          retrofill backfill 'c d.csv' --layout layouts/own.yml --publish batch --source btc \
        --time-zone UTC
        load 5 into file_data did not come to its end
          e.csv
          begun 2024-05-06 05:00:00 by a process not known, which is gone
          nothing of it is kept; this begins anew:
          retrofill ingest e.csv --accept-truncated --input-format csv --max-rejects 5%
        load 6 into trades did not come to its end
          f.csv
          begun 2100-05-06 06:00:00 by process 4006 on batch1, which is gone
          1,200 rows are written aside, in 1 table; this goes on with them:
          retrofill backfill f.csv --from-landed --layout fred
        load 7 into timeseries_data did not come to its end
          /shelf/a b/part.csv.gz
          begun 2024-05-06 07:00:00 by process 4007 on batch1, which is gone
          nothing of it is kept; this begins anew:
          retrofill restore '/shelf/a b' --into timeseries_data
        load 2 into timeseries_data is stale
          b.csv
          it had left rows of load 1, which were taken back since; this brings them:
          retrofill backfill b.csv --layout fred --on-conflict keep

        everything is refined

        nothing was archived away

        """)
  }

  @Test func programsGetItByName() throws {
    let outcome = try tool.run("status", "--format", "json")
    let object = try #require(
      try JSONSerialization.jsonObject(with: Data(outcome.output.utf8)) as? [String: Any])
    let running = try #require((object["running"] as? [[String: Any]])?.first)
    #expect(running["load_id"] as? Int == 4)
    #expect(running["process_id"] as? Int == 4004)
    #expect(running["server_process_id"] is Int)
    var dead = try #require(object["dead"] as? [[String: Any]])
    #expect(dead.map { $0["load_id"] as? Int } == [3, 5, 6, 7])
    #expect(
      try text(dead.removeFirst()) == """
        {"batches":1,"begun_at":"2024-05-06T03:00:00Z","command":"retrofill backfill 'c d.csv' \
        --layout layouts/own.yml --publish batch --source btc --time-zone UTC","file":"c d.csv",\
        "host":"batch1","is_kept":false,"last_record":30,"load_id":3,"process_id":4003,\
        "rows_aside":0,"table":"timeseries_data","tables_aside":0}
        """)
    #expect(
      try text(object["stale"]) == """
        [{"because":1,"command":"retrofill backfill b.csv --layout fred --on-conflict keep",\
        "file":"b.csv","load_id":2,"table":"timeseries_data"}]
        """)
    let tables = try #require(object["tables"] as? [[String: Any]])
    #expect(
      try text(tables[1]) == """
        {"batches":3,"dead":2,"failed":0,"last_loaded_at":"2024-05-06T02:01:00Z","loads":1,\
        "rejected":0,"replaced":0,"rows":0,"running":1,"stale":1,"table":"timeseries_data",\
        "undone":1}
        """)
  }

  @Test func theCommandThatItNamesGoesOnWithAKilledLoad() throws {
    let scratch = try ScratchFolder()
    var tool = tool
    tool.folder = scratch.path
    try connection.execute("TRUNCATE retrofill.loads CASCADE")
    try scratch.write(
      "time,value\n2024-01-01T00:00:00Z,1\n2024-01-02T00:00:00Z,2\n", to: "it's.csv")
    try scratch.write(
      "name: own\nsource: own\ncolumns: {timestamp: time, value: value}\n", to: "own.yml")
    let first = try tool.run(
      "backfill", "it's.csv", "--layout", "own.yml", "--source", "btc", "--publish", "batch",
      "--max-rejects", "5%", "--no-undo")
    #expect(first.status == 0, "\(first.errors)")
    // As a process that was killed behind its last batch leaves it.
    try connection.execute(
      "UPDATE retrofill.loads SET status = 'running', sha256 = NULL, finished_at = NULL")
    let status = try tool.run("status").output
    let command = try #require(
      status.split(separator: "\n").map(String.init).first { $0.hasPrefix("  retrofill backfill ") }
    )
    #expect(
      command.hasSuffix(
        "--layout own.yml --max-rejects 5% --no-undo --publish batch --source btc"))
    let shell = Process()
    shell.executableURL = URL(fileURLWithPath: "/bin/bash")
    shell.arguments = [
      "-c", command.replacing("retrofill", with: "'\(Tool.binary)'", maxReplacements: 1),
    ]
    shell.currentDirectoryURL = URL(fileURLWithPath: scratch.path)
    shell.environment = ["DATABASE_URL": try TestDatabase.settings.url, "PATH": "/usr/bin:/bin"]
    shell.standardOutput = FileHandle.nullDevice
    try shell.run()
    shell.waitUntilExit()
    #expect(shell.terminationStatus == 0)
    let loads = try connection.query("SELECT status, inserted FROM retrofill.loads")
    #expect(loads.count == 1)
    #expect(try loads[0].get(0) == "loaded")
    #expect(try loads[0].get(1) == 2)
  }

  /// JSON with its keys in order.
  private func text(_ value: Any?) throws -> String {
    let data = try JSONSerialization.data(
      withJSONObject: try #require(value), options: [.sortedKeys, .withoutEscapingSlashes])
    return String(decoding: data, as: UTF8.self)
  }
}
