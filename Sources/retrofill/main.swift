import ArgumentParser

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

// A reader that goes away (`| head`) must not end a load half-way: writing to it then fails, which
// `StandardStreams` takes quietly, and so do the sockets of libpq.
signal(SIGPIPE, SIG_IGN)
StandardStreams.occupyClosed()

let status = CommandLineRun(arguments: Array(CommandLine.arguments.dropFirst())).run()
exit(status.rawValue)
