import ArgumentParser

/// What the commands that read dumps say of `--table`.
enum TableArgument {
  static let help = ArgumentHelp(
    "The table of a dump to read, or several by a pattern such as 'public.trades_*' (default: the "
      + "only one with rows).", valueName: "name")
}
