internal import CPostgres

/// How to reach a database: libpq's keywords and their values (PostgreSQL manual, 34.1.2). What is
/// left out libpq takes from its own variables, files and defaults.
///
/// It prints without its password; `url` is the one way to see it whole.
package struct ConnectionSettings: Sendable, Hashable {
  /// Such as `host`, `port`, `dbname`, `user`, `password`, `sslmode`.
  package private(set) var keywords: [String: String]

  package init(keywords: [String: String]) {
    self.keywords = keywords
  }

  /// Reads a URL (`postgresql://user@host:5432/name`) or libpq's other form (`host=… dbname=…`).
  /// Throws `ConnectionFailure` when it is neither.
  package init(_ text: String) throws {
    var words: UnsafeMutablePointer<CChar>?
    defer { PQfreemem(words) }
    guard let options = PQconninfoParse(text, &words) else {
      let reason = words.map { String(cString: $0).trimmingNewlines() } ?? "out of memory"
      throw ConnectionFailure(malformed: text, reason: reason)
    }
    defer { PQconninfoFree(options) }
    keywords = [:]
    var option = options
    while let keyword = option.pointee.keyword {
      if let value = option.pointee.val {
        keywords[String(cString: keyword)] = String(cString: value)
      }
      option += 1
    }
    // libpq ends the password at the first @, and looks for a host that holds the rest of it.
    if keywords["host"]?.contains("@") == true {
      throw ConnectionFailure(
        malformed: text, reason: "an @ in a name or a password must be written as %40")
    }
  }

  /// The same server, another database.
  package func with(database: String) -> ConnectionSettings {
    var other = self
    other.keywords["dbname"] = database
    return other
  }

  /// The same, with one of libpq's keywords set.
  package func with(_ keyword: String, _ value: String) -> ConnectionSettings {
    var other = self
    other.keywords[keyword] = value
    return other
  }

  /// As a URL that libpq, `psql` and other programs take, with the password where there is one.
  package var url: String { url(showingPassword: true) }

  /// In libpq's other form, for libpq alone: it holds the password.
  var conninfo: String {
    var keywords = keywords
    // libpq would let PGHOSTADDR lead to another server than the host that is named here. That it
    // is empty can be said in this form only.
    if keywords["host"] != nil && keywords["hostaddr"] == nil { keywords["hostaddr"] = "" }
    return keywords.sorted { $0.key < $1.key }.map { keyword, value in
      let escaped = value.replacing("\\", with: "\\\\").replacing("'", with: "\\'")
      return "\(keyword)='\(escaped)'"
    }.joined(separator: " ")
  }

  private func url(showingPassword: Bool) -> String {
    var rest = keywords
    var url = "postgresql://"
    if let user = rest.removeValue(forKey: "user") {
      url += percentEncoded(user)
      if let password = rest.removeValue(forKey: "password") {
        url += ":" + (showingPassword ? percentEncoded(password) : maskedSecret)
      }
      url += "@"
    }
    // A socket's folder, a list of hosts and an IPv6 address fit only behind the question mark.
    if let host = rest["host"], !host.contains(where: { "/,:%".contains($0) }) {
      url += percentEncoded(host)
      rest["host"] = nil
      if let port = rest["port"], !port.contains(",") {
        url += ":" + port
        rest["port"] = nil
      }
    }
    url += "/" + percentEncoded(rest.removeValue(forKey: "dbname") ?? "")
    let query = rest.sorted { $0.key < $1.key }.map { keyword, value in
      let isShown = showingPassword || !Self.secretKeywords.contains(keyword)
      return keyword + "=" + (isShown ? percentEncoded(value, keeping: "/") : maskedSecret)
    }
    return query.isEmpty ? url : url + "?" + query.joined(separator: "&")
  }

  static let secretKeywords: Set<String> = ["password", "sslpassword"]

  /// The values that no message may show.
  var secrets: [String] { Self.secretKeywords.compactMap { keywords[$0] } }
}

extension ConnectionSettings: CustomStringConvertible, CustomDebugStringConvertible {
  /// As a URL, with `****` for a password.
  package var description: String { url(showingPassword: false) }

  package var debugDescription: String { description }
}

extension ConnectionSettings: CustomReflectable {
  /// Keeps the password out of `dump` and of test failures.
  package var customMirror: Mirror { Mirror(self, children: ["url": description]) }
}

/// Everything but letters, digits, `-._~` and what is to be kept as `%XX`.
private func percentEncoded(_ text: String, keeping kept: String = "") -> String {
  var encoded = ""
  for byte in text.utf8 {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."),
      UInt8(ascii: "_"), UInt8(ascii: "~"):
      encoded.unicodeScalars.append(Unicode.Scalar(byte))
    case _ where kept.utf8.contains(byte):
      encoded.unicodeScalars.append(Unicode.Scalar(byte))
    default:
      let digits = String(byte, radix: 16, uppercase: true)
      encoded += (byte < 16 ? "%0" : "%") + digits
    }
  }
  return encoded
}
