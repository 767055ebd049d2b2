import Jobs
import Store
import Testing

@Suite struct SourcesFileTests {
  @Test func theShippedFileDeclaresTheDashboardsSources() throws {
    let sources = try SourceDefinition.read("jobs/sources.yml")
    #expect(sources.count == 48)
    #expect(Set(sources.map(\.name)).count == 48)
    #expect(
      sources.first { $0.name == "funding_rate_btc" }
        == SourceDefinition(
          name: "funding_rate_btc", displayName: "Bitcoin funding rate", category: "derivatives",
          dataType: .derivative, updateFrequencySeconds: 28_800, market: .crypto, unit: "%"))
  }

  @Test func aJobNamesAFileOrSaysItItself() throws {
    let folder = try TemporaryFolder()
    let file = try folder.write("gold: {data_type: ohlcv, market: COMMODITIES}\n", to: "s.yml")
    #expect(
      try SourceDefinition.read(file) == [
        SourceDefinition(name: "gold", dataType: .ohlcv, market: .commodities)
      ])
    let job = try folder.write(
      "job: a\nsources: ${job_dir}/t.yml\nsteps: [{id: b, erase: }]\n", to: "job.yml")
    let error = #expect(throws: JobError.self) { _ = try JobReader.forTests.read(job) }
    #expect(
      error
        == JobError(
          .file(job, line: 2, column: 10),
          .noSuchFile(folder.path + "/t.yml", workingDirectory: currentDirectory)))
  }
}
