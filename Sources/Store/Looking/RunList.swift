package import Postgres

/// The newest runs, with their steps.
package struct RunList: Encodable, Sendable {
  package var runs: [Run]

  package struct Run: Encodable, Sendable {
    package var id: Int64
    package var job: String
    package var status: String
    package var startedAt: Timestamp
    /// Nil while it runs.
    package var seconds: Double?
    package var error: String?
    package var steps: [Step]

    enum CodingKeys: String, CodingKey {
      case id = "run_id"
      case startedAt = "started_at"
      case job, status, seconds, error, steps
    }
  }

  package struct Step: Encodable, Sendable {
    package var id: String
    package var verb: String
    package var status: String
    package var seconds: Double?
    package var error: String?
  }

  /// Reads the newest runs, of one job or of all.
  package init(_ connection: Connection, job: String?, limit: Int) throws {
    runs = try connection.query(
      """
      SELECT run_id, job, status, started_at,
        round(extract(epoch FROM finished_at - started_at), 3)::float8, error
      FROM retrofill.runs
      WHERE \(job)::text IS NULL OR job = \(job)
      ORDER BY run_id DESC
      LIMIT \(limit)
      """
    ).map { row in
      let id: Int64 = try row.get(0)
      return try Run(
        id: id, job: row.get(1), status: row.get(2), startedAt: row.get(3), seconds: row.get(4),
        error: row.get(5), steps: Self.steps(of: id, connection))
    }
  }

  private static func steps(of run: Int64, _ connection: Connection) throws -> [Step] {
    try connection.query(
      """
      SELECT step_id, verb, status,
        round(extract(epoch FROM finished_at - started_at), 3)::float8, error
      FROM retrofill.steps
      WHERE run_id = \(run)
      ORDER BY position
      """
    ).map { row in
      try Step(
        id: row.get(0), verb: row.get(1), status: row.get(2), seconds: row.get(3),
        error: row.get(4))
    }
  }
}
