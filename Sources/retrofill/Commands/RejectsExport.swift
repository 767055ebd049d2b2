import ArgumentParser
import FlatFiles
import Loading
import Store

/// `retrofill rejects export`
struct RejectsExport: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "export",
    abstract: "Write the open rejects of a load as a file of the same kind, to be mended.",
    discussion: """
      CSV with the header of the original, JSON elements as an array, lines as lines, rows of a dump \
      as a dump: what loaded the file loads them too, once they are mended. The text is UTF-8. What \
      is wrong with each stays in the list.

        retrofill rejects export 12 --to mended/btc.csv
      """)

  @Argument(help: ArgumentHelp("The load.", valueName: "load"))
  var load: Int64

  @Option(
    help: ArgumentHelp(
      "The file to write; one that is there is replaced (default: standard output).",
      valueName: "file"))
  var to: String?

  @OptionGroup(title: "Common options") var common: CommonOptions

  func run() throws {
    let session = try Session(common)
    let text = try RejectsText(load, session.database().connect())
    let count = try write(text)
    if let leftOut = text.load.leftOut { session.complain([leftOut]) }
    if count == 0 { session.complain(["load \(load) has no open reject that could be written"]) }
  }

  private func write(_ text: RejectsText) throws -> Int {
    guard let to else { return try text.write(to: StandardStream(.output)).count }
    let file = try AtomicFile(path: to)
    let count = try text.write(to: file).count
    if count > 0 { try file.commit() }
    return count
  }
}
