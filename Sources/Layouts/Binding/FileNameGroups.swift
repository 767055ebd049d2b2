/// What a file's name says: the named groups of a layout's `file_name`, and `stem`, the name
/// without its endings, and `file`, the name with them.
struct FileNameGroups {
  private let file: String
  private let stem: String
  /// What the name was found to have.
  private let pattern: Pattern?

  /// Whether there is a pattern, and the name has it.
  var isMatch: Bool { pattern != nil }

  /// `pattern` was checked when the layout was read; one that is none matches nothing.
  init(_ fileName: String, pattern: String?) {
    file = fileName
    stem = Self.stem(of: fileName)
    self.pattern = pattern.flatMap(Pattern.init).flatMap { $0.matches(fileName) ? $0 : nil }
  }

  /// Fills `{group}` in a template; nil when a group is not in the name.
  func fill(_ template: String) -> String? {
    var result = ""
    var rest = template[...]
    while let brace = rest.firstIndex(of: "{"), let end = rest[brace...].firstIndex(of: "}") {
      result += rest[..<brace]
      guard let value = value(of: rest[rest.index(after: brace)..<end]) else { return nil }
      result += value
      rest = rest[rest.index(after: end)...]
    }
    return result + rest
  }

  /// Fills in what is in braces and can be the name of a group; other braces stay, as JSON has
  /// them. Nil when a group is not in the name.
  func fillNames(_ template: String) -> String? {
    var result = ""
    var rest = template[...]
    while let found = rest.firstMatch(of: /\{([A-Za-z_][A-Za-z0-9_]*)\}/) {
      guard let value = value(of: found.output.1) else { return nil }
      result += rest[..<found.range.lowerBound] + value
      rest = rest[found.range.upperBound...]
    }
    return result + rest
  }

  private func value(of name: Substring) -> Substring? {
    switch name {
    case "stem": stem[...]
    case "file": file[...]
    default: pattern?.group(String(name), in: file)?[...]
    }
  }

  /// The name without `.json`, `.csv.gz` and the like; a dot inside the name stays.
  static func stem(of fileName: String) -> String {
    let endings = ["gz", "zst", "zip", "csv", "tsv", "txt", "json", "ndjson", "jsonl", "sql"]
    var stem = fileName[...]
    while let dot = stem.lastIndex(of: "."), dot != stem.startIndex,
      endings.contains(stem[stem.index(after: dot)...].lowercased())
    {
      stem = stem[..<dot]
    }
    return String(stem)
  }
}
