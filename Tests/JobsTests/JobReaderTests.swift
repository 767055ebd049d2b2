import Jobs
import Postgres
import Store
import Testing

@Suite struct JobReaderTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private func read(_ yaml: String, _ change: (inout JobReader) -> Void = { _ in }) throws -> Job {
    var reader = JobReader.forTests
    change(&reader)
    return try reader.read(folder.write(yaml, to: "job.yml"))
  }

  private func notes(_ job: Job) -> [String] { job.steps.compactMap { ($0.verb as? Note)?.text } }

  @Test func aJobHasItsNameAndItsStepsInOrder() throws {
    let job = try read(
      """
      job: nightly
      description: Every night
      as_of: 2024-07-01T12:00:00Z
      steps:
        - id: first
          note: {text: one}
          on_failure: continue
        - id: second
          erase:
      """)
    #expect(job.name == "nightly")
    #expect(job.description == "Every night")
    #expect(job.clock == Clock("2024-07-01T12:00:00Z"))
    #expect(job.steps.map(\.id) == ["first", "second"])
    #expect(job.steps.map(\.onFailure) == [.continue, .stop])
    #expect(job.steps.map { type(of: $0.verb).name } == ["note", "erase"])
    #expect(job.steps[1].place == .file(folder.path + "/job.yml", line: 8, column: 5))
    #expect(job.needsDatabase)
  }

  @Test func variablesAreFilledInWhereverTheyStand() throws {
    let job = try read(
      """
      job: a
      as_of: ${day}T00:30:00+01:00
      vars:
        both: ${place}, ${today}
        place: ${env:PLACE}
        day: 2024-03-01
      steps:
        - id: one
          note: {text: "<${both}|${yesterday}>"}
        - id: two
          note: {text: "${job_dir} costs $5, $${both}"}
      """)
    #expect(
      notes(job) == [
        "<Paris, 2024-02-29|2024-02-28>", "\(folder.path) costs $5, ${both}",
      ])
  }

  @Test func theHistoryKeepsVariablesButNothingOfTheEnvironment() throws {
    let job = try read(
      """
      job: a
      vars: {secret: "x${env:PLACE}", plain: "b"}
      steps: [{id: one, erase: }]
      """)
    #expect(job.variables == ["secret": "x${env:PLACE}", "plain": "b"])
    #expect(!job.needsDatabase)
  }

  @Test func anOverrideIsTakenAsItIs() throws {
    let job = try read(
      """
      job: a
      vars: {place: here}
      steps: [{id: one, note: {text: "${place}"}}]
      """
    ) { $0.overrides = ["place": "${today}"] }
    #expect(notes(job) == ["${today}"])
    #expect(job.variables == ["place": "${today}"])
  }

  @Test func anOverrideOfNothingIsRefused() throws {
    let error = #expect(throws: JobError.self) {
      try read("job: a\nvars: {place: b}\nsteps: [{id: one, erase: }]\n") {
        $0.overrides = ["plaice": "c"]
      }
    }
    #expect(
      error?.description
        == """
        --var: the job has no variable "plaice". Did you mean "place"? It declares: place.
        """)
  }

  @Test func theClockOfTheCommandStandsBeforeThatOfTheJob() throws {
    let job = try read(
      "job: a\nas_of: 2024-01-01\nsteps: [{id: one, note: {text: \"${today}\"}}]\n"
    ) { $0.clock = Clock("2023-05-05") }
    #expect(notes(job) == ["2023-05-05"])
  }

  @Test func pathsAreExpandedInOrderAndNamedOnce() throws {
    for name in ["b.csv", "a.csv", "deep/er/c.csv", "deep/d.csv", ".hidden.csv", "a.json"] {
      try folder.write("", to: "data/" + name)
    }
    let job = try read(
      """
      job: a
      steps:
        - id: one
          note:
            text: b
            paths:
              - ${job_dir}/data/a.json
              - ${job_dir}/data/**/*.csv
              - ${job_dir}/data/[ab].csv
              - ${job_dir}/data/?.json
      """)
    let note = try #require(job.steps[0].verb as? Note)
    #expect(
      note.paths.map { $0.dropFirst(folder.path.count + 6) } == [
        "a.json", "a.csv", "b.csv", "deep/d.csv", "deep/er/c.csv",
      ])
  }

  @Test func aPatternMayMatchNothingWhereThatIsSaid() throws {
    let yaml = """
      job: a
      steps:
        - id: one
          note: {text: b, paths: "${job_dir}/*.nothing", optional: OPTIONAL}
      """
    let job = try read(yaml.replacing("OPTIONAL", with: "true"))
    #expect((job.steps[0].verb as? Note)?.paths == [])
    let error = #expect(throws: JobError.self) {
      try read(yaml.replacing("OPTIONAL", with: "false"))
    }
    #expect(
      error?.problem
        == .nothingMatches(folder.path + "/*.nothing", workingDirectory: currentDirectory))
    #expect(error?.place == .file(folder.path + "/job.yml", line: 4, column: 28))
  }

  @Test func aFileThatIsNotThereIsRefusedAlsoWhereNothingIsRequired() throws {
    let error = #expect(throws: JobError.self) {
      try read(
        "job: a\nsteps: [{id: one, note: {text: b, paths: [/no/such.csv]}}]\n")
    }
    #expect(
      error?.description == """
        \(folder.path)/job.yml:2:43: there is no file /no/such.csv. Paths are taken from the \
        working directory, \(currentDirectory).
        """)
  }

  @Test func aFolderIsNoInput() throws {
    let error = #expect(throws: JobError.self) {
      try read("job: a\nsteps: [{id: one, note: {text: b, paths: \(folder.path)}}]\n")
    }
    #expect(error?.problem == .isDirectory(folder.path))
    #expect(
      error?.description.hasSuffix(
        "is a directory. Name the files in it, as in \(folder.path)/*.csv.") == true)
  }
}
