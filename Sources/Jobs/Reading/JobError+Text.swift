import Store

extension JobError: CustomStringConvertible {
  package var description: String {
    // Of a command line as a whole there is no place to name.
    place == .commandLine(option: nil) ? sentence : "\(place): \(sentence)"
  }

  private var sentence: String {
    switch problem {
    case .unopenable(let reason):
      "cannot be opened: \(reason)."
    case .notYAML(let reason):
      "this is not YAML: \(reason)."
    case .empty:
      "the file is empty. A job has at least the keys job and steps."
    case .repeatedKey(let key):
      "the key \"\(key)\" stands here twice."
    case .unexpected(let key, let expected, let found):
      // The option has named the key already, unless the key stands within it.
      (place == .commandLine(option: key) ? "" : "\(key): ")
        + "expected \(expected), found \(found)."
    case .unknownKey(let key, let owner, let known):
      "\(owner) has no key \"\(key)\".\(hint(for: key, among: known)) It may have: \(list(known))."
    case .missingKey(let key, let owner):
      "\(owner) needs \(place.isCommandLine ? "the option" : "the key") \(place.spelling(of: key))."
    case .conflict(let one, let other, let owner):
      """
      \(owner) has both \(place.spelling(of: one)) and \(place.spelling(of: other)); \
      it can have one of them.
      """
    case .unknownVerb, .noVerb, .severalVerbs, .notYetKnown, .repeatedStep:
      stepSentence
    case .unknownVariable, .unsetEnvironment, .circularVariable, .unclosedVariable,
      .undeclaredOverride:
      variableSentence
    case .unknownLayout(let name, let known):
      """
      there is no layout "\(name)".\(hint(for: name, among: known)) Write the name of a built-in \
      layout, of one under layouts: of this job, or the path of a layout file that ends in .yml.
      """
    case .badSourceName(let name):
      """
      "\(name)" cannot name a source. Names have lower case letters, digits and _ only, \
      as in btc_price.
      """
    case .noSuchFile, .nothingMatches, .isDirectory, .isUnmovedDirectory, .nothingToMoveFrom:
      pathSentence
    }
  }

  private var stepSentence: String {
    switch problem {
    case .unknownVerb(let verb, let known):
      "\"\(verb)\" is not a verb.\(hint(for: verb, among: known)) A step has one of: \(list(known))."
    case .noVerb(let step, let known):
      "the step \"\(step)\" has no verb. It needs one of: \(list(known))."
    case .severalVerbs(let verbs):
      "this step has the verbs \(list(verbs)); it can have one. Make a step of each."
    case .notYetKnown(let key):
      "\"\(key)\" is not yet known to this version of retrofill."
    case .repeatedStep(let id, let firstLine):
      "another step has the id \"\(id)\" already, in line \(firstLine). Give each its own."
    default: ""
    }
  }

  private var variableSentence: String {
    switch problem {
    case .unknownVariable(let name, let known):
      """
      there is no variable "\(name)".\(hint(for: name, among: known)) \
      Known are: \(list(known)), and env:NAME. Write $${ for a literal ${.
      """
    case .unsetEnvironment(let name):
      "the environment variable \(name) is not set."
    case .circularVariable(let names):
      "the variable needs itself: \(names.joined(separator: " → "))."
    case .unclosedVariable:
      "a variable begins with ${ and never ends. Add the }, or write $${ for a literal ${."
    case .undeclaredOverride(let name, let known):
      """
      the job has no variable "\(name)".\(hint(for: name, among: known)) \
      \(known.isEmpty ? "It declares none" : "It declares: \(list(known))").
      """
    default: ""
    }
  }

  private var pathSentence: String {
    switch problem {
    case .noSuchFile(let path, let directory):
      "there is no file \(path). Paths are taken from the working directory, \(directory)."
    case .nothingMatches(let pattern, let directory):
      """
      no file matches \(pattern). Paths are taken from the working directory, \(directory). \
      Where that is no mistake, say \(place.spelling(of: "optional")).
      """
    case .isDirectory(let path):
      "\(path) is a directory. Name the files in it, as in \(path.withSlash)*.csv."
    case .isUnmovedDirectory(let path):
      """
      \(path) is a directory. Name the files in it, as in \(path.withSlash)*.csv, or say \
      \(place.spelling(of: "move")) to land each and move it to \(path.withSlash)processed/.
      """
    case .nothingToMoveFrom(let path):
      """
      files are moved out of folders that are named as such, and \(path) is a file. \
      Name its folder, or leave \(place.spelling(of: "move")) out.
      """
    default: ""
    }
  }

  private func hint(for name: String, among known: [String]) -> String {
    name.closest(among: known).map { " Did you mean \"\($0)\"?" } ?? ""
  }

  private func list(_ names: [String]) -> String { names.joined(separator: ", ") }
}

extension String {
  fileprivate var withSlash: String { hasSuffix("/") ? self : self + "/" }

  /// The name that was probably meant, when one is near enough to be more than a guess.
  package func closest(among names: [String]) -> String? {
    let ranked = names.map { (name: $0, distance: editDistance(to: $0)) }
    guard let best = ranked.min(by: { $0.distance < $1.distance }) else { return nil }
    return best.distance <= max(1, count / 3) ? best.name : nil
  }
}
