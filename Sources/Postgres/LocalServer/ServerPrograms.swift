/// Where the programs of a PostgreSQL server lie: `initdb`, `pg_ctl` and `postgres`, in one folder.
struct ServerPrograms: Hashable {
  let folder: String

  var initdb: String { folder + "/initdb" }
  var pgCtl: String { folder + "/pg_ctl" }
  var postgres: String { folder + "/postgres" }

  private static let needed = ["initdb", "pg_ctl", "postgres"]

  /// The programs for data of a major version, or for data yet to be made when it is nil. Throws
  /// `LocalServerError` when there are none.
  static func find(major: Int? = nil) throws -> ServerPrograms {
    let folders = candidates()
    let found = folders.filter { folder in
      needed.allSatisfy { Files.isExecutable(folder + "/" + $0) }
    }.map { ServerPrograms(folder: $0) }
    guard !found.isEmpty else { throw LocalServerError.programsMissing(searched: folders) }
    guard let major else { return found[0] }
    let versions = try found.map { try $0.majorVersion() }
    guard let index = versions.firstIndex(of: major) else {
      throw LocalServerError.wrongVersion(data: major, found: versions.compactMap { $0 })
    }
    return found[index]
  }

  /// What `postgres --version` says: 15 of `postgres (PostgreSQL) 15.18 (Debian …)`, 18 of
  /// `postgres (PostgreSQL) 18beta1`.
  private func majorVersion() throws -> Int? {
    let words = try Subprocess.run([postgres, "--version"]).output.split(separator: " ")
    return words.dropFirst(2).first.flatMap { Int($0.prefix { $0.isASCII && $0.isNumber }) }
  }

  /// Folders worth a look: what `pg_config` says, PATH, and where Debian, Red Hat and Homebrew put
  /// servers beside each other, the newest first.
  private static func candidates() -> [String] {
    var folders: [String] = []
    if let outcome = try? Subprocess.run(["pg_config", "--bindir"]), outcome.status == 0 {
      folders.append(outcome.output.trimmingNewlines())
    }
    folders += Environment.path.split(separator: ":").map(String.init)
    folders += versioned(in: "/usr/lib/postgresql", prefix: "")
    folders += versioned(in: "/usr", prefix: "pgsql-")
    for homebrew in ["/opt/homebrew/opt", "/usr/local/opt", "/home/linuxbrew/.linuxbrew/opt"] {
      folders += versioned(in: homebrew, prefix: "postgresql@")
    }
    var seen: Set<String> = []
    return folders.filter { $0.hasPrefix("/") && seen.insert($0).inserted }
  }

  private static func versioned(in folder: String, prefix: String) -> [String] {
    let versions = Files.names(in: folder).compactMap { name in
      name.hasPrefix(prefix) ? Int(name.dropFirst(prefix.count)) : nil
    }
    return versions.sorted(by: >).map { "\(folder)/\(prefix)\($0)/bin" }
  }
}
