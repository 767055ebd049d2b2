/// A table as a dump names it.
package struct DumpTable: Sendable, Hashable {
  /// Of a dump of several databases, the one that the table is in.
  package var database: String?
  /// nil where the dump does not say.
  package var schema: String?
  package var name: String

  package init(database: String? = nil, schema: String? = nil, name: String) {
    self.database = database
    self.schema = schema
    self.name = name
  }
}

extension DumpTable: CustomStringConvertible {
  /// The name as `--table` takes it: `public.trades`, `market."Odd Table"`.
  package var description: String {
    [database, schema, name].compactMap { $0.map(Self.quoted) }.joined(separator: ".")
  }

  /// A name in quotes where it is none without.
  private static func quoted(_ name: String) -> String {
    let isPlain =
      name.utf8.first.map { !(UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) } ?? false
    let letters = name.utf8.allSatisfy { byte in
      (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte)
        || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) || byte == UInt8(ascii: "_")
    }
    return isPlain && letters ? name : SQLName.quoted(name)
  }
}

/// Quoted identifiers of SQL.
enum SQLName {
  /// A name in double quotes, those inside doubled.
  static func quoted(_ name: String) -> String {
    "\"" + name.split(separator: "\"", omittingEmptySubsequences: false).joined(separator: "\"\"")
      + "\""
  }
}

/// A column as a dump declares or lists it.
struct DumpColumn: Sendable, Hashable {
  var name: String
  /// Computed from others: COPY leaves it out, and INSERT without a list says DEFAULT.
  var isGenerated = false
}

/// How many rows of a table were met.
package struct TableRows: Sendable, Hashable {
  package var table: DumpTable
  package var rows: Int
  /// Whether these are all that the dump has of it.
  package var isComplete: Bool

  package init(table: DumpTable, rows: Int, isComplete: Bool) {
    self.table = table
    self.rows = rows
    self.isComplete = isComplete
  }
}

extension TableRows: CustomStringConvertible {
  /// `public.trades (at least 80,000 rows)`, without the separator of thousands.
  package var description: String {
    "\(table) (\(isComplete ? "" : "at least ")\(rows) \(rows == 1 ? "row" : "rows"))"
  }
}
