import Archiving
import FlatFiles
import Jobs
import Layouts
import Loading
import Postgres
import Store
import Testing

@testable import retrofill

/// The testing library has an `ExitStatus` too.
private typealias Status = retrofill.ExitStatus

@Suite struct ExitStatusTests {
  @Test func theNumbersAreThoseThatScriptsRelyOn() {
    #expect(
      Status.allCases.map(\.rawValue) == [0, 1, 2, 64, 65, 66, 69, 75, 130])
  }

  private static let errors: [(any Error & Sendable, Status)] = [
    (Interrupted(), .interrupted),
    (FileError(path: "a", problem: .notFound), .noInput),
    (FileError(path: "a", problem: .empty), .badData),
    (FileError(path: "a", problem: .changedWhileReading), .tryAgain),
    (FileError(path: "a", problem: .notWritten("full")), .failed),
    (RecognitionError.noneFits(file: "a"), .badData),
    (RecognitionError.severalFit(file: "a", layouts: []), .badData),
    (RecognitionError.standardInput(known: []), .usage),
    (
      LoadError.overBudget(file: "a", rejected: 1, read: 2, budget: .none, first: ""), .rejected
    ),
    (LoadError.noKey(table: "a", .comparing), .failed),
    (
      LedgerError.partlyAppended(
        Ledger.PartlyAppended(
          load: 1, file: "a", table: "b", isSameContent: true, canBeUndone: false)), .failed
    ),
    (UndoError.isAppended(load: 1, table: "a"), .failed),
    (LoadError.uploadsCutOff(folder: "a"), .tryAgain),
    (LoadError.mayNot(table: "a", role: "b", rights: ["INSERT"]), .failed),
    (
      LoadError.outOfReach(file: "a", ConnectionFailure(problem: .unreachable)),
      .databaseUnreachable
    ),
    (
      LoadError.lacksPartition(
        file: "a", table: "b", PostgresError(sqlState: .checkViolation, message: "c")), .failed
    ),
    (
      LoadError.refusedOnTheWay(
        file: "a", table: "b", PostgresError(sqlState: .checkViolation, message: "a")), .failed
    ),
    (RejectsError.noSuchLoad(1), .noInput),
    (RejectsError.none(load: 1, line: 2), .noInput),
    (RejectsError.cannotStandAlone(load: 1, file: "a"), .failed),
    (RejectsError.notReplayed(load: 1, status: "failed", verb: "backfill"), .failed),
    (RejectsError.unknownLayout(load: 1, layout: "a"), .usage),
    (JobError(.commandLine(option: "a"), .missingKey("a", owner: "b")), .usage),
    (JobError(.wholeFile("a"), .missingKey("a", owner: "b")), .badData),
    (JobError(.commandLine(option: "a"), .noSuchFile("a", workingDirectory: "/")), .noInput),
    (JobError(.wholeFile("a"), .noSuchFile("a", workingDirectory: "/")), .noInput),
    (ConnectionFailure(problem: .notNamed), .databaseUnreachable),
    (ConnectionFailure(problem: .unreachable), .databaseUnreachable),
    (ConnectionFailure(problem: .refused(.invalidPassword)), .databaseUnreachable),
    (ConnectionFailure(problem: .malformed), .usage),
    (PostgresError(sqlState: .uniqueViolation, message: "a"), .failed),
    (PostgresError(sqlState: .deadlockDetected, message: "a"), .tryAgain),
    (PostgresError(sqlState: .adminShutdown, message: "a"), .tryAgain),
    (RunError.overlaps(job: "a", holder: "b"), .tryAgain),
    (LedgerError.alive(load: 1, file: "a", table: "b", process: nil), .tryAgain),
    (MigrationError.changedAfterwards("a"), .failed),
    (
      MigrationError.refused("a", PostgresError(sqlState: .lockNotAvailable, message: "a")),
      .tryAgain
    ),
    (LocalServerError.silent(socketFolder: "a", log: ""), .databaseUnreachable),
    (LocalServerError.busy(lock: "a", seconds: 1), .tryAgain),
    (ArchivingError.busy("a", holder: "b"), .tryAgain),
    (ArchivingError.noManifest(directory: "a"), .noInput),
    (ArchivingError.partMissing(path: "a"), .badData),
    (ArchivingError.noKey("a"), .failed),
    (SchemaProblem.missing([], database: "a"), .failed),
  ]

  @Test func eachKindOfErrorHasItsStatus() {
    for (error, status) in Self.errors {
      #expect(Status(for: error) == status, "\(error)")
    }
  }

  @Test func aWrongLayoutIsBadData() throws {
    let unknown = #expect(throws: LayoutError.self) { try Layout.builtIn(named: "none") }
    #expect(Status(for: try #require(unknown)) == .badData)
    let klines = try Layout.builtIn(named: "binance-klines")
    let unfit = #expect(throws: LayoutMismatch.self) { try klines.effective(fileName: "a.csv") }
    #expect(Status(for: try #require(unfit)) == .badData)
  }
}
