import ArgumentParser
import Jobs

/// How the files spell their text.
struct EncodingArguments: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "The encoding of the text: auto, utf-8, utf-16le, utf-16be, latin1 or windows-1252 "
        + "(default: auto).",
      valueName: "encoding"))
  var encoding: String?

  func add(to options: inout CommandLineOptions) { options.add("encoding", encoding) }
}
