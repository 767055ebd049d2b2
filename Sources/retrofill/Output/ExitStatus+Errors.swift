import Archiving
import FlatFiles
import Jobs
import Layouts
import Loading
import Postgres
import Refining
import Store

extension ExitStatus {
  /// The status that an error ends the process with. Errors that say nothing more special are
  /// plain failures.
  init(for error: any Error) {
    self =
      switch error {
      case let status as ExitStatus: status
      case let error as JobError: .init(error)
      case is LayoutError, is LayoutMismatch: .badData
      case let error as RecognitionError: .init(error)
      case let error as FileError: .init(error)
      case let error as LoadError: .init(error)
      case let error as UndoError: .init(error)
      case let error as ConnectionFailure: .init(error)
      case let error as PostgresError: .init(error)
      case let error as RunError: .init(error)
      case let error as LedgerError: .init(error)
      case let error as MigrationError: .init(error)
      case let error as LocalServerError: .init(error)
      case let error as ArchivingError: .init(error)
      case let error as RejectsError: .init(error)
      case let error as TraceError: .init(error)
      case is RefiningRangeError: .usage
      case is SourceWithdrawn, is ParentWithdrawn: .tryAgain
      case is Interrupted: .interrupted
      default: .failed
      }
  }

  private init(_ error: JobError) {
    switch error.problem {
    case .noSuchFile, .nothingMatches, .unopenable:
      self = .noInput
    case .isDirectory, .isUnmovedDirectory:
      self = .badData
    case .nothingToMoveFrom:
      self = error.place.isCommandLine ? .usage : .badData
    case .unexpected, .unknownKey, .missingKey, .conflict, .unknownLayout, .undeclaredOverride:
      self = error.place.isCommandLine ? .usage : .badData
    case .notYAML, .empty, .repeatedKey, .unknownVerb, .noVerb, .severalVerbs, .notYetKnown,
      .repeatedStep, .unknownVariable, .unsetEnvironment, .circularVariable, .unclosedVariable,
      .badSourceName:
      self = .badData
    }
  }

  private init(_ error: FileError) {
    switch error.problem {
    case .notFound, .notOpened: self = .noInput
    case .notRead, .notWritten, .notMoved, .outputClosed: self = .failed
    case .changedWhileReading: self = .tryAgain
    case .zip(.noSuchMember): self = .noInput
    case .isDirectory, .empty, .compressed, .gzipCutShort, .gzipDamaged, .zstdCutShort,
      .zstdDamaged, .zstdWindowTooLarge, .zip, .expandsTooFar, .checksumDiffers,
      .checksumNotUnderstood, .encoding, .encodingContradicts, .notText, .otherFormat,
      .customDump, .dump, .kept, .recordTooLong, .header, .delimiter, .invalidJSON,
      .endsInTheMiddle, .nestedTooDeep, .noRecords, .records, .keyTwice, .noTable,
      .tooManyColumns:
      self = .badData
    }
  }

  private init(_ error: RecognitionError) {
    switch error {
    case .noneFits, .severalFit: self = .badData
    case .standardInput: self = .usage
    }
  }

  private init(_ error: LoadError) {
    switch error {
    case .overBudget, .failsChecks: self = .rejected
    case .cannotCheckAhead, .cannotVerify: self = .usage
    case .changedSinceLoaded: self = .tryAgain
    case .notLanded: self = .noInput
    case .uploadsBusy, .uploadsCutOff: self = .tryAgain
    case .notMappable: self = .badData
    case .lacksPartition(_, _, let cause), .refusedOnTheWay(_, _, let cause): self.init(cause)
    case .outOfReach(_, let cause): self.init(cause)
    case .noSource, .noSuchColumn, .cannotFill, .keyNotFilled, .requiredNotFilled, .noTarget,
      .noSuchConflictColumn:
      self = .badData
    case .mayNot, .mayNotMakePartitions, .noKey, .noPartition, .conflict, .changedSinceKilled,
      .rejectSpool:
      self = .failed
    }
  }

  private init(_ error: UndoError) {
    switch error {
    case .noSuchLoad: self = .noInput
    case .keptNoVersions, .keptNoJournal, .keptNoKeys, .versionsPruned, .keysPruned, .noKey,
      .isAppended:
      self = .failed
    }
  }

  private init(_ error: TraceError) {
    switch error {
    case .noSuchRow, .noSuchSource: self = .noInput
    case .notOfTheKey, .keyNotWhole, .badValue: self = .usage
    case .noKey: self = .failed
    }
  }

  private init(_ error: RejectsError) {
    switch error {
    case .noSuchLoad, .none: self = .noInput
    case .unknownLayout: self = .usage
    case .cannotStandAlone, .notReplayed: self = .failed
    }
  }

  private init(_ error: ConnectionFailure) {
    switch error.problem {
    case .notNamed, .unreachable, .timedOut, .refused: self = .databaseUnreachable
    case .malformed: self = .usage
    }
  }

  private init(_ error: PostgresError) {
    self = error.sqlState.mayPassOnRetry ? .tryAgain : .failed
  }

  private init(_ error: RunError) {
    switch error {
    case .overlaps: self = .tryAgain
    }
  }

  private init(_ error: LedgerError) {
    switch error {
    case .alive: self = .tryAgain
    case .countsDisagree, .partlyAppended: self = .failed
    }
  }

  private init(_ error: MigrationError) {
    switch error {
    case .refused(_, let cause): self.init(cause)
    case .changedAfterwards, .appliedByNewerTool, .outOfOrder: self = .failed
    }
  }

  private init(_ error: LocalServerError) {
    switch error {
    case .busy: self = .tryAgain
    case .programsMissing, .wrongVersion, .lost, .noAccount, .notPrivate, .failed, .silent:
      self = .databaseUnreachable
    }
  }

  private init(_ error: ArchivingError) {
    switch error {
    case .busy: self = .tryAgain
    case .noManifest: self = .noInput
    case .noChecksums, .manifestChanged, .manifestUnreadable, .unknownFormat, .unsafePartName,
      .partMissing, .partChanged, .partUnreadable, .rowCountDiffers, .strangePart:
      self = .badData
    case .emptyRange: self = .usage
    case .changedSinceArchived: self = .tryAgain
    case .noTimeColumn, .noKey, .noSources, .noSuchSource, .dirty, .unusualShare,
      .columnsMissing, .keyDiffers, .sourceTaken, .fileSystem, .nothingToWrite:
      self = .failed
    }
  }
}
