import Archiving
import Jobs
import Postgres
import Store

/// A verb for tests of what goes on around verbs: it writes a row, and then does as it is told.
struct Note: WrittenVerb {
  enum Ending: String, CaseIterable { case well, rejected, failed, thrown, interrupted, stopped }

  static let name = "note"
  static let optionNames = ["text", "paths", "optional", "ends", "times", "loud", "before"]

  var text: String
  var paths: [String]
  var ending: Ending
  var times: Int

  init(_ options: Fields, in scope: VerbScope) throws {
    text = try options.required("text")
    paths = try options.inputPaths("paths", optional: options.flag("optional")).paths
    ending = try options.choice("ends") ?? .well
    times = try options.number("times", in: 1...5) ?? 1
    _ = try options.flag("loud")
    _ = try options.seconds("before")
  }

  func plan(in context: RunContext) throws -> [PlannedAction] {
    if text == "unplannable" { throw NoteError.unplannable }
    if text == "dependent" { throw ArchivingError.noSuchSource("gold") }
    return [PlannedAction(action: "note", subject: text, detail: "\(context.asOf)")]
  }

  func run(in context: RunContext) throws -> NoteReport {
    let connection = try context.database.connect()
    try connection.execute("INSERT INTO notes (text) VALUES (\(text))")
    switch ending {
    case .well: return NoteReport(written: times, outcome: .done)
    case .rejected: return NoteReport(written: times, outcome: .rejected)
    case .failed: return NoteReport(written: times, outcome: .failed(NoteError.halfWay))
    case .thrown: throw NoteError.halfWay
    case .interrupted:
      context.interruption.raise()
      throw Interrupted()
    case .stopped:
      context.interruption.raise()
      return NoteReport(written: times, outcome: .failed(Interrupted()))
    }
  }
}

struct NoteReport: VerbReport {
  var written: Int
  var outcome: Outcome

  enum CodingKeys: String, CodingKey { case written }
}

enum NoteError: Error, CustomStringConvertible {
  case unplannable, halfWay

  var description: String {
    switch self {
    case .unplannable: "this cannot be planned"
    case .halfWay: "the pen broke"
    }
  }
}

/// Another verb, so that a step can have two.
struct Erase: WrittenVerb {
  static let name = "erase"
  static let optionNames: [String] = []
  static let needsDatabase = false

  init(_ options: Fields, in scope: VerbScope) throws {}

  func plan(in context: RunContext) throws -> [PlannedAction] { [] }

  func run(in context: RunContext) throws -> NoteReport { NoteReport(written: 0, outcome: .done) }
}

extension JobReader {
  /// A reader that knows the verbs of the tests, and an environment of one variable.
  static var forTests: JobReader {
    var reader = JobReader()
    reader.verbs = VerbCatalog([Note.self, Erase.self])
    reader.environment = ["PLACE": "Paris"]
    return reader
  }
}
