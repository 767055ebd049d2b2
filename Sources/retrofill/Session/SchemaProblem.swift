import Store

/// A database without the schema that this version works on, where none may be made.
enum SchemaProblem: Error, CustomStringConvertible {
  /// The names of the migrations that are not applied, in order.
  case missing([String], database: String)
  /// A plan was asked for, which makes no server.
  case noServer(home: String)

  var description: String {
    switch self {
    case .missing(let migrations, let database):
      """
      the database \(database) lacks \(Quantities.counted(migrations.count, "migration")), \
      from \(migrations.first ?? "") on
        Run `retrofill db \(migrations.count == Migration.all.count ? "init" : "migrate")` on it \
      first.
      """
    case .noServer(let home):
      """
      there is no local server in \(home) yet, and a plan touches nothing, so it makes none
        Run `retrofill db start` first.
      """
    }
  }
}
