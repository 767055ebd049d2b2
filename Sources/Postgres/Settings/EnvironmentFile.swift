/// A `.env` file: `NAME=value` lines, as shells and many tools read them.
///
/// Understood are `export` before a name, `#` comments, values in single quotes (taken as they are)
/// and in double quotes (with `\n`, `\t`, `\r` and a backslash before any other character). Of a
/// name that stands twice the last counts. Lines that are none of this are passed over.
struct EnvironmentFile {
  private(set) var variables: [String: String] = [:]

  init(_ text: String) {
    let content = text.hasPrefix("\u{FEFF}") ? text.dropFirst() : Substring(text)
    for line in content.split(whereSeparator: \.isNewline) {
      guard let (name, value) = Self.assignment(line) else { continue }
      variables[name] = value
    }
  }

  private static func assignment(_ line: Substring) -> (name: String, value: String)? {
    var rest = line.drop(while: \.isWhitespace)
    if rest.hasPrefix("export "), let name = rest.dropFirst(7).firstIndex(where: { $0 != " " }) {
      rest = rest[name...]
    }
    guard let equals = rest.firstIndex(of: "=") else { return nil }
    let name = rest[..<equals].trimmingBlanks()
    guard !name.isEmpty,
      name.allSatisfy({ $0 == "_" || $0.isASCII && ($0.isLetter || $0.isNumber) })
    else { return nil }
    let value = rest[rest.index(after: equals)...].drop(while: \.isWhitespace)
    return (String(name), Self.value(value))
  }

  private static func value(_ text: Substring) -> String {
    switch text.first {
    case "'": String(text.dropFirst().prefix { $0 != "'" })
    case "\"": doubleQuoted(text.dropFirst())
    default: bare(text)
    }
  }

  private static func doubleQuoted(_ text: Substring) -> String {
    var value = ""
    var isEscaped = false
    for character in text {
      if isEscaped {
        value.append(["n": "\n", "t": "\t", "r": "\r"][character] ?? character)
        isEscaped = false
      } else if character == "\\" {
        isEscaped = true
      } else if character == "\"" {
        break
      } else {
        value.append(character)
      }
    }
    return value
  }

  /// Ends before a comment: a `#` at the start or behind a blank. One within, as in a password, is
  /// part of the value.
  private static func bare(_ text: Substring) -> String {
    var previous: Character = " "
    let value = text.prefix { character in
      defer { previous = character }
      return !(character == "#" && previous.isWhitespace)
    }
    return String(value.trimmingBlanks())
  }
}

extension Substring {
  fileprivate func trimmingBlanks() -> Substring {
    var text = drop(while: \.isWhitespace)
    while text.last?.isWhitespace == true { text.removeLast() }
    return text
  }
}
