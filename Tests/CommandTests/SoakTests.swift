import Foundation
import Postgres
import Store
import TestSupport
import Testing

/// The built binary is killed with SIGKILL at random moments, now and then the server with it or the
/// server alone, until its load comes to an end; then the tables are those of a load that nobody killed.
///
/// `SOAK_KILLS` says how many kills there shall be at least, and `SOAK_SEED` which moments:
/// `scripts/soak` sets both. Without them it is a few, at moments of its own.
@Suite(.privateServer) struct SoakTests {
  private let folder: ScratchFolder
  private let base: String
  private let whole: String
  private let layout: String

  init() throws {
    folder = try ScratchFolder()
    base = try folder.write(Self.history(from: 0, count: 30_000) { $0 + 1 }, to: "base.csv")
    whole = try folder.write(Self.history(from: -20_000, count: 90_000) { $0 }, to: "whole.csv")
    layout = try folder.write(
      """
      name: soak
      format: csv
      data_type: simple
      source: soak
      columns: {timestamp: time, value: value}
      time: {unit: s}
      """, to: "soak.yml")
  }

  /// Values of every other minute, before and after 1 January 2024.
  private static func history(from first: Int, count: Int, value: (Int) -> Int) -> String {
    var text = "time,value\n"
    for number in first..<(first + count) {
      // A few rows are rejected.
      let value = number % 5_000 == 4_321 ? "x" : "\(value(number % 977)).25"
      text += "\(1_704_067_200 + number * 120),\(value)\n"
    }
    return text
  }

  private enum Way: String, CaseIterable {
    case file, batch, landing
  }

  @Test func loadsThatAreKilledAtAnyMomentEqualOnesThatAreNot() throws {
    let given = ProcessInfo.processInfo.environment
    let kills = given["SOAK_KILLS"].flatMap { Int($0) } ?? 6
    let seed = given["SOAK_SEED"].flatMap { UInt64($0) } ?? .random(in: 0..<1_000_000)
    var expected: [Way: (content: [String: String], seconds: Double)] = [:]
    for way in Way.allCases { expected[way] = try uninterrupted(way) }
    var (done, stops, rounds) = (0, 0, 0)
    while done < kills {
      let way = Way.allCases[rounds % Way.allCases.count]
      guard let whole = expected[way] else { continue }
      // A round is a seed of its own, so that one that fails can be run alone.
      let roundSeed = seed + UInt64(rounds)
      var generator = SeededGenerator(seed: roundSeed)
      let round = try killedUntilDone(way, whole.seconds, &generator)
      (done, stops, rounds) = (done + round.kills, stops + round.stops, rounds + 1)
      let found = try contentHash(of: TestDatabase.connect())
      #expect(found == whole.content, "seed \(roundSeed), \(way)")
      if found != whole.content { break }
    }
    print(
      "soak: \(done) kills and \(stops) stops of the server in \(rounds) loads, seeds \(seed) to "
        + "\(seed + UInt64(max(rounds, 1)) - 1)")
  }

  private func uninterrupted(
    _ way: Way
  ) throws -> (content: [String: String], seconds: Double) {
    try set()
    let start = Date()
    let outcome = try load(way).wait()
    let seconds = Date().timeIntervalSince(start)
    #expect(outcome.status == 0, "\(way): \(outcome.errors)")
    return (try contentHash(of: TestDatabase.connect()), seconds)
  }

  /// Kills a load again and again, each time a little later, until it is quicker.
  private func killedUntilDone(
    _ way: Way, _ seconds: Double, _ generator: inout SeededGenerator
  ) throws -> (kills: Int, stops: Int) {
    try set()
    var (kills, stops) = (0, 0)
    while true {
      let running = try load(way)
      let wait = Double.random(in: 0...seconds * (1 + Double(kills) / 10), using: &generator)
      let mishap = Mishap.random(using: &generator)
      let end = Date().addingTimeInterval(wait)
      while running.process.isRunning, Date() < end { usleep(1_000) }
      if running.process.isRunning {
        try suffer(mishap, running.process.processIdentifier)
        kills += mishap.endsTheTool ? 1 : 0
        stops += mishap.endsTheServer ? 1 : 0
      }
      let outcome = try running.wait()
      try TestDatabase.server.start()
      if outcome.status == 0 { return (kills, stops) }
      // One whose first connection breaks does not go on by itself: 69 and 75 ask for another run.
      let isExpected = outcome.isKilled || [69, 75].contains(outcome.status)
      try #require(isExpected, "\(way), \(mishap): \(outcome.errors)")
    }
  }

  private enum Mishap: CaseIterable {
    case killed, killedWithTheServer, serverKilled, sessionsEnded

    /// Six times of eight only the tool is killed, or with it the server.
    static func random(using generator: inout SeededGenerator) -> Mishap {
      switch Int.random(in: 0..<8, using: &generator) {
      case 0: .killedWithTheServer
      case 1: .serverKilled
      case 2: .sessionsEnded
      default: .killed
      }
    }

    var endsTheTool: Bool { self == .killed || self == .killedWithTheServer }
    var endsTheServer: Bool { self == .killedWithTheServer || self == .serverKilled }
  }

  private func suffer(_ mishap: Mishap, _ process: pid_t) throws {
    if mishap.endsTheServer { try TestDatabase.server.killHard() }
    if mishap.endsTheTool { kill(process, SIGKILL) }
    try TestDatabase.server.start()
    guard mishap == .sessionsEnded else { return }
    try TestDatabase.connect().execute(
      """
      SELECT pg_terminate_backend(pid) FROM pg_stat_activity
      WHERE datname = current_database() AND pid <> pg_backend_pid()
        AND backend_type = 'client backend'
      """)
  }

  private func load(_ way: Way) throws -> Tool.Running {
    let arguments =
      way == .landing
      ? ["ingest", whole]
      : ["backfill", whole, "--layout", layout, "--publish", way.rawValue]
        + ["--max-rejects", "100"]
    return try tool.start(arguments)
  }

  private var tool: Tool {
    get throws { Tool(environment: ["DATABASE_URL": try TestDatabase.settings.url]) }
  }

  private func set() throws {
    let connection = try TestDatabase.connect()
    try connection.script("DROP SCHEMA IF EXISTS retrofill CASCADE; DROP SCHEMA public CASCADE")
    try connection.script("CREATE SCHEMA public")
    #expect(try tool.run("db", "init").status == 0)
    #expect(
      try tool.run("backfill", base, "--layout", layout, "--max-rejects", "100").status == 0)
  }
}
