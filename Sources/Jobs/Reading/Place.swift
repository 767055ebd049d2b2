/// Where somebody wrote a value: what an error about it begins with.
package enum Place: Sendable, Hashable, CustomStringConvertible {
  /// Lines and columns count from 1.
  case file(String, line: Int, column: Int)
  /// A file as a whole.
  case wholeFile(String)
  /// An option of a command, spelled as a job file spells it: `max_rejects`. Nil for an argument
  /// without a name, and for the command line as a whole.
  case commandLine(option: String?)

  package var description: String {
    switch self {
    case .file(let path, let line, let column): "\(path):\(line):\(column)"
    case .wholeFile(let path): path
    case .commandLine(let option): option.map(Self.spelled) ?? "the command line"
    }
  }

  /// How a key is spelled here: `"max_rejects"` in a file, `--max-rejects` on a command line.
  func spelling(of key: String) -> String {
    isCommandLine ? Self.spelled(key) : "\"\(key)\""
  }

  private static func spelled(_ option: String) -> String {
    "--" + option.replacing("_", with: "-")
  }

  package var isCommandLine: Bool {
    if case .commandLine = self { return true }
    return false
  }

  /// The place some letters further right in the same line.
  func moved(by columns: Int) -> Place {
    guard case .file(let path, let line, let column) = self else { return self }
    return .file(path, line: line, column: column + columns)
  }
}
