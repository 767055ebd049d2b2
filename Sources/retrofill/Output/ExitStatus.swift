/// What a command's process ends with. Scripts rely on these numbers.
enum ExitStatus: Int32, CaseIterable {
  case done = 0
  case failed = 1
  /// Everything could be read, but records were rejected over the budget, or a check failed.
  case rejected = 2
  case usage = 64
  /// A job or layout that is wrong, or a file that cannot be read as what it is said to be.
  case badData = 65
  /// No such input.
  case noInput = 66
  case databaseUnreachable = 69
  /// A second run may get past it.
  case tryAgain = 75
  /// Stopped by Ctrl-C; the same command resumes.
  case interrupted = 130

  /// The line that the help of `retrofill` has for it.
  var explanation: String {
    switch self {
    case .done: "done"
    case .failed: "failed"
    case .rejected: "records were rejected over the budget, or a check failed"
    case .usage: "the command line is wrong"
    case .badData: "a job, a layout or a file is not what it should be"
    case .noInput: "no such input"
    case .databaseUnreachable: "the database cannot be reached"
    case .tryAgain: "failed, but a second run may get past it"
    case .interrupted: "interrupted; the same command resumes"
    }
  }
}

/// Thrown by a command that has said everything already, and only has to end.
extension ExitStatus: Error {}
