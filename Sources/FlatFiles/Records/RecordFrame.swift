/// What has to stand around some of a file's records so that they can be read as its records were.
///
///     time,value          the head
///     2024-01-01,x        a record, as the file holds it
///     2024-01-02,y        between two records stands a line end
package struct RecordFrame: Sendable, Hashable {
  package var head: [UInt8]
  package var between: [UInt8]
  package var tail: [UInt8]

  package init(head: [UInt8] = [], between: [UInt8], tail: [UInt8]) {
    self.head = head
    self.between = between
    self.tail = tail
  }

  /// Records that are each a line.
  static let lines = RecordFrame(between: [0x0A], tail: [0x0A])
}

extension RecordFrame {
  /// Of a JSON document that has its records where a selection says; nil where a record is only part
  /// of one, or has fields that stand around it.
  init?(of options: ReadOptions) {
    let selection = options.records
    guard !options.asksAroundRecords, selection.paths.count == 1, let path = selection.paths.first
    else { return nil }
    let keys = path.steps.compactMap { step in
      if case .key(let key) = step { key } else { nil }
    }
    guard keys.count == path.steps.count else { return nil }
    var before = keys.map { "{\(Self.quoted($0)):" }.joined()
    var after = keys.map { _ in "}" }.joined()
    switch selection.form {
    case .elements:
      before += "[\n"
      after = "\n]" + after + "\n"
      self.init(head: Array(before.utf8), between: Array(",\n".utf8), tail: Array(after.utf8))
    case .whole:
      after += "\n"
      self.init(
        head: Array(before.utf8), between: Array((after + before).utf8), tail: Array(after.utf8))
    case .members, .columns, .joined: return nil
    }
  }

  private static func quoted(_ key: String) -> String {
    let escaped = key.utf8.flatMap { byte -> [UInt8] in
      switch byte {
      case UInt8(ascii: "\""), UInt8(ascii: "\\"): [UInt8(ascii: "\\"), byte]
      case 0..<0x20: Array("\\u00".utf8) + [digit(byte >> 4), digit(byte & 15)]
      default: [byte]
      }
    }
    return "\"" + String(decoding: escaped, as: UTF8.self) + "\""
  }

  private static func digit(_ value: UInt8) -> UInt8 {
    value < 10 ? UInt8(ascii: "0") + value : UInt8(ascii: "a") + value - 10
  }
}

extension RecordFrame {
  /// Of a dump of one table; nil where the width of its rows is not that of its columns, or differs
  /// from place to place.
  init?(ofDump table: String, _ columns: [String]?, isInsert: Bool, hasBackslashes: Bool) {
    var head = "--\n-- PostgreSQL database dump\n--\n\n"
    if hasBackslashes { head += "SET standard_conforming_strings = off;\n\n" }
    let names = columns.map { " (\($0.map(SQLName.quoted).joined(separator: ", ")))" } ?? ""
    let end = "\n\n--\n-- PostgreSQL database dump complete\n--\n"
    if isInsert {
      head += "INSERT INTO \(table)\(names) VALUES\n\t"
      self.init(
        head: Array(head.utf8), between: Array(",\n\t".utf8), tail: Array((";" + end).utf8))
    } else {
      head += "COPY \(table)\(names) FROM stdin;\n"
      self.init(head: Array(head.utf8), between: [0x0A], tail: Array(("\n\\." + end).utf8))
    }
  }
}
