import ArgumentParser

/// One start of the program: words in, an exit status out.
struct CommandLineRun {
  let arguments: [String]

  func run() -> ExitStatus {
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
      StandardStreams.writeOutput(Retrofill.fullMessage(for: error) + "\n")
      return .done
    case .validationFailure:
      StandardStreams.writeError(Retrofill.fullMessage(for: error) + "\n")
      return .usage
    default:
      StandardStreams.writeError(ErrorText.line(for: error))
      return ExitStatus(for: error)
    }
  }
}
