import Yams

extension Fields {
  /// Named values under one key: a mapping in a job file, `name=value` on a command line.
  ///
  /// - Throws: `JobError` for a name that is not among `names`, or a text without `=`.
  package func settings(_ key: String, names: [String]) throws -> Fields? {
    guard let node = node(key) else { return nil }
    guard file == nil else { return try Fields(node, file: file, owner: key, keys: names) }
    var options = CommandLineOptions()
    for setting in try texts(key) {
      let parts = setting.value.split(separator: "=", maxSplits: 1)
      guard parts.count == 2 else {
        throw unexpected(key, Node(setting.value), expected: "name=value")
      }
      options.add(String(parts[0]), String(parts[1]))
    }
    return try options.fields(of: key, keys: names, option: key)
  }
}
