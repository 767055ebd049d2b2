import ArgumentParser
import FlatFiles
import Postgres

/// `retrofill convert`
struct Convert: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Write any readable file as canonical CSV or NDJSON, on standard output.",
    discussion: """
      How the file is written is found out: encoding, delimiter, quotes, header, lines around the \
      table. Of a record that is damaged whatever can be kept is kept, and standard error says \
      what was done; records that cannot be read are rejected there, and the exit status is 2. \
      The first 20 of each kind are shown, and the others counted. \
      Several tables of a file follow each other, with a blank line between.

        retrofill convert samples/fred/DGS10.csv --to ndjson
      """)

  @Argument(help: ArgumentHelp("The file; - is standard input.", valueName: "path"))
  var path: String

  @Option(help: "What to write: csv (RFC 4180) or ndjson.")
  var to = Conversion.Form.csv

  @OptionGroup var text: EncodingArguments

  @Option(
    help: ArgumentHelp(
      "What stands between fields: one character or more, or tab (default: found out).",
      valueName: "text"))
  var delimiter: String?

  @Option(
    help: ArgumentHelp(
      "What stands around fields: one character, or none (default: found out).",
      valueName: "character"))
  var quote: String?

  @Option(
    help: ArgumentHelp(
      "Which of several tables of a CSV file to write, from 1 (default: all); of a dump, the name "
        + "of the table (default: the only one with rows).", valueName: "table"))
  var table: String?

  @Flag(help: "Write no line of names before the records.")
  var noHeader = false

  @Flag(help: "Put all fields in quotes, not only those that need them.")
  var quoteAll = false

  @OptionGroup(title: "Common options") var common: CommonOptions

  func validate() throws {
    if let table, Int(table).map({ $0 < 1 }) ?? !DumpTable.isPick(table) {
      throw ValidationError("--table takes a number above 0, or the name of a table.")
    }
    if let delimiter, delimiter.isEmpty {
      throw ValidationError("--delimiter takes one character or more.")
    }
    if let name = text.encoding, TextEncoding(rawValue: name) == nil {
      let known = TextEncoding.allCases.map(\.rawValue).joined(separator: ", ")
      throw ValidationError("There is no encoding \"\(name)\"; known are \(known).")
    }
    if let quote, quote != "none", quote.utf8.count != 1 {
      throw ValidationError("--quote takes one ASCII character, or none.")
    }
  }

  func run() throws {
    let session = try Session(common)
    var conversion = Conversion(to: to)
    conversion.hasHeader = !noHeader
    conversion.quotesAll = quoteAll
    conversion.table = table.flatMap { Int($0) }
    var rejected = 0
    var remarks = ConversionRemarks()
    let source = try source()
    do {
      let tally = try conversion.run(source, try options(), to: StandardStream(.output)) { remark in
        if let line = remarks.line(for: remark, of: source) {
          StandardStreams.writeError(line + "\n")
        }
      } progress: { _ in
        if session.interruption.isRaised { throw ExitStatus.interrupted }
      }
      rejected = tally.rejected
      for line in remarks.rest { StandardStreams.writeError(line + "\n") }
      if !common.quiet {
        for line in ConversionText.summary(of: tally, source) {
          StandardStreams.writeError(line + "\n")
        }
      }
    } catch let error as FileError where error.problem == .outputClosed {
      return  // whoever read the output wants no more of it: `| head`
    } catch let error as FileError {
      for line in remarks.rest { StandardStreams.writeError(line + "\n") }
      throw error
    }
    if rejected > 0 { throw ExitStatus.rejected }
  }

  /// The one file to convert: of an archive with one member that member.
  private func source() throws -> SourceFile {
    let found = try SourceFiles(named: path)
    return found.files.count == 1 ? found.files[0] : SourceFile(named: path)
  }

  private func options() throws -> ReadOptions {
    var options = ReadOptions()
    options.encoding = text.encoding.flatMap { TextEncoding(rawValue: $0) } ?? .auto
    if let table, Int(table) == nil {
      options.format = .dump
      options.table = table
    }
    if let delimiter {
      options.format = .csv
      options.dialect.delimiter =
        delimiter == "tab" || delimiter == "\\t" ? [0x09] : Array(delimiter.utf8)
      options.dialect.quote = .byte(UInt8(ascii: "\""))
    }
    if let quote {
      options.format = .csv
      options.dialect.quote = quote == "none" ? .none : .byte(quote.utf8.first ?? 0)
    }
    return options
  }
}

extension Conversion.Form: ExpressibleByArgument {}
