/// Why a job file, or the options of a command, cannot be carried out as written.
package struct JobError: Error, Sendable, Hashable {
  package let place: Place
  package let problem: Problem

  package init(_ place: Place, _ problem: Problem) {
    self.place = place
    self.problem = problem
  }

  package enum Problem: Sendable, Hashable {
    /// The job or sources file cannot be opened; the reason in the system's words.
    case unopenable(reason: String)
    /// The file is no YAML; the reason in the parser's words.
    case notYAML(reason: String)
    case empty
    case repeatedKey(String)
    /// What stands there is not what the key takes.
    case unexpected(key: String, expected: String, found: String)
    case unknownKey(String, owner: String, known: [String])
    case missingKey(String, owner: String)
    /// Two keys of which only one may be there.
    case conflict(String, String, owner: String)
    case unknownVerb(String, known: [String])
    case noVerb(step: String, known: [String])
    case severalVerbs([String])
    /// A key that the language of job files keeps for later.
    case notYetKnown(String)
    case repeatedStep(String, firstLine: Int)
    case unknownVariable(String, known: [String])
    case unsetEnvironment(String)
    /// A variable that needs itself, by way of the others.
    case circularVariable([String])
    case unclosedVariable
    /// `--var` names a variable that the job does not declare.
    case undeclaredOverride(String, known: [String])
    case unknownLayout(String, known: [String])
    case badSourceName(String)
    case noSuchFile(String, workingDirectory: String)
    case nothingMatches(String, workingDirectory: String)
    case isDirectory(String)
    /// A folder whose files would be moved, and nobody said so.
    case isUnmovedDirectory(String)
    /// Files are to be moved that lie in no folder of uploads.
    case nothingToMoveFrom(String)
  }
}
