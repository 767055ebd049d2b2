/// One step of the schema, as the binary carries it.
package struct Migration: Sendable, Hashable {
  /// The file's name without its ending: `0002_timeseries_data`. Migrations are applied in the
  /// order of their names.
  package let name: String
  package let sql: String

  /// Every migration, in order. The resources of a target cannot be listed, so they are named
  /// here; a test compares this list with the folder. (SwiftPM makes the constants' names: what
  /// cannot begin an identifier becomes `_`.)
  package static let all: [Migration] = [
    Migration("0001_sources_and_calendar", PackageResources._001_sources_and_calendar_sql),
    Migration("0002_timeseries_data", PackageResources._002_timeseries_data_sql),
    Migration("0003_files", PackageResources._003_files_sql),
    Migration("0004_rollups", PackageResources._004_rollups_sql),
    Migration("0005_quality", PackageResources._005_quality_sql),
    Migration("0006_ledger", PackageResources._006_ledger_sql),
    Migration("0007_jobs", PackageResources._007_jobs_sql),
    Migration("0008_views", PackageResources._008_views_sql),
    Migration("0009_perps", PackageResources._009_perps_sql),
    Migration("0010_coins", PackageResources._010_coins_sql),
    Migration("0011_connectors", PackageResources._011_connectors_sql),
    Migration("0012_analytics", PackageResources._012_analytics_sql),
    Migration("0013_book_changes", PackageResources._013_book_changes_sql),
    Migration("0014_undo", PackageResources._014_undo_sql),
    Migration("0015_landed_shape", PackageResources._015_landed_shape_sql),
    Migration("0016_rejects_again", PackageResources._016_rejects_again_sql),
    Migration("0017_resume", PackageResources._017_resume_sql),
    Migration("0018_replacing", PackageResources._018_replacing_sql),
    Migration("0019_liquidations", PackageResources._019_liquidations_sql),
    Migration("0020_load_events", PackageResources._020_load_events_sql),
    Migration("0021_restores", PackageResources._021_restores_sql),
    Migration("0022_disown", PackageResources._022_disown_sql),
  ]

  package init(name: String, sql: String) {
    self.name = name
    self.sql = sql
  }

  private init(_ name: String, _ bytes: [UInt8]) {
    self.init(name: name, sql: String(decoding: bytes, as: UTF8.self))
  }
}
