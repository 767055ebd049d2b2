/// What is wrong with a dump, or with what was asked of it.
package enum DumpProblem: Sendable, Hashable {
  // What was asked.
  /// Several tables have rows. `isAll` says that the whole dump was looked at.
  case severalTables([TableRows], isAll: Bool)
  /// A name without schema that several tables have.
  case ambiguousTable(String, [DumpTable])
  case noSuchTable(String, known: [TableRows])
  case badTableName(String)
  /// No table has rows.
  case noRows
  /// A table was asked for, of a file that has none.
  case noDump(table: String)

  // What the tables are.
  /// Tables that were picked together do not have the same columns, or statements of one table list
  /// different ones.
  case columnsDiffer(table: DumpTable, isOneTable: Bool, found: [String], expected: [String])
  /// The table's rows lie in others that the dump does not declare to be parts of it.
  case rowsElsewhere(table: String, [TableRows])
  /// Rows were passed over before the dump said that they belong to the table.
  case partsDeclaredLate(table: String, part: DumpTable)
  case compressedChunk(DumpTable)
  case copyOptions(DumpTable)
  case tooManyTables(limit: Int)

  // What the text is.
  case clientEncoding(String, readAs: TextEncoding)
  /// The dump has no end; where it ends in the rows of a table, that.
  case cutShort(inside: DumpTable?)
  /// A quote or comment that is never closed.
  case unclosed
  case noStatement(String)

  // Archives that pg_restore turns into plain dumps.
  case directory(path: String)
  case tar
}

extension DumpProblem: CustomStringConvertible {
  package var description: String {
    switch self {
    case .severalTables, .ambiguousTable, .noSuchTable, .badTableName, .noRows, .noDump:
      aboutTheChoice
    case .columnsDiffer, .rowsElsewhere, .partsDeclaredLate, .compressedChunk, .copyOptions,
      .tooManyTables:
      aboutTheTables
    case .clientEncoding(let name, let encoding):
      "the dump says that it is in \(name), and was read as \(encoding.rawValue); say which it is"
        + " with --encoding, or make it again with: pg_dump --encoding=UTF8"
    case .cutShort(let table):
      "the dump ends " + (table.map { "in the middle of the rows of \($0)" } ?? "before its end")
        + ": it is cut short; make it or get it again"
    case .unclosed: "a quote, bracket or comment that opens in this statement is never closed"
    case .noStatement(let word):
      "\"\(word)\" begins no statement that dumps have; is a quote missing before it?"
    case .directory(let path):
      "this is a dump in pg_dump's directory format; convert it first with:"
        + " pg_restore -f dump.sql \(path)"
    case .tar:
      "this is a dump in pg_dump's tar format; convert it first with: pg_restore -f dump.sql"
    }
  }

  private var aboutTheChoice: String {
    switch self {
    case .severalTables(let tables, let isAll):
      "several tables of this dump have rows: \(Self.list(tables))"
        + (isAll ? "" : ", and what comes later was not looked at") + "; say which with --table"
        + Self.wayToChunks(tables)
    case .ambiguousTable(let name, let tables):
      "several tables of this dump are called \(name): "
        + tables.map(\.description).joined(separator: ", ") + "; say which with --table"
    case .noSuchTable(let name, let known):
      "this dump has no rows of a table \(name); "
        + (known.isEmpty ? "it has none at all" : "there are rows of \(Self.list(known))")
    case .badTableName(let name):
      "\"\(name)\" names no table; expected a name like trades, public.trades or public.trades_*"
    case .noRows: "this dump has no rows of any table"
    case .noDump(let table):
      "the table \(table) is asked for, but this is no dump, and so has no tables"
    default: ""
    }
  }

  private var aboutTheTables: String {
    switch self {
    case .columnsDiffer(let table, let isOneTable, let found, let expected):
      "the rows of \(table) have the columns \(found.joined(separator: ", ")), and those before"
        + " them \(expected.joined(separator: ", ")); "
        + (isOneTable
          ? "they are of the same table, so put the statements that list other columns into a file of"
            + " their own" : "pick one of the tables with --table")
    case .rowsElsewhere(let table, let parts):
      "\(table) has no rows of its own in this dump, which has rows of \(Self.list(parts)) and"
        + " does not say which table they are parts of; pick them with a pattern, such as"
        + " --table '\(Self.pattern(of: parts))'"
    case .partsDeclaredLate(let table, let part):
      "the rows of \(part) stand before the dump says that they are a part of \(table);"
        + " pick them by their own name with --table"
    case .compressedChunk(let table):
      "\(table) holds rows that TimescaleDB has compressed; dump them again after"
        + " decompress_chunk, or with COPY (SELECT …) TO"
    case .copyOptions(let table):
      "the rows of \(table) are not in COPY's text format as pg_dump writes it"
    case .tooManyTables(let limit): "the dump has more than \(limit) tables, the limit"
    default: ""
    }
  }

  /// How many tables a sentence lists.
  private static let listed = 20

  private static func list(_ tables: [TableRows]) -> String {
    let more = tables.count - listed
    return tables.prefix(listed).map(\.description).joined(separator: ", ")
      + (more > 0 ? " and \(more) more" : "")
  }

  /// How to pick chunks of which the dump does not say what they are parts of.
  private static func wayToChunks(_ tables: [TableRows]) -> String {
    let chunks = tables.filter { DumpCatalog.isChunk($0.table) }
    return chunks.count < 2
      ? "" : ", or the chunks of one table with --table '\(pattern(of: chunks))'"
  }

  /// `_timescaledb_internal._hyper_1_*` for a chunk of that hypertable.
  private static func pattern(of parts: [TableRows]) -> String {
    guard let table = parts.first?.table else { return "" }
    let words = table.name.split(separator: "_", omittingEmptySubsequences: false)
    let start = words.prefix(3).joined(separator: "_") + "_*"
    return (table.schema.map { $0 + "." } ?? "") + start
  }
}
