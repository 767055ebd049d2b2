package import Postgres

/// What is typed to load a load's file again.
package struct LoadCommand: Sendable {
  /// The command, ready for a shell.
  package let text: String

  /// Nil where no command of one line does it: a file of rejects that was run again.
  package init?(_ connection: Connection, of load: Int64) throws {
    let row = try connection.first(
      """
      SELECT verb, concat_ws('/', file, member), layout, table_name, on_conflict, publish, replays,
        keeps_undo
      FROM retrofill.loads WHERE load_id = \(load)
      """)
    guard let row, try row.get(6, as: Int64?.self) == nil else { return nil }
    let (verb, file, layout): (String, String, String) = try (row.get(0), row.get(1), row.get(2))
    let (policy, publish): (String, String) = try (row.get(4), row.get(5))
    var options = try Self.options(of: load, connection)
    switch verb {
    case "backfill":
      options["layout"] = options["layout"] ?? layout
      let isAppended = policy == Ledger.appendPolicy
      if policy != "update", !isAppended { options["on_conflict"] = policy }
      if publish != "file" { options["publish"] = publish }
      if try !isAppended && !row.get(7, as: Bool.self) { options["no_undo"] = "true" }
      text = Self.words(verb, file, options)
    case "ingest":
      text = Self.words(verb, file, options)
    case "restore":
      // A part of an archive, which is restored as a whole, and never but by force.
      let folder = file.lastIndex(of: "/").map { String(file[..<$0]) } ?? "."
      options = ["into": try row.get(3)]
      if policy != "keep" { options["on_conflict"] = policy }
      text = Self.words(verb, folder, options)
    default: return nil
    }
  }

  private static let flags: Set = ["accept_truncated", "force", "from_landed", "no_undo"]

  private static func words(_ verb: String, _ path: String, _ options: [String: String]) -> String {
    var words = ["retrofill", verb, quoted(path)]
    for (name, value) in options.sorted(by: { $0.key < $1.key }) {
      let option = name.replacing("_", with: "-")
      switch name {
      // A flag and its opposite.
      case "create_parents": words.append("--" + (value == "true" ? "" : "no-") + option)
      case _ where flags.contains(name): words.append("--" + option)
      default: words += ["--" + option, quoted(value)]
      }
    }
    return words.joined(separator: " ")
  }

  /// What was said over a load's layout, by the names of options.
  package static func options(of load: Int64, _ connection: Connection) throws -> [String: String] {
    var options: [String: String] = [:]
    try connection.forEachRow(
      "SELECT key, value FROM retrofill.loads, jsonb_each_text(options) WHERE load_id = \(load)"
    ) { options[try $0.get(0)] = try $0.get(1) }
    return options
  }

  /// As a shell takes it for one word.
  private static func quoted(_ word: String) -> String {
    let plain = word.utf8.allSatisfy { byte in
      switch byte {
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
        UInt8(ascii: "0")...UInt8(ascii: "9"):
        true
      default: "/._-+:,@%=".utf8.contains(byte)
      }
    }
    return plain && !word.isEmpty ? word : "'" + word.replacing("'", with: "'\\''") + "'"
  }
}
