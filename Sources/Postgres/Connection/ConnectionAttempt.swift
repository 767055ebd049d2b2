internal import CPostgres

#if canImport(Glibc)
  internal import Glibc
#else
  internal import Darwin
#endif

/// Opens one connection, step by step rather than by one call of libpq: so that the server's
/// notices have a receiver from the first one on, and so that a refusal comes with its SQLSTATE,
/// which libpq tells only in the verbose form of its message and has no field for.
struct ConnectionAttempt {
  let settings: ConnectionSettings
  let noticeReceiver: NoticeReceiver

  private static let defaultTimeoutSeconds = 15

  /// When a server that has vanished from the network without a word is taken for gone. By itself
  /// the system would wait for two hours where it is silent, and a quarter of one where it was sent
  /// something. `tcp_user_timeout` also ends a connection whose server takes no more bytes for so
  /// long, so it leaves time for a disk that is busy.
  private static let lifeSigns = [
    "keepalives_idle": "30", "keepalives_interval": "10", "keepalives_count": "6",
    "tcp_user_timeout": "300000",
  ]

  /// The open connection, which the caller closes. Throws `ConnectionFailure`.
  func connect() throws -> OpaquePointer {
    guard let connection = start() else {
      throw ConnectionFailure(
        problem: .unreachable, message: "out of memory", address: settings.description)
    }
    do {
      noticeReceiver.listen(to: connection)
      PQsetErrorVerbosity(connection, PQERRORS_VERBOSE)
      try wait(for: connection)
      PQsetErrorVerbosity(connection, PQERRORS_DEFAULT)
      return connection
    } catch {
      PQfinish(connection)
      throw error
    }
  }

  private func start() -> OpaquePointer? {
    var settings = settings.with("client_encoding", "UTF8")
    // A name that the user gives, here or as PGAPPNAME, goes before this one.
    settings = settings.with("fallback_application_name", OwnProcess.sessionName)
    for (keyword, value) in Self.lifeSigns where settings.keywords[keyword] == nil {
      settings = settings.with(keyword, value)
    }
    return PQconnectStart(settings.conninfo)
  }

  private func wait(for connection: OpaquePointer) throws {
    let timeout = timeoutSeconds(of: connection)
    let deadline = MonotonicClock.seconds + Double(timeout)
    var status = PGRES_POLLING_WRITING
    while PQstatus(connection) != CONNECTION_BAD {
      switch status {
      case PGRES_POLLING_OK: return
      case PGRES_POLLING_FAILED: throw failure(of: connection)
      default: break
      }
      let isReady = waitForSocket(
        PQsocket(connection), toWrite: status == PGRES_POLLING_WRITING,
        milliseconds: timeout > 0 ? Int((deadline - MonotonicClock.seconds) * 1000) : nil)
      guard isReady else {
        throw ConnectionFailure(
          problem: .timedOut(seconds: timeout), address: address(of: connection))
      }
      status = PQconnectPoll(connection)
    }
    throw failure(of: connection)
  }

  /// `connect_timeout` from the settings or libpq's own sources; 0 waits for ever.
  private func timeoutSeconds(of connection: OpaquePointer) -> Int {
    guard let options = PQconninfo(connection) else { return Self.defaultTimeoutSeconds }
    defer { PQconninfoFree(options) }
    var option = options
    while let keyword = option.pointee.keyword {
      if strcmp(keyword, "connect_timeout") == 0 {
        return option.pointee.val.flatMap { Int(String(cString: $0)) }
          ?? Self.defaultTimeoutSeconds
      }
      option += 1
    }
    return Self.defaultTimeoutSeconds
  }

  /// Whether anybody answered is told by the SQLSTATE that only a server gives, by libpq's wish for
  /// a password, and else by asking again with `PQping`.
  private func failure(of connection: OpaquePointer) -> ConnectionFailure {
    let words = ConnectionWords(String(cString: PQerrorMessage(connection)))
    var failure = ConnectionFailure(
      problem: .unreachable, message: masked(words.message, secrets: settings.secrets),
      address: address(of: connection))
    if let state = words.sqlState {
      failure.problem = .refused(state)
    } else if PQconnectionNeedsPassword(connection) == 1 {
      failure.problem = .refused(.invalidPassword)
    } else {
      switch PQping(settings.conninfo) {
      case PQPING_OK: failure.problem = .refused(nil)
      case PQPING_REJECT: failure.problem = .refused(.cannotConnectNow)
      case PQPING_NO_ATTEMPT: failure.problem = .malformed
      default: break
      }
    }
    return failure
  }

  /// `database "d" at host:5432 as user "u"`, with what libpq filled in.
  private func address(of connection: OpaquePointer) -> String {
    guard let database = PQdb(connection), let host = PQhost(connection),
      let port = PQport(connection), let user = PQuser(connection)
    else { return settings.description }
    return "database \"\(String(cString: database))\" at \(String(cString: host)):"
      + "\(String(cString: port)) as user \"\(String(cString: user))\""
  }
}

/// What libpq says of a failed connection, taken apart.
struct ConnectionWords {
  /// The server's code, where it was the server who spoke.
  let sqlState: SQLState?
  /// The last thing said, without the code and the place in the server's source.
  let message: String

  /// Reads libpq's verbose form: `… failed: FATAL:  28P01: password authentication failed …`, a
  /// line per attempt, and then `LOCATION:  …`. The severity is in the server's language, the rest
  /// is not.
  init(_ text: String) {
    let lines = text.split(separator: "\n").filter { !$0.hasPrefix("LOCATION:") }
    for line in lines.reversed() {
      for colon in line.ranges(of: ":  ") {
        let code = line[colon.upperBound...].prefix(5)
        let behind = line[colon.upperBound...].dropFirst(5)
        guard code.utf8.count == 5, behind.hasPrefix(": "),
          code.utf8.allSatisfy({ (48...57).contains($0) || (65...90).contains($0) })
        else { continue }
        sqlState = SQLState(String(code))
        message = String(behind.dropFirst(2))
        return
      }
    }
    sqlState = nil
    message = lines.joined(separator: " ").replacing("\t", with: "")
  }
}
