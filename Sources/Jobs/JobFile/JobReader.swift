package import Store
import Yams

/// Reads job files.
package struct JobReader {
  /// Values that stand instead of those in `vars`, by name.
  package var overrides: [String: String] = [:]
  /// A clock that stands instead of the job's `as_of`.
  package var clock: Clock?
  package var environment: [String: String] = [:]
  package var verbs = VerbCatalog.all

  package init() {}

  static let keys = ["job", "description", "as_of", "vars", "sources", "layouts", "steps"]

  /// Reads a job and checks all of it that needs no database: keys, variables, options, layouts,
  /// sources, paths.
  ///
  /// - Throws: `JobError` at the first thing that is wrong.
  package func read(_ path: String) throws -> Job {
    let text = try TextFile(path: path).text
    let document = try YAMLDocument(text: text, path: path)
    let written = try Fields(document.root, file: path, owner: "the job", keys: Self.keys)
    let variables = try variables(of: written, file: path)
    let history = try variables.resolveAll()
    let clock = try clock(of: written, variables)

    let expanded = try variables.expand(document.root, file: path)
    let fields = try Fields(expanded, file: path, owner: "the job", keys: Self.keys)
    let scope = try VerbScope(
      layouts: fields.layouts("layouts"), sources: fields.sources("sources"), clock: clock)
    return try Job(
      name: fields.required("job"), description: fields.text("description"), file: path,
      text: text, variables: history, clock: clock,
      steps: StepReader(file: path, verbs: verbs, scope: scope).steps(of: fields))
  }

  private func variables(of job: Fields, file: String) throws -> Variables {
    let declared = try job.node("vars").map {
      try Fields(anyKeysIn: $0, file: file, owner: "vars")
    }
    return Variables(
      file: file, declared: declared, overrides: overrides, environment: environment
    ) { variables in
      try clock(of: job, variables)
    }
  }

  private func clock(of job: Fields, _ variables: Variables) throws -> Clock {
    if let clock { return clock }
    guard let node = job.node("as_of") else { return startedAt }
    let expanded = try variables.expand(node, file: job.file ?? "")
    guard let text = expanded.string, let clock = Clock(text) else {
      throw job.unexpected("as_of", expanded, expected: Clock.expected)
    }
    return clock
  }

  /// One moment for all that is read, or `today` could change on the way.
  private let startedAt = Clock.system()
}
