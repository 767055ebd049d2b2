package import Logging
package import Postgres

/// What every verb works with beside its own options.
package struct RunContext: Sendable {
  package var database: Database
  package var home: Home
  /// The clock of retention, freshness, gaps and unfinished candles: now, unless the job says.
  package var asOf: Timestamp
  package var logger: Logger
  /// Looked at between batches; Ctrl-C raises it.
  package var interruption: Interruption
  package var progress: @Sendable (Progress) -> Void
  /// What is done where a connection breaks under the work.
  package var reconnecting = Reconnecting()

  package init(
    database: Database, home: Home, asOf: Timestamp, logger: Logger,
    interruption: Interruption = Interruption(),
    progress: @escaping @Sendable (Progress) -> Void = { _ in }
  ) {
    self.database = database
    self.home = home
    self.asOf = asOf
    self.logger = logger
    self.interruption = interruption
    self.progress = progress
  }
}

/// How long work goes on after its connection broke.
package struct Reconnecting: Sendable {
  /// How often it goes on over a new connection. Not often: the work may be what ends the server.
  package var times = 2
  /// For how long a server is waited for that is out of reach; one that crashed has to recover.
  package var seconds = 30.0

  package init() {}

  /// Work fails with its connection.
  package static var never: Reconnecting {
    var reconnecting = Reconnecting()
    reconnecting.times = 0
    return reconnecting
  }
}

/// How far a verb has come with one thing.
package struct Progress: Sendable, Hashable {
  /// What is being worked on: a file, or a table.
  package var subject: String
  /// What is done to it, as a participle: `reading`, `publishing`.
  package var phase: String
  package var bytesDone: Int
  /// Nil when the size is not known, as of standard input.
  package var bytesTotal: Int?
  package var rows: Int
  package var rejects: Int
  /// Which of several files it is about, from 1; nil where it is about no file of several.
  package var number: Int?
  /// Whether nothing more comes of it.
  package var isEnded = false
  /// How far all files have come.
  package var overall: Overall?

  /// How far the files of one verb have come together.
  package struct Overall: Sendable, Hashable {
    /// When the first of them began.
    package var began: ContinuousClock.Instant
    package var files: Int
    package var filesEnded = 0
    package var bytesDone = 0
    /// Nil when the size of one is not known.
    package var bytesTotal: Int?
    package var rows = 0
    package var rejects = 0

    package init(files: Int, began: ContinuousClock.Instant = .now) {
      self.files = files
      self.began = began
    }
  }

  package init(
    subject: String, phase: String, bytesDone: Int = 0, bytesTotal: Int? = nil, rows: Int = 0,
    rejects: Int = 0
  ) {
    self.subject = subject
    self.phase = phase
    self.bytesDone = bytesDone
    self.bytesTotal = bytesTotal
    self.rows = rows
    self.rejects = rejects
  }
}
