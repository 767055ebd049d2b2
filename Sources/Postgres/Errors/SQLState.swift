/// What kind of error it was: five characters, of which the first two are the class (PostgreSQL
/// manual, appendix A). Also a pattern: `catch SQLState.uniqueViolation`.
package struct SQLState: Sendable, Hashable {
  package let code: String

  package init(_ code: String) {
    self.code = code
  }

  package static let noData = SQLState("02000")
  package static let connectionFailure = SQLState("08006")
  package static let transactionResolutionUnknown = SQLState("08007")
  package static let featureNotSupported = SQLState("0A000")
  package static let invalidTextRepresentation = SQLState("22P02")
  package static let characterNotInRepertoire = SQLState("22021")
  package static let notNullViolation = SQLState("23502")
  package static let foreignKeyViolation = SQLState("23503")
  package static let uniqueViolation = SQLState("23505")
  package static let checkViolation = SQLState("23514")
  package static let inFailedTransaction = SQLState("25P02")
  package static let invalidPassword = SQLState("28P01")
  package static let invalidAuthorization = SQLState("28000")
  package static let invalidCatalogName = SQLState("3D000")
  package static let readOnlyTransaction = SQLState("25006")
  package static let diskFull = SQLState("53100")
  package static let serializationFailure = SQLState("40001")
  package static let deadlockDetected = SQLState("40P01")
  package static let insufficientPrivilege = SQLState("42501")
  package static let datatypeMismatch = SQLState("42804")
  package static let duplicateTable = SQLState("42P07")
  package static let duplicateDatabase = SQLState("42P04")
  package static let undefinedTable = SQLState("42P01")
  package static let undefinedColumn = SQLState("42703")
  package static let invalidSchemaName = SQLState("3F000")
  package static let tooManyConnections = SQLState("53300")
  package static let lockNotAvailable = SQLState("55P03")
  package static let queryCanceled = SQLState("57014")
  package static let adminShutdown = SQLState("57P01")
  package static let cannotConnectNow = SQLState("57P03")

  /// Whether the same work may succeed when it is done again, unchanged: the connection broke (08),
  /// others were in the way (40, 55P03), resources ran short (53), the server was stopped or is
  /// starting (57P01 to 57P05).
  package var mayPassOnRetry: Bool {
    switch code.prefix(2) {
    case "08", "40", "53": true
    case "57": code.hasPrefix("57P0")
    default: self == .lockNotAvailable
    }
  }

  package static func ~= (state: SQLState, error: any Error) -> Bool {
    (error as? PostgresError)?.sqlState == state
  }
}
