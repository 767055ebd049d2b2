import Yams

/// The options of a verb as a command line has them, spelled as a job file spells them.
package struct CommandLineOptions {
  private var pairs: [(Node, Node)] = []

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

  /// The options as the readers of verbs take them; `option` is the one that they all stand in,
  /// where there is one.
  ///
  /// - Throws: `JobError` for a key that is not among `keys`.
  package func fields(
    of verb: String, keys: [String], option: String? = nil
  ) throws -> Fields {
    try Fields(
      Node.mapping(Node.Mapping(pairs)), file: nil, owner: verb, keys: keys, option: option)
  }

  /// A text that nobody takes for YAML's null.
  private func scalar(_ text: String) -> Node {
    Node.scalar(Node.Scalar(text, .implicit, .doubleQuoted))
  }
}
