import ArgumentParser
import Store

/// `retrofill db init`
struct DBInit: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "init",
    abstract: "Make the schema in a database that has none.",
    discussion: """
      A database that has it already is left as it is, or brought up to date.

        retrofill db init --database-url postgresql://quant@db.example/history
      """)

  @OptionGroup(title: "Common options") var common: CommonOptions

  func run() throws { try Migration.apply(in: Session(common)) }
}
