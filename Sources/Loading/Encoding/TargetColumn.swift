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
    case timestamptz, date, boolean, text, json, jsonb, textArray
    /// The key of the parent that the cell names; `place` is that of its column among those that
    /// name parents.
    case parentInt4(place: Int)
    case parentInt8(place: Int)
    case parentText(place: Int)
  }

  /// The way from a name of a parent to the type of the column that refers to it.
  static func encoding(
    of parent: Layout.ParentRule, place: Int, into serverType: String
  ) -> Encoding? {
    switch (parent.table, serverType) {
    case (.coinPriorities, "text"), (.coinPriorities, "varchar"), (.apiConnectors, "text"),
      (.apiConnectors, "varchar"):
      .parentText(place: place)
    case (.sources, "int4"), (.exchanges, "int4"): .parentInt4(place: place)
    case (.sources, "int8"), (.exchanges, "int8"), (.markets, "int8"): .parentInt8(place: place)
    default: nil
    }
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
    case (.array, "_text"): .textArray
    default: nil
    }
  }
}
