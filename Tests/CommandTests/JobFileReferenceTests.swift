import Foundation
import Jobs
import Testing

/// `docs/job-file.md` names every verb with every option, and its example is a job.
@Suite struct JobFileReferenceTests {
  private let page: String

  init() throws {
    let file = URL(fileURLWithPath: Tool.checkout + "/docs/job-file.md")
    page = String(decoding: try Data(contentsOf: file), as: UTF8.self)
  }

  @Test func everyVerbIsListedWithItsOptions() throws {
    for name in VerbCatalog.all.names {
      let options = try #require(VerbCatalog.all[name]).optionNames
      let row = "| `\(name)` | " + options.map { "`\($0)`" }.joined(separator: ", ") + " |"
      #expect(page.contains("\n\(row)\n"), "\(row)")
    }
  }

  @Test func theExampleIsAJob() throws {
    let start = try #require(page.range(of: "```yaml\n"))
    let end = try #require(page.range(of: "\n```", range: start.upperBound..<page.endIndex))
    let scratch = try ScratchFolder()
    let file = try scratch.write(
      String(page[start.upperBound..<end.lowerBound]) + "\n", to: "nightly.yml")
    let job = try JobReader().read(file)
    #expect(job.name == "nightly")
    #expect(job.steps.map(\.id) == ["candles", "silver", "score", "aggregate"])
  }
}
