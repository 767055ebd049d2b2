import Layouts
import Store

/// How one column of a layout is written into one column of a table.
struct TargetColumn: Sendable, Hashable {
  let name: String
  let encoding: Encoding
  /// How much of its type the column takes; nil when that is all of it.
  var limit: TableDescription.Limit?

  /// What the server's type wants, by its receive function.
  enum Encoding: Sendable, Hashable {
    case numeric, int2, int4, int8, float4, float8
    case timestamptz, date, boolean, text, json, jsonb
    /// The id of the source that the cell names.
    case sourceID
  }

  /// The way from a layout's type to a table's, or nil where there is none that loses nothing.
  static func encoding(of type: ColumnType, into serverType: String) -> Encoding? {
    switch (type, serverType) {
    case (.decimal, "numeric"), (.integer, "numeric"): .numeric
    case (.decimal, "float8"), (.integer, "float8"): .float8
    case (.decimal, "float4"): .float4
    case (.integer, "int2"): .int2
    case (.integer, "int4"): .int4
    case (.integer, "int8"): .int8
    // A timestamp without a zone holds UTC, as all times here do.
    case (.timestamp, "timestamptz"), (.timestamp, "timestamp"): .timestamptz
    case (.date, "date"), (.timestamp, "date"): .date
    case (.boolean, "bool"): .boolean
    case (.text, "text"), (.text, "varchar"), (.text, "bpchar"), (.json, "text"): .text
    case (.json, "json"): .json
    case (.json, "jsonb"): .jsonb
    case (.source, "int4"): .sourceID
    default: nil
    }
  }
}
