import ArgumentParser
import Jobs
import Refining

/// `retrofill aggregate`
struct AggregateCommand: VerbCommand {
  typealias Action = Aggregate

  static let configuration = CommandConfiguration(
    commandName: "aggregate",
    abstract: "Recompute hourly, daily, weekly and monthly roll-ups where rows changed.",
    discussion: """
      A bucket is made from its rows as a whole. One that lacks rows which were archived away is \
      kept as it is, and listed as incomplete.

        retrofill aggregate --range 2024-01-01..2024-01-31
      """)

  @OptionGroup var range: RangeOption
  @OptionGroup var verb: VerbOptions
  @OptionGroup(title: "Common options") var common: CommonOptions

  var written: CommandLineOptions {
    var options = CommandLineOptions()
    range.add(to: &options)
    return options
  }
}
