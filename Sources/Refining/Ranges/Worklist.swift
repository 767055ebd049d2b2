internal import Postgres

/// The ranges that one run of a refining verb works through, cut into slices.
///
/// Three temporary tables of the session hold it:
///
/// - `refining_claims`: the dirty ranges that this run will have dealt with. They are taken first,
///   by id, so that what a load records in the meantime stays for the next run.
/// - `refining_ranges`: stretches of one source without overlap. Each claim lies in one of them.
/// - `refining_spans`: the ranges cut at months, numbered by slice. A span has its first moment, and
///   the first moment behind it.
///
/// A slice is one transaction: it refines its spans and calls `finish`, which cuts the spans off
/// the dirty ranges. Whoever stops the run between two slices finds the rest still dirty.
struct Worklist {
  let connection: Connection
  let purpose: Purpose

  /// Which of the two marks of a dirty range a verb takes off.
  enum Purpose: Sendable {
    case score
    case aggregate

    /// The mark that the verb takes off.
    var mark: SQL { self == .score ? "needs_score" : "needs_aggregate" }

    /// The mark that it leaves as it is.
    var otherMark: SQL { self == .score ? "needs_aggregate" : "needs_score" }
  }

  /// Some spans that are refined in one transaction.
  struct Slice: Sendable, Hashable {
    let number: Int
    let rows: Int
  }

  /// Claims the dirty ranges, and cuts everything that is to be refined into slices of about
  /// `sliceRows` rows, in order of source and time. A month of a source is never cut.
  func prepare(_ range: RefiningRange, sliceRows: Int) throws -> [Slice] {
    try connection.transaction {
      try makeTables()
      try connection.execute(
        """
        INSERT INTO refining_claims (dirty_range_id, source_id, range_from, range_to)
        \(sql: Self.claims(range, purpose))
        """)
      try connection.execute(
        """
        INSERT INTO refining_ranges (source_id, range_from, range_to)
        \(sql: Self.ranges(range, claims: "refining_claims"))
        """)
      try connection.execute(
        """
        UPDATE refining_claims AS c SET range_id = r.range_id
        FROM refining_ranges AS r
        WHERE r.source_id = c.source_id
          AND r.range_from <= c.range_from AND c.range_to <= r.range_to
        """)
      try connection.execute(cut(into: sliceRows))
      return try connection.query(
        """
        SELECT slice, sum(rows)::bigint FROM refining_spans GROUP BY slice ORDER BY slice
        """
      ).map { try Slice(number: $0.get(0), rows: $0.get(1)) }
    }
  }

  private func makeTables() throws {
    try connection.execute(
      """
      CREATE TEMP TABLE refining_claims (
        dirty_range_id bigint PRIMARY KEY,
        source_id integer NOT NULL,
        range_from timestamptz NOT NULL,
        range_to timestamptz NOT NULL,
        range_id integer)
      """)
    try connection.execute(
      """
      CREATE TEMP TABLE refining_ranges (
        range_id integer GENERATED ALWAYS AS IDENTITY,
        source_id integer NOT NULL,
        range_from timestamptz NOT NULL,
        range_to timestamptz NOT NULL,
        PRIMARY KEY (source_id, range_from))
      """)
    try connection.execute(
      """
      CREATE TEMP TABLE refining_spans (
        slice bigint NOT NULL,
        range_id integer NOT NULL,
        source_id integer NOT NULL,
        span_from timestamptz NOT NULL,
        span_until timestamptz NOT NULL,
        -- Where the source's next span begins: it judges the rows from there on.
        next_from timestamptz,
        context_from timestamptz,
        judged_until timestamptz,
        rows bigint NOT NULL)
      """)
  }

  /// The dirty ranges of the table that lie within a range and have the mark.
  static func claims(_ range: RefiningRange, _ purpose: Purpose) -> SQL {
    var claims: SQL = """
      SELECT dirty_range_id, source_id, range_from, range_to FROM retrofill.dirty_ranges
      WHERE table_name = \(RefinedTable.name.description) AND \(sql: purpose.mark)
      """
    // One that reaches out of the window keeps its mark, because a part of it was not looked at.
    if case .window(let from, let to) = range {
      claims = claims + " AND range_from >= \(from) AND range_to <= \(to)"
    }
    return claims
  }

  /// The stretches to refine: source_id, range_from, range_to, both ends included.
  static func ranges(_ range: RefiningRange, claims: SQL) -> SQL {
    switch range {
    case .dirty:
      """
      SELECT source_id, lower(stretch) AS range_from, upper(stretch) AS range_to
      FROM (
        SELECT source_id, unnest(range_agg(tstzrange(range_from, range_to, '[]'))) AS stretch
        FROM \(sql: claims) AS claimed
        GROUP BY source_id) AS joined
      ORDER BY source_id, stretch
      """
    case .all:
      """
      SELECT source_id, timestamptz '-infinity' AS range_from, timestamptz 'infinity' AS range_to
      FROM \(sql: RefinedTable.sources) AS known
      """
    case .window(let from, let to):
      """
      SELECT source_id, \(from) AS range_from, \(to) AS range_to
      FROM \(sql: RefinedTable.sources) AS known
      """
    }
  }

  /// Cuts the ranges at the first moments of months (UTC) where the rows before add up to another
  /// slice. A range without rows is a span too: something may still derive from rows that are gone.
  private func cut(into sliceRows: Int) -> SQL {
    """
    INSERT INTO refining_spans (slice, range_id, source_id, span_from, span_until, next_from, rows)
    WITH counted AS (
      SELECT r.range_id, r.source_id, r.range_from, m.month, coalesce(m.rows, 0) AS rows
      FROM refining_ranges AS r
      LEFT JOIN LATERAL (
        SELECT date_trunc('month', t."timestamp", 'UTC') AS month, count(*) AS rows
        FROM timeseries_data AS t
        WHERE t.source_id = r.source_id
          AND t."timestamp" >= \(sql: purpose.firstMoment(of: "r.range_from"))
          AND t."timestamp" < \(sql: purpose.firstMoment(after: "r.range_to"))
        GROUP BY 1) AS m ON true
    ), sliced AS (
      SELECT range_id, month, rows, (sum(rows) OVER (
          ORDER BY source_id, range_from, month) - rows)::bigint / \(max(sliceRows, 1)) AS slice
      FROM counted
    ), pieces AS (
      SELECT range_id, slice, min(month) AS month, sum(rows) AS rows,
        row_number() OVER (PARTITION BY range_id ORDER BY slice) AS piece
      FROM sliced
      GROUP BY range_id, slice
    ), spans AS (
      SELECT p.slice, r.range_id, r.source_id,
        CASE p.piece WHEN 1 THEN r.range_from ELSE p.month END AS span_from,
        coalesce(lead(p.month) OVER (PARTITION BY r.range_id ORDER BY p.piece),
          r.range_to + interval '1 microsecond') AS span_until,
        p.rows
      FROM pieces AS p JOIN refining_ranges AS r USING (range_id)
    )
    SELECT slice, range_id, source_id, span_from, span_until,
      lead(span_from) OVER (PARTITION BY source_id ORDER BY span_from), rows
    FROM spans
    """
  }
}

extension Worklist.Purpose {
  /// The first row that a verb reads for a range: a roll-up needs the month from its beginning.
  func firstMoment(of rangeFrom: SQL) -> SQL {
    switch self {
    case .score: rangeFrom
    case .aggregate: RollUp.monthly.bucket(of: rangeFrom)
    }
  }

  /// The first moment behind the rows that a verb reads for a range that ends with `rangeTo`.
  func firstMoment(after rangeTo: SQL) -> SQL {
    switch self {
    case .score: "(\(sql: rangeTo) + interval '1 microsecond')"
    case .aggregate: RollUp.monthly.end(ofBucket: RollUp.monthly.bucket(of: rangeTo))
    }
  }
}
