/// What a file's name says: the named groups of a layout's `file_name`, and `stem`, the name
/// without its endings.
struct FileNameGroups {
  private let stem: String
  private let match: Regex<AnyRegexOutput>.Match?

  /// `pattern` was checked when the layout was read; one that is none matches nothing.
  init(_ fileName: String, pattern: String?) {
    stem = Self.stem(of: fileName)
    match = pattern.flatMap { try? Regex($0) }.flatMap { try? $0.firstMatch(in: fileName) }
  }

  /// Fills `{group}` in a template; nil when a group is not in the name.
  func fill(_ template: String) -> String? {
    var result = ""
    var rest = template[...]
    while let brace = rest.firstIndex(of: "{"), let end = rest[brace...].firstIndex(of: "}") {
      result += rest[..<brace]
      let name = String(rest[rest.index(after: brace)..<end])
      if name == "stem" {
        result += stem
      } else if let group = match?[name]?.substring {
        result += group
      } else {
        return nil
      }
      rest = rest[rest.index(after: end)...]
    }
    return result + rest
  }

  /// The name without `.json`, `.csv.gz` and the like; a dot inside the name stays.
  static func stem(of fileName: String) -> String {
    let endings = ["gz", "zip", "csv", "tsv", "txt", "json", "ndjson", "jsonl", "sql"]
    var stem = fileName[...]
    while let dot = stem.lastIndex(of: "."), dot != stem.startIndex,
      endings.contains(stem[stem.index(after: dot)...].lowercased())
    {
      stem = stem[..<dot]
    }
    return String(stem)
  }
}
