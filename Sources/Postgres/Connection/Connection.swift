internal import CPostgres

/// One session of a PostgreSQL server. Every call blocks until the server has answered.
///
/// Not `Sendable`: a connection belongs to one thread. What another thread may do is `canceller`.
///
/// Sessions speak UTF-8, think in UTC, print ISO dates and shortest exact floats, and mean
/// `public` where a name has no schema, whatever the server, the role or the environment would have
/// them do. (A role named like a schema would otherwise find that schema first.)
package final class Connection {
  let handle: OpaquePointer
  private let noticeReceiver: NoticeReceiver
  /// How many transactions, real ones and savepoints, are open around the current call.
  var transactionDepth = 0

  /// Connects. Throws `ConnectionFailure`.
  package init(
    _ settings: ConnectionSettings, onNotice: (@Sendable (Notice) -> Void)? = nil
  ) throws {
    noticeReceiver = NoticeReceiver(onNotice)
    handle = try ConnectionAttempt(settings: settings, noticeReceiver: noticeReceiver).connect()
    try script(Self.sessionSettings)
    // A server that works on a long statement otherwise hears of our death only when it is done,
    // and holds our locks until then. Servers on Windows cannot do this, and do without.
    try? script("SET client_connection_check_interval = '2s'")
  }

  deinit { PQfinish(handle) }

  private static let sessionSettings = """
    SET TimeZone = 'UTC';
    SET DateStyle = 'ISO, YMD';
    SET extra_float_digits = 1;
    SET bytea_output = 'hex';
    SET standard_conforming_strings = on;
    SET search_path = public;
    """

  /// As a number: 150018 is 15.18.
  package var serverVersion: Int { Int(PQserverVersion(handle)) }

  /// The process that serves this session: what `pg_stat_activity` and `pg_locks` call its pid.
  package var processID: Int { Int(PQbackendPID(handle)) }

  /// Whether the connection still stands, as far as the last call could tell.
  package var isOpen: Bool { PQstatus(handle) == CONNECTION_OK }

  /// Ends the connection at once. The server rolls back what it is doing, but for a COMMIT that has
  /// reached it.
  package func hangUp() {
    canceller.hangUp()
    // By reading libpq finds out.
    while isOpen, PQconsumeInput(handle) == 1 {}
  }

  /// A handle by which another thread cancels what this connection is doing.
  package private(set) lazy var canceller = Canceller(connection: handle)
}

/// Turns libpq's notices into ours, and hands them to a closure.
final class NoticeReceiver {
  private let onNotice: (@Sendable (Notice) -> Void)?

  init(_ onNotice: (@Sendable (Notice) -> Void)?) {
    self.onNotice = onNotice
  }

  /// From now on the notices of this connection come here. libpq holds no reference: the receiver
  /// must live as long as the connection.
  func listen(to connection: OpaquePointer) {
    let receive: PQnoticeReceiver = { context, result in
      guard let context else { return }
      Unmanaged<NoticeReceiver>.fromOpaque(context).takeUnretainedValue().receive(result)
    }
    PQsetNoticeReceiver(connection, receive, Unmanaged.passUnretained(self).toOpaque())
  }

  private func receive(_ result: OpaquePointer?) {
    guard let onNotice else { return }
    onNotice(
      Notice(
        severity: QueryResult.field(rf_diag_severity, of: result) ?? "NOTICE",
        sqlState: SQLState(QueryResult.field(rf_diag_sqlstate, of: result) ?? "00000"),
        message: QueryResult.field(rf_diag_message_primary, of: result)
          ?? String(cString: PQresultErrorMessage(result)).trimmingNewlines(),
        detail: QueryResult.field(rf_diag_message_detail, of: result),
        hint: QueryResult.field(rf_diag_message_hint, of: result)))
  }
}
