package import Store
import Yams

/// What `${…}` stands for in a job file: the job's `vars`, `today` and `yesterday` by the run's
/// clock, `job_dir`, and `env:NAME`. Variables may use one another.
///
/// A variable is resolved when something first needs it, so that the order in which `vars` are
/// written says nothing, and `as_of` may be made of variables although the days depend on it.
package final class Variables {
  private let file: String
  private let environment: [String: String]
  private let overrides: [String: String]
  private let declared: Fields?
  /// Reads the run's clock; called when a day is first asked for.
  private let readClock: (Variables) throws -> Clock
  private var known: [String: String] = [:]
  /// The variables that are being resolved, outermost first.
  private var underWay: [String] = []

  /// `declared` are the job's `vars`; `overrides` stand instead of them, and are taken literally.
  package init(
    file: String, declared: Fields?, overrides: [String: String],
    environment: [String: String], clock: @escaping (Variables) throws -> Clock
  ) {
    self.file = file
    self.declared = declared
    self.overrides = overrides
    self.environment = environment
    readClock = clock
  }

  private static let days = ["today", "yesterday"]

  private var names: [String] { (declared?.keys ?? []) + Self.days + ["job_dir"] }

  /// Resolves every declared variable, whether something uses it or not.
  ///
  /// - Returns: the values to keep in the run's history. What is made of the environment stays as
  ///   it is written there, because it may be a secret.
  package func resolveAll() throws -> [String: String] {
    for name in overrides.keys.sorted() where declared?.node(name) == nil {
      throw JobError(
        .commandLine(option: "var"),
        .undeclaredOverride(name, known: declared?.keys ?? []))
    }
    var history: [String: String] = [:]
    for name in declared?.keys ?? [] {
      let place = declared?.place(of: name) ?? .wholeFile(file)
      let value = try value(of: name, at: place)
      let template = declared?.node(name)?.string ?? ""
      history[name] = template.contains("${env:") && overrides[name] == nil ? template : value
    }
    return history
  }

  /// The value of one variable.
  func value(of name: String, at place: Place) throws -> String {
    if let value = known[name] { return value }
    if underWay.contains(name) {
      throw JobError(place, .circularVariable(underWay + [name]))
    }
    underWay.append(name)
    defer { underWay.removeLast() }
    let value = try resolve(name, at: place)
    known[name] = value
    return value
  }

  private func resolve(_ name: String, at place: Place) throws -> String {
    if let value = overrides[name] { return value }
    if let node = declared?.node(name) {
      guard let text = node.string, !node.isNull else {
        throw JobError(
          declared?.place(of: name) ?? place,
          .unexpected(key: name, expected: "text", found: node.kindInWords))
      }
      return try expand(text, at: declared?.place(of: name) ?? place, style: node.scalar?.style)
    }
    switch name {
    case "today": return try clock().today
    case "yesterday": return try clock().yesterday
    case "job_dir": return file.directory
    default: break
    }
    guard name.hasPrefix("env:") else {
      throw JobError(place, .unknownVariable(name, known: names))
    }
    guard let value = environment[String(name.dropFirst(4))] else {
      throw JobError(place, .unsetEnvironment(String(name.dropFirst(4))))
    }
    return value
  }

  /// The run's clock; what it is made of counts as needed by `as_of`.
  private func clock() throws -> Clock {
    underWay.append("as_of")
    defer { underWay.removeLast() }
    return try readClock(self)
  }
}

extension String {
  /// The folder that a path lies in.
  var directory: String {
    guard let slash = lastIndex(of: "/") else { return "." }
    return slash == startIndex ? "/" : String(self[..<slash])
  }
}
