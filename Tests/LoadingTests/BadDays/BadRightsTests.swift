import Foundation
import Layouts
import Loading
import Postgres
import Store
import TestSupport
import Testing

/// What a load says when its role may not do what it needs.
@Suite(.database) struct BadRightsTests {
  private let scene: BadDayScene

  init() throws { scene = try BadDayScene() }

  @Test(arguments: Publish.allCases)
  func aReadOnlySessionIsToldOf(publish: Publish) throws {
    try scene.expectNothing(
      scene.load(publish, options: "-c default_transaction_read_only=on"),
      """
      \(scene.path): cannot execute INSERT in a read-only transaction (SQLSTATE 25006)
        hint: The server is a standby, or default_transaction_read_only is on. Name the primary \
      server, or set it to off for this role, and run the same command again.
        statement: INSERT INTO retrofill.loads (verb, table_name, layout, layout_fingerprint, file, \
      member, file_size, file_modified_us, file_inode, on_conflict, publish, keeps_undo, \
      tool_version, host, process_id, opti …
      """)
    try scene.expectItLoadsNow(publish)
  }

  @Test func aRoleThatMayNotWriteTheLedgerIsToldOf() throws {
    try asRole(
      granted: """
        GRANT SELECT ON ALL TABLES IN SCHEMA retrofill TO ROLE;
        GRANT ALL ON ALL TABLES IN SCHEMA public TO
        """
    ) { role in
      try scene.expectNothing(
        scene.load(.file, user: role),
        """
        \(scene.path): permission denied for table loads (SQLSTATE 42501)
          hint: Let an owner grant this role what is missing, or name another user in the \
        database's URL, and run the same command again.
          statement: INSERT INTO retrofill.loads (verb, table_name, layout, layout_fingerprint, \
        file, member, file_size, file_modified_us, file_inode, on_conflict, publish, keeps_undo, \
        tool_version, host, process_id, opti …
        """)
    }
    try scene.expectItLoadsNow(.file)
  }

  @Test(arguments: Publish.allCases)
  func aRoleThatMayNotWriteTheTableIsToldOfBeforeAnythingIsRead(publish: Publish) throws {
    try asRole(
      granted: """
        GRANT CREATE ON SCHEMA retrofill TO ROLE;
        GRANT ALL ON ALL TABLES IN SCHEMA retrofill TO ROLE;
        GRANT ALL ON ALL SEQUENCES IN SCHEMA retrofill TO ROLE;
        GRANT SELECT ON ALL TABLES IN SCHEMA public TO
        """
    ) { role in
      try scene.expectNothing(
        scene.load(publish, user: role),
        """
        The role \(role) has no right to INSERT, UPDATE on timeseries_data. Let the table's owner \
        give it: GRANT INSERT, UPDATE ON timeseries_data TO \(role).
        """)
    }
    try scene.expectItLoadsNow(publish)
  }

  @Test(arguments: Publish.allCases)
  func aRoleThatMayMakeNoPartitionsIsToldOf(publish: Publish) throws {
    try asRole(
      granted: """
        GRANT CREATE ON SCHEMA retrofill TO ROLE;
        GRANT ALL ON ALL TABLES IN SCHEMA retrofill TO ROLE;
        GRANT ALL ON ALL SEQUENCES IN SCHEMA retrofill TO ROLE;
        GRANT ALL ON ALL TABLES IN SCHEMA public TO
        """
    ) { role in
      try scene.expectNothing(
        scene.load(publish, user: role),
        """
        timeseries_data has no partition for 2024-02-01T00:00:00Z, and the role \(role) may not \
        make one: that takes its owner, and the right to create tables in its schema. Load as \
        postgres, or let postgres create the partition first.
        """)
    }
    try scene.expectItLoadsNow(publish)
  }

  private func asRole(granted rights: String, _ body: (String) throws -> Void) throws {
    let role = "reader_\(Int.random(in: 0..<1_000_000_000))"
    try scene.connection.script(
      """
      CREATE ROLE \(role) LOGIN;
      GRANT USAGE ON SCHEMA retrofill, public TO \(role);
      \(rights.replacing("ROLE", with: role)) \(role);
      """)
    try body(role)
    try scene.connection.script("DROP OWNED BY \(role); DROP ROLE \(role)")
  }
}
