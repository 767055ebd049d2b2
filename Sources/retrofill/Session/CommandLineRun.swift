import ArgumentParser
import Jobs
import Postgres

/// One start of the program: words in, an exit status out.
struct CommandLineRun {
  let arguments: [String]

  func run() -> ExitStatus {
    defer { StandardStreams.endProgress() }
    do {
      var command = try Retrofill.parseAsRoot(arguments)
      try command.run()
      return .done
    } catch let status as ExitStatus {
      return status
    } catch {
      return end(by: error)
    }
  }

  /// Says why the program ends, and with which status.
  private func end(by error: any Error) -> ExitStatus {
    switch Retrofill.exitCode(for: error) {
    case .success:
      do {
        try StandardStreams.writeOutput(Retrofill.fullMessage(for: error) + "\n")
        return .done
      } catch {
        return complain(of: error)
      }
    case .validationFailure:
      StandardStreams.writeError(
        unknownCommand.map(Self.noCommand) ?? Retrofill.fullMessage(for: error) + "\n")
      return .usage
    default:
      return complain(of: error)
    }
  }

  private func complain(of error: any Error) -> ExitStatus {
    StandardStreams.writeError(ErrorText.line(for: error.advised))
    return ExitStatus(for: error)
  }

  /// The word that stands where the name of a command belongs, and is none.
  private var unknownCommand: String? {
    let withValue = ["--database-url", "--home", "--format", "--log-format", "--progress"]
    var words = arguments[...]
    while let word = words.popFirst() {
      if !word.hasPrefix("-") { return Self.commandNames.contains(word) ? nil : word }
      if withValue.contains(word) { words = words.dropFirst() }
    }
    return nil
  }

  private static let commandNames =
    Retrofill.configuration.subcommands.map { $0._commandName } + ["help"]

  private static func noCommand(named word: String) -> String {
    let hint = word.closest(among: commandNames).map { " Did you mean \"\($0)\"?" } ?? ""
    return ErrorText.line(
      for: """
        there is no command "\(word)".\(hint)
          Commands are: \(commandNames.joined(separator: ", ")).
        """)
  }
}
