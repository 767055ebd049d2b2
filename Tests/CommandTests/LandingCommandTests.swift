import Foundation
import Postgres
import TestSupport
import Testing

/// Folders of uploads and landed files, as they are typed and as jobs have them.
@Suite(.database) struct LandingCommandTests {
  private let layout = """
    name: own
    format: csv
    source: test
    data_type: simple
    columns:
      timestamp: {from: time, type: timestamp}
      value: {from: value, type: decimal}
    time: {unit: iso}

    """

  @Test func aFolderIsLandedMovedAndMapped() throws {
    let (tool, scratch) = try scene(["a.csv": "time,value\n2024-01-01,1\n2024-01-02,x\n"])
    let landed = try tool.run("ingest", "uploads/", "--settle", "1s", "--format", "json")
    #expect(landed.status == 0, "\(landed.errors)")
    #expect(landed.output.contains("\"moved_to\":\"uploads/processed/a.csv\""))
    #expect(try scratch.read("uploads/processed/a.csv").hasPrefix("time,value"))
    let text = try tool.run(
      "backfill", "--from-landed", "a.csv", "--layout", "own.yml", "--max-rejects", "1")
    #expect(text.status == 0, "\(text.errors)")
    #expect(text.output.contains("uploads/processed/a.csv  loaded"))
    #expect(
      try tool.run("rejects").output == """
        uploads/processed/a.csv, record 2, column "value": `x` is not a number [not-a-number]
          2024-01-02,x

        """)
    let rejects = try tool.run("rejects", "--format", "json").output
    #expect(rejects.contains("\"record\":2"))
    #expect(!rejects.contains("\"line\""))
  }

  @Test func aJobLandsAndMapsWhatLiesInAFolder() throws {
    let (tool, scratch) = try scene(["a.csv": "time,value\n2024-01-01,1\n"])
    _ = try scratch.write(
      """
      job: uploads
      steps:
        - id: land
          ingest: {paths: uploads, settle: 1 s}
        - id: map
          backfill: {from_landed: true, paths: a.csv, layout: own.yml}
        - id: all
          backfill: {from_landed: true, layout: own.yml}
      """, to: "job.yml")
    let plan = try tool.run("plan", "job.yml")
    #expect(plan.status == 0, "\(plan.errors)")
    #expect(plan.output.contains("then moved to uploads/processed/a.csv"))
    #expect(plan.output.contains("as it is now: No landed file has"))
    let run = try tool.run("run", "job.yml", "--format", "json")
    #expect(run.status == 0, "\(run.errors)")
    #expect(run.output.contains("\"inserted\":1"))
    #expect(run.output.contains("\"status\":\"skipped\""))
    #expect(try tool.run("run", "job.yml").status == 0)
  }

  @Test func onlyAFolderOfUploadsIsEmptiedUnasked() throws {
    let (tool, scratch) = try scene([:])
    for folder in ["incoming", "uploads"] {
      try scratch.write("time,value\n2024-01-01,\(folder)\n", to: "\(folder)/a.csv")
    }
    let refused = try tool.run("ingest", "incoming/")
    #expect(refused.status == 65)
    #expect(
      refused.errors == """
        retrofill: incoming/ is a directory. Name the files in it, as in incoming/*.csv, or say \
        --move to land each and move it to incoming/processed/.

        """)
    #expect(try tool.run("ingest", "uploads/*.csv").status == 0)
    #expect(try scratch.read("uploads/a.csv") != "")
    #expect(try tool.run("ingest", "uploads/").status == 0)
    #expect(try scratch.read("uploads/processed/a.csv") != "")
    #expect(try tool.run("ingest", "incoming", "--move").status == 0)
    #expect(try scratch.read("incoming/processed/a.csv") != "")
    let file = try tool.run("ingest", "uploads/processed/a.csv", "--move")
    #expect(file.status == 64)
    #expect(
      file.errors == """
        retrofill: --move: files are moved out of folders that are named as such, and \
        uploads/processed/a.csv is a file. Name its folder, or leave --move out.

        """)
  }

  @Test func whatIsNotLandedIsNoInput() throws {
    let (tool, scratch) = try scene([:])
    defer { withExtendedLifetime(scratch) {} }
    let named = try tool.run("backfill", "--from-landed", "a.csv", "--layout", "own.yml")
    #expect(named.status == 66)
    #expect(
      named.errors == """
        retrofill: No landed file has the file_id, the name or the path a.csv. \
        Land it first, with: retrofill ingest a.csv

        """)
    let all = try tool.run("backfill", "--from-landed", "--layout", "own.yml")
    #expect(all.status == 0)
    #expect(all.output == "no files\n")
    #expect(try tool.run("backfill", "--layout", "own.yml").status == 64)
  }

  /// A folder with a layout and uploads, and the tool in it.
  private func scene(_ uploads: [String: String]) throws -> (Tool, ScratchFolder) {
    let scratch = try ScratchFolder()
    try FileManager.default.createDirectory(
      atPath: scratch.path + "/uploads", withIntermediateDirectories: true)
    for (name, content) in uploads { _ = try scratch.write(content, to: "uploads/\(name)") }
    _ = try scratch.write(layout, to: "own.yml")
    let tool = Tool(
      folder: scratch.path, environment: ["DATABASE_URL": try TestDatabase.settings.url])
    return (tool, scratch)
  }
}
