import Yams

/// Reads the steps of a job.
struct StepReader {
  let file: String
  let verbs: VerbCatalog
  let scope: VerbScope

  private static let keys = ["id", "on_failure"]
  /// Keys that the language has and this version does not carry out.
  private static let laterKeys = ["needs", "when", "retry", "timeout", "for_each"]

  func steps(of job: Fields) throws -> [Step] {
    guard let node = job.node("steps") else { throw job.missing("steps") }
    guard case .sequence(let items) = node, !items.isEmpty else {
      throw job.unexpected("steps", node, expected: "a list with at least one step")
    }
    var firstLines: [String: Int] = [:]
    return try items.map { item in
      let step = try step(item)
      if let line = firstLines[step.id] {
        throw JobError(step.place, .repeatedStep(step.id, firstLine: line))
      }
      if case .file(_, let line, _) = step.place { firstLines[step.id] = line }
      return step
    }
  }

  private func step(_ node: Node) throws -> Step {
    let fields = try Fields(anyKeysIn: node, file: file, owner: "a step")
    let verb = try verb(of: fields)
    let options = try Fields(
      fields.node(verb.name) ?? Node.mapping([:]), file: file, owner: verb.name,
      keys: verb.optionNames)
    return try Step(
      id: fields.required("id"),
      verb: verb.init(options, in: scope),
      onFailure: fields.choice("on_failure") ?? .stop,
      place: fields.place)
  }

  private func verb(of step: Fields) throws -> any WrittenVerb.Type {
    let named = step.keys.filter { verbs[$0] != nil }
    for key in step.keys where !Self.keys.contains(key) && verbs[key] == nil {
      let place = step.keyPlace(key)
      if Self.laterKeys.contains(key) { throw JobError(place, .notYetKnown(key)) }
      throw JobError(
        place,
        named.isEmpty
          ? .unknownVerb(key, known: verbs.names)
          : .unknownKey(key, owner: "a step", known: Self.keys + ["a verb"]))
    }
    guard let name = named.first, let verb = verbs[name] else {
      throw JobError(
        step.place, .noVerb(step: try step.required("id"), known: verbs.names))
    }
    guard named.count == 1 else {
      throw JobError(step.keyPlace(named[1]), .severalVerbs(named))
    }
    return verb
  }
}
