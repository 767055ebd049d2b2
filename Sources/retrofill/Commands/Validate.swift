import ArgumentParser
import Jobs

/// `retrofill validate`
struct ValidateCommand: VerbCommand {
  typealias Action = Validate

  static let configuration = CommandConfiguration(
    commandName: "validate",
    abstract: "Check files against a layout; needs no database.",
    discussion: """
      Reads and maps every record as `backfill` would, lists those that it would reject, and says \
      what the checks of the layout find. `--format junit` prints JUnit XML, a suite for each file.

        retrofill validate samples/binance/*.csv --layout binance-klines --jobs 2
      """)

  static let formats = OutputFormat.allCases

  @OptionGroup var input: InputOptions
  @OptionGroup var mapping: LayoutArguments

  @OptionGroup var atOnce: JobsArgument
  @OptionGroup var verb: VerbOptions
  @OptionGroup(title: "Common options") var common: CommonOptions

  var written: CommandLineOptions {
    var options = CommandLineOptions()
    input.add(to: &options)
    mapping.add(to: &options)
    atOnce.add(to: &options)
    return options
  }
}
