import Foundation
import Jobs
import Testing

/// A job that is wrong in one way, and the whole sentence that says so, without the file's folder.
struct WrongJob: Sendable, CustomTestStringConvertible {
  var what: String
  var yaml: String
  var message: String

  var testDescription: String { what }

  init(_ what: String, _ yaml: String, _ message: String) {
    self.what = what
    self.yaml = yaml
    self.message = message
  }

  static let unreadable = [
    WrongJob(
      "an empty file", "",
      "job.yml: the file is empty. A job has at least the keys job and steps."),
    WrongJob(
      "broken YAML", "job: a\nsteps: [\n",
      """
      job.yml:3:1: this is not YAML: did not find expected node content \
      (while parsing a flow node).
      """),
    WrongJob(
      "a tab", "job: a\nsteps:\n\t- id: b\n",
      """
      job.yml:3:1: this is not YAML: found character that cannot start any token \
      (while scanning for the next token).
      """),
    WrongJob(
      "a key that stands twice", "job: a\njob: b\n",
      "job.yml:1:1: the key \"job\" stands here twice."),
    WrongJob(
      "a list instead of a job", "- a\n",
      "job.yml:1:1: the job: expected keys with values, found a list."),
  ]

  static let keys = [
    WrongJob(
      "an unknown key", "job: a\nstep: []\n",
      """
      job.yml:2:1: the job has no key "step". Did you mean "steps"? It may have: job, description, \
      as_of, vars, sources, layouts, steps.
      """),
    WrongJob(
      "no name", "steps:\n  - id: a\n    erase:\n", "job.yml:1:1: the job needs the key \"job\"."),
    WrongJob("no steps", "job: a\n", "job.yml:1:1: the job needs the key \"steps\"."),
    WrongJob(
      "an empty list of steps", "job: a\nsteps: []\n",
      "job.yml:2:8: steps: expected a list with at least one step, found a list."),
    WrongJob(
      "a name that is nothing", "job:\nsteps:\n  - id: a\n    erase:\n",
      "job.yml:1:5: job: expected text, found nothing."),
    WrongJob(
      "a time that is none", "job: a\nas_of: tomorrow\nsteps:\n  - id: a\n    erase:\n",
      """
      job.yml:2:8: as_of: expected a time in ISO 8601 such as 2024-07-01 or \
      2024-07-01T12:00:00Z, found "tomorrow".
      """),
  ]

  static let steps = [
    WrongJob(
      "an unknown verb", "job: a\nsteps:\n  - id: b\n    erasse:\n",
      """
      job.yml:4:5: "erasse" is not a verb. Did you mean "erase"? A step has one of: note, erase.
      """),
    WrongJob(
      "an unknown key beside a verb", "job: a\nsteps:\n  - id: b\n    erase:\n    on_fail: stop\n",
      """
      job.yml:5:5: a step has no key "on_fail". It may have: id, on_failure, a verb.
      """),
    WrongJob(
      "no verb", "job: a\nsteps:\n  - id: b\n",
      "job.yml:3:5: the step \"b\" has no verb. It needs one of: note, erase."),
    WrongJob(
      "no id", "job: a\nsteps:\n  - erase:\n", "job.yml:3:5: a step needs the key \"id\"."),
    WrongJob(
      "two verbs", "job: a\nsteps:\n  - id: b\n    erase:\n    note: {text: c}\n",
      """
      job.yml:5:5: this step has the verbs erase, note; it can have one. Make a step of each.
      """),
    WrongJob(
      "an id that stands twice",
      "job: a\nsteps:\n  - id: b\n    erase:\n  - id: b\n    erase:\n",
      """
      job.yml:5:5: another step has the id "b" already, in line 3. Give each its own.
      """),
    WrongJob(
      "a key of a later version", "job: a\nsteps:\n  - id: b\n    needs: c\n    erase:\n",
      "job.yml:4:5: \"needs\" is not yet known to this version of retrofill."),
    WrongJob(
      "an unknown ending", "job: a\nsteps:\n  - id: b\n    on_failure: retry\n    erase:\n",
      "job.yml:4:17: on_failure: expected one of stop, continue, found \"retry\"."),
  ]

  static let options = [
    WrongJob(
      "an unknown option", "job: a\nsteps:\n  - id: b\n    note:\n      texts: c\n",
      """
      job.yml:5:7: note has no key "texts". Did you mean "text"? It may have: text, paths, \
      optional, ends, times, loud, before.
      """),
    WrongJob(
      "an option that is missing", "job: a\nsteps:\n  - id: b\n    note: {loud: true}\n",
      "job.yml:4:11: note needs the key \"text\"."),
    WrongJob(
      "a list where a text belongs", "job: a\nsteps:\n  - id: b\n    note: {text: [c]}\n",
      "job.yml:4:18: text: expected text, found a list."),
    WrongJob(
      "a number that is none", "job: a\nsteps:\n  - id: b\n    note: {text: c, times: many}\n",
      """
      job.yml:4:28: times: expected a whole number not below 1 and not above 5, found "many".
      """),
    WrongJob(
      "a number beyond the range", "job: a\nsteps:\n  - id: b\n    note: {text: c, times: 6}\n",
      """
      job.yml:4:28: times: expected a whole number not below 1 and not above 5, found "6".
      """),
    WrongJob(
      "a truth that is none", "job: a\nsteps:\n  - id: b\n    note: {text: c, loud: yes}\n",
      "job.yml:4:27: loud: expected true or false, found \"yes\"."),
    WrongJob(
      "a span of time that is none",
      "job: a\nsteps:\n  - id: b\n    note: {text: c, before: 3 fortnights}\n",
      """
      job.yml:4:29: before: expected a span of time such as 1 day, 15 minutes or 8h, \
      found "3 fortnights".
      """),
  ]

  static let variables = [
    WrongJob(
      "an unknown variable",
      "job: a\nvars:\n  folder: b\nsteps:\n  - id: c\n    note:\n      text: in ${foldr}\n",
      """
      job.yml:7:16: there is no variable "foldr". Did you mean "folder"? \
      Known are: folder, today, yesterday, job_dir, and env:NAME. Write $${ for a literal ${.
      """),
    WrongJob(
      "an unknown variable in quotes",
      "job: a\nsteps:\n  - id: c\n    note: {text: \"in ${folder}\"}\n",
      """
      job.yml:4:22: there is no variable "folder". \
      Known are: today, yesterday, job_dir, and env:NAME. Write $${ for a literal ${.
      """),
    WrongJob(
      "an environment variable that is not set",
      "job: ${env:NOWHERE}\nsteps:\n  - id: c\n    erase:\n",
      "job.yml:1:6: the environment variable NOWHERE is not set."),
    WrongJob(
      "a variable without an end", "job: a${b\nsteps:\n  - id: c\n    erase:\n",
      "job.yml:1:7: a variable begins with ${ and never ends. Add the }, or write $${ for a literal ${."
    ),
    WrongJob(
      "variables that need one another",
      "job: a\nvars:\n  b: ${c}\n  c: x${b}\nsteps:\n  - id: c\n    erase:\n",
      "job.yml:4:7: the variable needs itself: b → c → b."),
    WrongJob(
      "a clock that needs the day", "job: a\nas_of: ${today}\nsteps:\n  - id: c\n    erase:\n",
      "job.yml:2:8: the variable needs itself: today → as_of → today."),
    WrongJob(
      "a variable that is a list", "job: a\nvars:\n  b: [c]\nsteps:\n  - id: c\n    erase:\n",
      "job.yml:3:6: b: expected text, found a list."),
  ]

  static let sources = [
    WrongJob(
      "a source without a type",
      "job: a\nsources:\n  gold: {unit: USD}\nsteps:\n  - id: b\n    erase:\n",
      "job.yml:3:9: the source gold needs the key \"data_type\"."),
    WrongJob(
      "a source of an unknown type",
      "job: a\nsources:\n  gold: {data_type: metal}\nsteps:\n  - id: b\n    erase:\n",
      """
      job.yml:3:21: data_type: expected one of ohlcv, simple, calculated, social, onchain, macro, \
      derivative, stablecoin, etf, defi, found "metal".
      """),
    WrongJob(
      "a source with a name that cannot be one",
      "job: a\nsources:\n  Gold: {data_type: simple}\nsteps:\n  - id: b\n    erase:\n",
      """
      job.yml:3:3: "Gold" cannot name a source. Names have lower case letters, digits and _ only, \
      as in btc_price.
      """),
  ]
}

@Suite struct JobErrorTests {
  @Test(
    arguments: WrongJob.unreadable + WrongJob.keys + WrongJob.steps + WrongJob.options
      + WrongJob.variables + WrongJob.sources)
  func aWrongJobIsRefusedAtItsPlace(_ wrong: WrongJob) throws {
    let folder = try TemporaryFolder()
    let file = try folder.write(wrong.yaml, to: "job.yml")
    let error = #expect(throws: JobError.self) { _ = try JobReader.forTests.read(file) }
    let message = error.map { "\($0)".replacingOccurrences(of: folder.path + "/", with: "") }
    #expect(message == wrong.message)
  }

  @Test func aFileThatIsNotThereIsNamed() throws {
    let error = #expect(throws: JobError.self) { _ = try JobReader.forTests.read("/no/job.yml") }
    #expect(error?.description == "/no/job.yml: cannot be opened: No such file or directory.")
  }

  @Test func aFolderIsNoJob() throws {
    let folder = try TemporaryFolder()
    let error = #expect(throws: JobError.self) { _ = try JobReader.forTests.read(folder.path) }
    #expect(error?.description == "\(folder.path): cannot be opened: Is a directory.")
  }

  @Test func anOptionOfACommandIsNamedAsItIsTyped() throws {
    var options = CommandLineOptions()
    options.add("text", "a")
    options.add("times", "none")
    let fields = try options.fields(of: "note", keys: Note.optionNames)
    let error = #expect(throws: JobError.self) { _ = try Note(fields, in: VerbScope()) }
    #expect(
      error?.description
        == "--times: expected a whole number not below 1 and not above 5, found \"none\".")
  }
}
