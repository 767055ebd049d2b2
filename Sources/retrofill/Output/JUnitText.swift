import FlatFiles
import Jobs
import Layouts
import Store

/// A validation as JUnit XML: a suite for each file, with a case for whether it can be read, one for
/// each check of its layout, and one for each other reason that records are rejected for. The same
/// files give the same bytes.
enum JUnitText {
  /// How many examples a failure lists.
  private static let listed = 5

  /// Nothing for reports of other verbs.
  static func lines(of report: any VerbReport) -> [String] {
    guard let report = report as? ValidationReport else { return [] }
    let suites = report.files.map(suite)
    let total = suites.reduce(into: Suite(name: "")) { $0.count(in: $1) }
    return [#"<?xml version="1.0" encoding="UTF-8"?>"#]
      + ["<testsuites name=\"retrofill validate\"\(total.counts)>"]
      + suites.flatMap(\.lines) + ["</testsuites>"]
  }

  private static func suite(_ file: FileVerdict) -> Suite {
    var suite = Suite(name: file.file)
    suite.properties = [
      ("layout", file.layout), ("records", "\(file.records)"), ("rejected", "\(file.rejected)"),
    ]
    suite.cases = [Case(name: "readable", error: file.error.map { "\($0)" })]
    let found = file.failures.map(\.code) + file.warnings.map(\.code)
    let codes = Set(file.checks + file.codes.keys + found)
    suite.cases += codes.sorted { $0.rawValue < $1.rawValue }.map { Self.case($0, file) }
    if file.error != nil {
      for index in suite.cases.indices { suite.cases[index].skipUnlessTold() }
    }
    return suite
  }

  private static func `case`(_ code: RejectCode, _ file: FileVerdict) -> Case {
    let rejected = file.codes[code, default: 0]
    let failures = file.failures.filter { $0.code == code }
    let summary =
      (rejected > 0 ? ["\(Quantities.counted(rejected, "record")) rejected"] : [])
      + failures.map(\.message)
    let examples =
      file.rejects.lazy.filter { $0.code == code }.prefix(listed).map { line(of: $0, file) }
      + failures.flatMap { $0.examples.map { line(of: $0, file) } }
    var result = Case(name: code.rawValue)
    if !summary.isEmpty {
      result.failure = (summary.joined(separator: "; "), examples.joined(separator: "\n"))
    }
    result.output = file.warnings.filter { $0.code == code }.map { "warning: \($0.message)" }
    return result
  }

  private static func line(of reject: Reject, _ file: FileVerdict) -> String {
    let column = reject.column.map { ", column \"\($0)\"" } ?? ""
    let raw = reject.raw.isEmpty ? "" : "\n  \(reject.rawText.prefix(1_000))"
    return "\(file.file):\(reject.position.line)\(column): \(reject.message)\(raw)"
  }

  private struct Suite {
    var name: String
    var properties: [(name: String, value: String)] = []
    var cases: [Case] = []
    private var tests = 0
    private var failures = 0
    private var errors = 0
    private var skipped = 0

    init(name: String) { self.name = name }

    mutating func count(in other: Suite) {
      tests += other.cases.count
      failures += other.cases.count { $0.failure != nil }
      errors += other.cases.count { $0.error != nil }
      skipped += other.cases.count { $0.isSkipped }
    }

    /// As attributes.
    var counts: String {
      " tests=\"\(tests)\" failures=\"\(failures)\" errors=\"\(errors)\" "
        + "skipped=\"\(skipped)\""
    }

    var lines: [String] {
      var own = Suite(name: name)
      own.count(in: self)
      return ["  <testsuite name=\"\(XML.attribute(name))\"\(own.counts)>"]
        + ["    <properties>"]
        + properties.map {
          "      <property name=\"\($0.name)\" value=\"\(XML.attribute($0.value))\"/>"
        }
        + ["    </properties>"]
        + cases.flatMap { $0.lines(of: name) } + ["  </testsuite>"]
    }
  }

  private struct Case {
    var name: String
    var error: String?
    var failure: (summary: String, details: String)?
    /// What is worth saying of a case that passes.
    var output: [String] = []
    private(set) var isSkipped = false

    init(name: String, error: String? = nil) {
      self.name = name
      self.error = error
    }

    /// Of a file that was not read to its end, what failed is known, and what passed is not.
    mutating func skipUnlessTold() { isSkipped = error == nil && failure == nil }

    func lines(of suite: String) -> [String] {
      let start =
        "    <testcase classname=\"\(XML.attribute(suite))\" name=\"\(XML.attribute(name))\""
      var inner: [String] = []
      if let error {
        inner.append("      <error message=\"\(XML.attribute(error))\"/>")
      }
      if isSkipped { inner.append("      <skipped message=\"the file was not read to its end\"/>") }
      if let failure {
        inner.append(
          "      <failure type=\"\(XML.attribute(name))\" "
            + "message=\"\(XML.attribute(failure.summary))\">\(XML.text(failure.details))</failure>"
        )
      }
      if !output.isEmpty {
        inner.append(
          "      <system-out>\(XML.text(output.joined(separator: "\n")))</system-out>")
      }
      return inner.isEmpty ? [start + "/>"] : [start + ">"] + inner + ["    </testcase>"]
    }
  }
}

/// Text inside XML.
private enum XML {
  static func text(_ text: String) -> String { escaped(text) { $0 == "\n" || $0 == "\t" } }

  /// Line ends as references, because a parser makes blanks of them.
  static func attribute(_ text: String) -> String { escaped(text) { _ in false } }

  private static func escaped(_ text: String, keeping isKept: (Unicode.Scalar) -> Bool) -> String {
    var result = ""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "&": result += "&amp;"
      case "<": result += "&lt;"
      case ">": result += "&gt;"
      case "\"": result += "&quot;"
      case "\n", "\t", "\r":
        if isKept(scalar) {
          result.unicodeScalars.append(scalar)
        } else {
          result += "&#\(scalar.value);"
        }
      // What no XML document may hold, spelled as rejects spell bytes that are no text.
      case "\0"..."\u{1F}", "\u{FFFE}", "\u{FFFF}":
        result += "\\x" + String(scalar.value, radix: 16, uppercase: true)
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result
  }
}
