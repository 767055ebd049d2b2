import ArgumentParser
import Jobs

/// `retrofill validate`
struct ValidateCommand: VerbCommand {
  typealias Action = Validate

  static let configuration = CommandConfiguration(
    commandName: "validate",
    abstract: "Check files against a layout; needs no database.",
    discussion: """
      Reads and maps every record as `backfill` would, and lists those that it would reject.

        retrofill validate samples/binance/*.csv --layout binance-klines
      """)

  @OptionGroup var input: InputOptions
  @OptionGroup var mapping: LayoutArguments
  @OptionGroup var verb: VerbOptions
  @OptionGroup(title: "Common options") var common: CommonOptions

  var written: CommandLineOptions {
    var options = CommandLineOptions()
    input.add(to: &options)
    mapping.add(to: &options)
    return options
  }
}
