import ArgumentParser
import Jobs
import Layouts
import Loading
import Postgres
import Store

/// `retrofill trace`
struct Trace: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Say which load wrote a row, from which file and line, and what it was before.",
    discussion: """
      The row is named by its key: each column with its value, and `source` by name where the key \
      has a source_id. The record is shown as the file holds it, where the file still is what it was \
      when it was loaded: it is read once more through the load's layout.

        retrofill trace timeseries_data --key source=btc,timestamp=2024-01-31
        retrofill trace shop.prices --key day=2024-01-31 --key item=tea
      """)

  @Argument(help: ArgumentHelp("The table.", valueName: "table"))
  var table: String

  @Option(
    parsing: .singleValue,
    help: ArgumentHelp(
      "A column of the key and its value; may be given several times. Commas stand between several "
        + "columns in one.", valueName: "column=value"))
  var key: [String]

  @Option(
    help: ArgumentHelp(
      "The file of a layout that is not built in, where a job held it or the file has moved.",
      valueName: "name"))
  var layout: String?

  @OptionGroup(title: "Common options") var common: CommonOptions

  func run() throws {
    let session = try Session(common)
    let context = try session.context(needsDatabase: true, mayPrepare: false)
    let tracing = try RowTracing(
      in: context, layout: layout.map(Self.read), layoutFile: Self.read)
    let history = try tracing.history(of: TableName(table), key: Self.parts(of: key))
    try session.print(history, lines: HistoryText.lines(of: history))
  }

  private static func read(_ name: String) throws -> Layout {
    var options = CommandLineOptions()
    options.add("layout", name)
    let fields = try options.fields(of: "trace", keys: ["layout"])
    guard let layout = try VerbScope().layout(fields, "layout") else {
      throw ValidationError("--layout takes the name of a layout.")
    }
    return layout
  }

  /// A comma parts columns where a name and `=` follow it: values may have commas of their own.
  static func parts(of words: [String]) throws -> [(name: String, value: String)] {
    try words.flatMap { word -> [(name: String, value: String)] in
      let parts = word.split(
        separator: try Regex(#",(?=[A-Za-z_][A-Za-z0-9_]*=)"#), omittingEmptySubsequences: false)
      return try parts.map { part in
        guard let equals = part.firstIndex(of: "="), equals > part.startIndex else {
          throw ValidationError("--key takes column=value, not \"\(part)\".")
        }
        return (String(part[..<equals]), String(part[part.index(after: equals)...]))
      }
    }
  }
}
