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

/// What may be a password in a text that cannot be read as settings: what stands between the first
/// `:` behind the scheme and the last `@`, and what libpq may quote of it.
func possibleSecrets(in text: String) -> [String] {
  let start = text.firstRange(of: "://")?.upperBound ?? text.startIndex
  guard let at = text[start...].lastIndex(of: "@"),
    let colon = text[start..<at].firstIndex(of: ":")
  else { return [] }
  let secret = text[text.index(after: colon)..<at]
  // The whole first: a part of it would leave the rest standing.
  return [String(secret)] + secret.split(separator: "@").map(String.init)
}

/// `host=h pasword=****`: the value of a keyword that is misspelt may be a secret.
func maskingUnknownKeywords(_ text: String) -> String {
  guard !text.contains("://") else { return text }
  let harmless: Set = ["host", "hostaddr", "port", "dbname", "user", "sslmode", "options"]
  var words: [Substring] = []
  for word in text.split(separator: " ", omittingEmptySubsequences: false) {
    guard let equals = word.firstIndex(of: "="), !harmless.contains(String(word[..<equals])) else {
      words.append(word)
      continue
    }
    words.append(word[...equals] + maskedSecret)
    // A quoted value may go on behind blanks: nothing of it is shown.
    if word[equals...].dropFirst().first == "'" { break }
  }
  return words.joined(separator: " ")
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
