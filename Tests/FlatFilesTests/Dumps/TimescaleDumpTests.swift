import FlatFiles
import Testing

/// Dumps of TimescaleDB, which keeps the rows of a hypertable in chunks.
struct TimescaleDumpTests {
  private let hypertable = """
    CREATE TABLE public.timeseries_data (
        "time" timestamp with time zone NOT NULL,
        value numeric
    );


    """
  private let declared = """
    CREATE TABLE _timescaledb_internal._hyper_1_1_chunk (
        CONSTRAINT constraint_1 CHECK ((("time" >= '2024-01-01 00:00:00+00'::timestamp with time zone)))
    )
    INHERITS (public.timeseries_data);


    CREATE TABLE _timescaledb_internal._hyper_1_2_chunk (
        CONSTRAINT constraint_2 CHECK ((("time" >= '2024-01-08 00:00:00+00'::timestamp with time zone)))
    )
    INHERITS (public.timeseries_data);


    """
  private let catalog = """
    COPY _timescaledb_catalog.hypertable (id, schema_name, table_name, associated_schema_name, \
    associated_table_prefix, num_dimensions, compression_state, compressed_hypertable_id, status) FROM stdin;
    1\tpublic\ttimeseries_data\t_timescaledb_internal\t_hyper_1\t1\t1\t2\t0
    2\t_timescaledb_internal\t_compressed_hypertable_2\t_timescaledb_internal\t_hyper_2\t0\t2\t\\N\t0
    \\.


    COPY _timescaledb_catalog.chunk (id, hypertable_id, schema_name, table_name, compressed_chunk_id, \
    dropped, status, osm_chunk, creation_time) FROM stdin;
    1\t1\t_timescaledb_internal\t_hyper_1_1_chunk\t\\N\tf\t0\tf\t2024-01-01 00:00:00+00
    2\t1\t_timescaledb_internal\t_hyper_1_2_chunk\t\\N\tf\t0\tf\t2024-01-08 00:00:00+00
    \\.


    """
  private let chunks = """
    COPY _timescaledb_internal._hyper_1_1_chunk ("time", value) FROM stdin;
    2024-01-01 00:00:00+00\t1.5
    2024-01-02 00:00:00+00\t\\N
    \\.


    COPY _timescaledb_internal._hyper_1_2_chunk ("time", value) FROM stdin;
    2024-01-08 00:00:00+00\t2.5
    \\.


    """
  private let parent = """
    COPY public.timeseries_data ("time", value) FROM stdin;
    \\.


    """
  private let expected: [[String?]] = [
    ["2024-01-01 00:00:00+00", "1.5"], ["2024-01-02 00:00:00+00", nil],
    ["2024-01-08 00:00:00+00", "2.5"],
  ]

  @Test func theChunksAreFoundByWhatTheyInherit() throws {
    let text = dumped(hypertable + declared + chunks + parent)
    for table in [nil, "public.timeseries_data", "timeseries_data"] {
      let result = try read(text, sql(table))
      #expect(result.error == nil)
      #expect(result.columnNames == ["time", "value"])
      #expect(result.texts == expected)
    }
  }

  @Test func theChunksOfADumpOfDataAreFoundByTheCatalog() throws {
    let text = dumped(catalog + chunks + parent)
    for options in [sql("public.timeseries_data"), sql(), tiny(sql("timeseries_data"))] {
      let result = try read(text, options)
      #expect(result.error == nil)
      #expect(result.texts == expected)
    }
  }

  @Test func insertsIntoChunksHaveTheColumnsOfTheHypertable() throws {
    let inserts = """
      INSERT INTO _timescaledb_internal._hyper_1_1_chunk VALUES ('2024-01-01 00:00:00+00', 1.5);
      INSERT INTO _timescaledb_internal._hyper_1_1_chunk VALUES ('2024-01-02 00:00:00+00', NULL);
      INSERT INTO _timescaledb_internal._hyper_1_2_chunk VALUES ('2024-01-08 00:00:00+00', 2.5);

      """
    let result = try read(dumped(hypertable + declared + inserts), sql("timeseries_data"))
    #expect(result.columnNames == ["time", "value"])
    #expect(result.texts == expected)
  }

  @Test func whereTheDumpDoesNotSayTheErrorTellsHowToPickThem() throws {
    let text = dumped(chunks + parent)
    let rows = [2, 1].enumerated().map { index, rows in
      TableRows(
        table: DumpTable(
          schema: "_timescaledb_internal", name: "_hyper_1_\(index + 1)_chunk"),
        rows: rows, isComplete: true)
    }
    let found = try problem(text, sql("public.timeseries_data"))
    #expect(found == .rowsElsewhere(table: "public.timeseries_data", rows))
    #expect(
      found?.description.contains("--table '_timescaledb_internal._hyper_1_*'") == true)
    let untold = try problem(text)
    #expect(untold == .severalTables(rows, isAll: true))
    #expect(
      untold?.description.contains("--table '_timescaledb_internal._hyper_1_*'") == true)
    let picked = try read(text, sql("_timescaledb_internal._hyper_1_*"))
    #expect(picked.texts == expected)
  }

  @Test func compressedRowsAreRefusedAndNotMissed() throws {
    let compressed = """
      COPY _timescaledb_internal.compress_hyper_2_3_chunk (_ts_meta_count, "time", value) FROM stdin;
      2\tBAAAAneAR\tAAA
      \\.


      """
    let text = dumped(catalog + chunks + compressed + parent)
    let table = DumpTable(schema: "_timescaledb_internal", name: "compress_hyper_2_3_chunk")
    #expect(try problem(text, sql("public.timeseries_data")) == .compressedChunk(table))
    #expect(try problem(text) == .compressedChunk(table))
  }
}
