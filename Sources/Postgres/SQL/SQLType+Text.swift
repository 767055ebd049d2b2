extension SQLType: CustomStringConvertible {
  /// The name of the type as SQL writes it, or its number where it is not one of the usual.
  package var description: String {
    switch oid {
    case 16: "boolean"
    case 17: "bytea"
    case 18: "\"char\""
    case 19: "name"
    case 20: "bigint"
    case 21: "smallint"
    case 23: "integer"
    case 25: "text"
    case 26: "oid"
    case 114: "json"
    case 700: "real"
    case 701: "double precision"
    case 1005: "smallint[]"
    case 1007: "integer[]"
    case 1009: "text[]"
    case 1016: "bigint[]"
    case 1042: "character"
    case 1043: "character varying"
    case 1082: "date"
    case 1083: "time"
    case 1114: "timestamp"
    case 1184: "timestamptz"
    case 1185: "timestamptz[]"
    case 1186: "interval"
    case 1231: "numeric[]"
    case 1700: "numeric"
    case 2950: "uuid"
    case 3802: "jsonb"
    default: "number \(oid)"
    }
  }
}
