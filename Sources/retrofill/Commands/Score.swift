import ArgumentParser
import Jobs
import Refining

/// `retrofill score`
struct ScoreCommand: VerbCommand {
  typealias Action = Score

  static let configuration = CommandConfiguration(
    commandName: "score",
    abstract: "Recompute quality scores and anomalies where rows changed.",
    discussion: """
      A perfect row scores 100. Run it before `aggregate`, whose buckets hold mean scores.

        retrofill score --range dirty --policy strict --weights jump=20
      """)

  @OptionGroup var range: RangeOption

  @Option(
    help: ArgumentHelp(
      "What counts: standard, or strict, which also looks at gaps and small jumps.",
      valueName: "policy"))
  var policy: String?

  @Option(
    help: ArgumentHelp(
      "Points taken off for missing, jump, rule, small_jump, long_gap, gap or warning.",
      valueName: "name=points"))
  var weights: [String] = []

  @Option(
    help: ArgumentHelp(
      "Where a jump, small_jump, long_gap or gap begins.", valueName: "name=number"))
  var thresholds: [String] = []

  @Option(
    help: ArgumentHelp(
      "What anomalies are told by: level, or return (default: level).", valueName: "measure"))
  var on: String?

  @Option(
    help: ArgumentHelp(
      "How many preceding rows a row is compared with (default: 200).", valueName: "rows"))
  var window: String?

  @Option(help: ArgumentHelp("How many of them there must be (default: 30).", valueName: "rows"))
  var leastCount: String?

  @Option(
    help: ArgumentHelp("Deviations that make an anomaly (default: 4).", valueName: "number"))
  var anomalySigma: String?

  @Option(help: ArgumentHelp("Deviations that make a high one (default: 5).", valueName: "number"))
  var highSigma: String?

  @Option(
    help: ArgumentHelp("Deviations that make a black swan (default: 6).", valueName: "number"))
  var blackSwanSigma: String?

  @OptionGroup var verb: VerbOptions
  @OptionGroup(title: "Common options") var common: CommonOptions

  var written: CommandLineOptions {
    var options = CommandLineOptions()
    range.add(to: &options)
    options.add("policy", policy)
    options.add("weights", weights)
    options.add("thresholds", thresholds)
    options.add("on", on)
    options.add("window", window)
    options.add("least_count", leastCount)
    options.add("anomaly_sigma", anomalySigma)
    options.add("high_sigma", highSigma)
    options.add("black_swan_sigma", blackSwanSigma)
    return options
  }
}
