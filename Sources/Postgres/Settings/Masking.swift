/// What stands where a password stood.
let maskedSecret = "****"

/// The text without passwords: those given, what stands between `:` and `@` of a URL, and the
/// value behind `password=`. libpq repeats what it cannot read, so its words go through here.
package func masked(_ text: String, secrets: [String] = []) -> String {
  var result = text
  for secret in secrets where !secret.isEmpty {
    result = result.replacing(secret, with: maskedSecret)
  }
  return maskingKeywords(maskingURLs(result))
}

/// `scheme://user:secret@host`: the secret ends at the last `@` before the path, as a password may
/// hold one that nobody escaped.
private func maskingURLs(_ text: String) -> String {
  var result = ""
  var rest = Substring(text)
  while let scheme = rest.firstRange(of: "://") {
    result += rest[..<scheme.upperBound]
    rest = rest[scheme.upperBound...]
    let authority = rest.prefix { !"/?# \t\n\"".contains($0) }
    if let at = authority.lastIndex(of: "@"),
      let colon = authority[..<at].firstIndex(of: ":")
    {
      result += authority[...colon] + maskedSecret
      rest = rest[at...]
    }
  }
  return result + rest
}

/// `password=secret`, `password = 'a secret'`, `sslpassword=…`, also behind `?` or `&` of a URL.
private func maskingKeywords(_ text: String) -> String {
  var result = ""
  var rest = Substring(text)
  while let keyword = rest.firstRange(of: "password") {
    let blanks = rest[keyword.upperBound...].prefix { $0 == " " }
    guard rest[blanks.endIndex...].first == "=" else {
      result += rest[..<keyword.upperBound]
      rest = rest[keyword.upperBound...]
      continue
    }
    let value = rest[rest.index(after: blanks.endIndex)...].drop { $0 == " " }
    result += rest[..<value.startIndex] + maskedSecret
    rest = value.dropFirst(secretLength(value))
  }
  return result + rest
}

/// How many characters of the text belong to the value that it begins with.
private func secretLength(_ text: Substring) -> Int {
  guard text.first == "'" else { return text.prefix { !" \t\n&\"".contains($0) }.count }
  var isEscaped = false
  for (offset, character) in text.enumerated().dropFirst() {
    if character == "'" && !isEscaped { return offset + 1 }
    isEscaped = character == "\\" && !isEscaped
  }
  return text.count
}
