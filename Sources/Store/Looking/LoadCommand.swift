package import Postgres

/// What is typed to load a load's file again.
package struct LoadCommand: Sendable {
  /// The command, ready for a shell.
  package let text: String

  /// Nil where no command of one line does it: a file of rejects, or an archive's part.
  package init?(_ connection: Connection, of load: Int64) throws {
    let row = try connection.first(
      """
      SELECT verb, concat_ws('/', file, member), layout, table_name, on_conflict, publish, replays
      FROM retrofill.loads WHERE load_id = \(load)
      """)
    guard let row else { return nil }
    let verb: String = try row.get(0)
    guard ["ingest", "backfill"].contains(verb), try row.get(6, as: Int64?.self) == nil else {
      return nil
    }
    var words = ["retrofill", verb]
    if verb == "backfill" {
      var options = try Self.options(of: load, connection)
      if options.removeValue(forKey: "from_landed") != nil { words.append("--from-landed") }
      try words += [
        Self.quoted(row.get(1)), "--layout",
        Self.quoted(options.removeValue(forKey: "layout") ?? row.get(2)),
      ]
      let (policy, publish): (String, String) = try (row.get(4), row.get(5))
      if !["update", Ledger.appendPolicy].contains(policy) { options["on_conflict"] = policy }
      if publish != "file" { options["publish"] = publish }
      for (name, value) in options.sorted(by: { $0.key < $1.key }) {
        let option = name.replacing("_", with: "-")
        // The one that is a flag and its opposite.
        words +=
          name == "create_parents"
          ? ["--" + (value == "true" ? "" : "no-") + option] : ["--" + option, Self.quoted(value)]
      }
    } else {
      words.append(Self.quoted(try row.get(1)))
    }
    text = words.joined(separator: " ")
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
