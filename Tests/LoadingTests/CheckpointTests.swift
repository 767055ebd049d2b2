import Foundation
import Layouts
import Loading
import Postgres
import Store
import Synchronization
import TestSupport
import Testing

/// A load that stops at any boundary and is run again leaves the tables that an uninterrupted one
/// leaves.
@Suite(.privateServer) struct CheckpointTests {
  /// Each checkpoint is one case for each stop, at one of the times that the load comes by it: which
  /// one, and whether the database stays out of reach until the load has given up, is up to the seed.
  /// `CHECKPOINT_SEED` repeats a run.
  @Test(arguments: CheckpointScene.Way.allCases)
  func aLoadStoppedAnywhereAndRunAgainEqualsAnUninterruptedOne(way: CheckpointScene.Way) throws {
    let given = ProcessInfo.processInfo.environment["CHECKPOINT_SEED"].flatMap { UInt64($0) }
    let seed = given ?? .random(in: 0..<1_000_000)
    print("checkpoints of \(way.rawValue): seed \(seed)")
    var generator = SeededGenerator(seed: seed)
    let scene = try CheckpointScene(way)
    defer { scene.close() }
    let (expected, times) = try scene.uninterrupted()
    #expect(Set(times.keys) == way.checkpoints)
    for checkpoint in Checkpoint.allCases {
      guard let times = times[checkpoint] else { continue }
      for kind in CheckpointScene.Stop.Kind.allCases {
        let stop = CheckpointScene.Stop(
          kind: kind, checkpoint: checkpoint, time: .random(in: 1...times, using: &generator),
          isLasting: .random(using: &generator))
        let name: Comment = "seed \(seed): \(stop)"
        try scene.set()
        #expect(try scene.stop(stop), name)
        let second = try scene.run()
        // A file that has been moved is not looked at again.
        #expect(second.map(\.words) == [""] || (way == .upload && second.isEmpty), name)
        let connection = try TestDatabase.connect()
        #expect(try contentHash(of: connection) == expected, name)
        #expect(try leftovers(connection) == [], name)
        #expect(scene.foundUploads() == scene.expectedUploads, name)
        #expect(
          try rows(connection, "SELECT count(*) FROM retrofill.loads WHERE status = 'running'")
            == ["0"], name)
        // Each load that has ended tells so once, the others not at all.
        #expect(
          try rows(connection, "SELECT load_id, status, n FROM ingest_events ORDER BY 1")
            == rows(connection, "SELECT load_id, status, 1 FROM retrofill.loads ORDER BY 1"), name)
      }
    }
  }

  @Test func everyCheckpointIsReachedByALoad() {
    let all = CheckpointScene.Way.allCases.reduce(into: Set<Checkpoint>()) {
      $0.formUnion($1.checkpoints)
    }
    #expect(all == Set(Checkpoint.allCases))
  }

  @Test func whatGoesWrongBehindTheCommitDoesNotTakeItBack() throws {
    let scene = try CheckpointScene(.wholeFile)
    defer { scene.close() }
    try scene.set()
    let report = try #require(try scene.run(StopOnce(at: .afterCommit).callAsFunction).first)
    #expect(report.summary == "loaded: 80 read, 60 inserted, 1 updated, 19 unchanged")
    #expect(
      report.notes == ["published, but tidying up did not come to its end: stopped at afterCommit"])
    #expect(
      try rows(
        TestDatabase.connect(),
        "SELECT status, inserted, error FROM retrofill.loads WHERE load_id = 2")
        == ["loaded|60|"])
    #expect(try scene.run().map(\.summary) == ["skipped"])
  }
}

/// Ends every session of the database but the one that does it.
func endOtherSessions(_ settings: ConnectionSettings, but spared: Int32 = 0) throws {
  try Connection(settings).execute(
    """
    SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity
    WHERE datname = current_database() AND pid <> pg_backend_pid() AND pid <> \(spared)
      AND backend_type = 'client backend'
    """)
}
