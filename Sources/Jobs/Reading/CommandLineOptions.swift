import Yams

/// The options of a verb as a command line has them, spelled as a job file spells them.
package struct CommandLineOptions {
  private var pairs: [(Node, Node)] = []
  private var positional: Set<String> = []

  package init() {}

  /// Takes over an option; one that was not given is left out.
  package mutating func add(_ key: String, _ text: String?) {
    if let text { pairs.append((Node(key), scalar(text))) }
  }

  /// Takes over an option that may be given several times; none given is left out.
  package mutating func add(_ key: String, _ texts: [String]) {
    guard !texts.isEmpty else { return }
    pairs.append((Node(key), Node.sequence(Node.Sequence(texts.map(scalar)))))
  }

  package mutating func add(_ key: String, _ flag: Bool) {
    if flag { add(key, "true") }
  }

  /// Takes over a flag that has an opposite; one that was not given is left out.
  package mutating func add(_ key: String, _ flag: Bool?) {
    if let flag { add(key, flag ? "true" : "false") }
  }

  /// Takes over arguments that have no name on a command line; errors then name none.
  package mutating func add(positional key: String, _ texts: [String]) {
    positional.insert(key)
    if texts.count == 1 { add(key, texts[0]) } else { add(key, texts) }
  }

  /// The options as the readers of verbs take them; `option` is the one that they all stand in,
  /// where there is one.
  ///
  /// - Throws: `JobError` for a key that is not among `keys`.
  package func fields(
    of verb: String, keys: [String], option: String? = nil
  ) throws -> Fields {
    try Fields(
      commandLine: Node.mapping(Node.Mapping(pairs)), owner: verb, keys: keys,
      positional: positional, option: option)
  }

  /// A text that nobody takes for YAML's null.
  private func scalar(_ text: String) -> Node {
    Node.scalar(Node.Scalar(text, .implicit, .doubleQuoted))
  }
}
