/// What cuts the records of a dialect, with memory that is reused.
struct DialectTools {
  let quoted: QuotedRecordParser
  let cuts: FieldCuts
  let mending: RecordMending
  /// What takes a line to libcsv.
  var nextQuote: NextByte
  var nextEscape: NextByte
  /// The line end that is none in this file.
  var nextStray: NextByte

  init(_ dialect: Dialect, _ limits: ReadLimits) {
    quoted = QuotedRecordParser(dialect, mostFields: limits.recordFields)
    cuts = FieldCuts(delimiter: dialect.delimiter)
    mending = RecordMending(dialect)
    nextQuote = NextByte(dialect.quote)
    nextEscape = NextByte(dialect.escape)
    nextStray = NextByte(dialect.recordEnd.strayByte)
  }
}
