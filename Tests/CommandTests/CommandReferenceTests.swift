import ArgumentParser
import Foundation
import Testing

@testable import retrofill

/// `docs/cli.md` is the help of every command, word for word.
@Suite struct CommandReferenceTests {
  @Test func theReferenceIsTheHelpOfEveryCommand() throws {
    let reference = try commandReference()
    let file = URL(fileURLWithPath: Tool.checkout + "/docs/cli.md")
    let kept = (try? String(decoding: Data(contentsOf: file), as: UTF8.self)) ?? ""
    if kept != reference {
      try Data(reference.utf8).write(to: file.appendingPathExtension("actual"))
    }
    #expect(kept == reference, "mv docs/cli.md.actual docs/cli.md, if that is meant")
  }

  @Test func theBuiltCommandPrintsTheSameHelp() throws {
    let help = try Tool().run("help", "backfill")
    #expect(help.status == 0)
    #expect(help.errors == "")
    #expect(help.output == BackfillCommand.helpText + "\n")
    #expect(try Tool().run("backfill", "--help") == help)
  }

  @Test func theVersionIsPrintedAlone() throws {
    #expect(
      try Tool().run("--version") == Tool.Outcome(status: 0, output: "0.1.0\n", errors: ""))
  }

  @Test func anUnknownCommandIsAMistakeOfUsage() throws {
    let outcome = try Tool().run("backfil", "a.csv")
    #expect(outcome.status == 64)
    #expect(outcome.output == "")
    #expect(outcome.errors.hasPrefix("retrofill: there is no command \"backfil\". Did you mean"))
  }

  private func commandReference() throws -> String {
    var sections = [
      """
      # The commands

      What `retrofill help` prints for each command. A test compares this page with it.
      """
    ]
    func add(_ command: any ParsableCommand.Type, path: [String]) {
      let name = (path + [command._commandName]).joined(separator: " ")
      sections.append("## \(name)\n\n```text\n\(command.helpText)\n```")
      for subcommand in command.configuration.subcommands {
        add(subcommand, path: path + [command._commandName])
      }
    }
    add(Retrofill.self, path: [])
    return sections.joined(separator: "\n\n") + "\n"
  }
}

extension ParsableCommand {
  /// The help as it is printed where there is no terminal: 80 columns.
  fileprivate static var helpText: String {
    Retrofill.helpMessage(for: self, includeHidden: false, columns: 80)
  }
}
