import Postgres
import Store

/// Brings an empty database to the product's schema.
func migrate(_ settings: ConnectionSettings) throws {
  _ = try Migrator(Connection(settings)).migrate()
}
