import ArgumentParser
import Foundation
import Jobs
import Testing

@testable import retrofill

@Suite struct OptionNamesTests {
  /// What a command has beside the options of its verb: a job says these for all of its steps.
  private static let ofEveryCommand: Set<String> = [
    "sources", "as_of", "dry_run", "database_url", "local", "home", "format", "log_format",
    "progress", "quiet", "verbose", "help", "version",
  ]

  /// What only a job can say.
  private static let ofJobsAlone = ["retain": ["policies"]]

  /// What only a command can say: nobody is asked in a job.
  private static let ofCommandsAlone = ["undo": ["yes"]]

  @Test func aStepAndItsCommandHaveTheSameOptions() throws {
    let commands = try #require(try toolInfo()["subcommands"] as? [[String: Any]])
    for name in VerbCatalog.all.names {
      let verb = try #require(VerbCatalog.all[name])
      let command = try #require(commands.first { $0["commandName"] as? String == name })
      let ofJob = verb.optionNames.filter { !(Self.ofJobsAlone[name] ?? []).contains($0) }
      let names = optionNames(of: command)
      let ofCommand = names.filter {
        // Of a flag and its opposite a job has one, with a value.
        !(Self.ofCommandsAlone[name] ?? []).contains($0)
          && !($0.hasPrefix("no_") && names.contains(String($0.dropFirst(3))))
      }
      #expect(Set(ofCommand) == Set(ofJob), "\(name)")
      #expect(verb.optionNames.count == Set(verb.optionNames).count)
    }
  }

  @Test func everyCommandSaysWhatItDoesAndShowsHow() throws {
    for command in try allCommands() {
      let configuration = command.configuration
      let name = command._commandName
      #expect(configuration.abstract.hasSuffix("."), "\(name)")
      #expect(!configuration.abstract.dropLast().contains(". "), "\(name) says it in one sentence")
      let lines = configuration.discussion.split(separator: "\n")
      let examples = lines.filter { $0.hasPrefix("  ") && $0.contains("retrofill ") }
      #expect(!examples.isEmpty, "\(name) shows how")
    }
  }

  /// Every example of the help is a command line that the parser takes.
  @Test func theExamplesParse() throws {
    for command in try allCommands() {
      for line in command.configuration.discussion.split(separator: "\n") {
        guard line.hasPrefix("  retrofill ") else { continue }
        let words = line.split(separator: " ").dropFirst().map(String.init)
        #expect(throws: Never.self, "\(line)") { _ = try Retrofill.parseAsRoot(words) }
      }
    }
  }

  private func allCommands() throws -> [any ParsableCommand.Type] {
    var commands: [any ParsableCommand.Type] = [Retrofill.self]
    var index = 0
    while index < commands.count {
      commands += commands[index].configuration.subcommands
      index += 1
    }
    return commands
  }

  private func toolInfo() throws -> [String: Any] {
    let dump = try Tool().run("--experimental-dump-help").output
    let object = try JSONSerialization.jsonObject(with: Data(dump.utf8)) as? [String: Any]
    return try #require(object?["command"] as? [String: Any])
  }

  private func optionNames(of command: [String: Any]) -> [String] {
    let arguments = command["arguments"] as? [[String: Any]] ?? []
    return arguments.compactMap { argument in
      let names = argument["names"] as? [[String: Any]] ?? []
      let long = names.first { $0["kind"] as? String == "long" }?["name"] as? String
      let name = long ?? argument["valueName"] as? String ?? ""
      let key = positionalKeys[name] ?? name.replacingOccurrences(of: "-", with: "_")
      return Self.ofEveryCommand.contains(key) ? nil : key
    }
  }

  /// Arguments without a name: the key that a job gives them.
  private let positionalKeys = ["path": "paths"]
}
