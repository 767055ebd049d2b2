import Foundation
import Testing

struct PolluterTests {
  private static let seeds: [UInt64] = [1, 0xDEAD_BEEF]

  @Test func theSameSeedGivesTheSameFiles() {
    let files = Polluter(seed: 7).variants()
    let again = Polluter(seed: 7).variants()
    #expect(files.count == 800)
    #expect(files.map(\.bytes) == again.map(\.bytes))
    #expect(files.map(\.label) == again.map(\.label))
    #expect(files[0].bytes != Polluter(seed: 8).variants(count: 1)[0].bytes)
    // A header alone has not many forms.
    let long = files.filter { ![.headerOnly, .combination].contains($0.kind) }
    #expect(Set(long.map(\.bytes)).count == long.count)
  }

  @Test(arguments: seeds) func everyKindComesInEveryFormAndOfEveryTable(seed: UInt64) {
    let files = Polluter(seed: seed).variants()
    let byKind = Dictionary(grouping: files, by: \.kind)
    #expect(Set(byKind.keys) == Set(PollutionKind.allCases))
    #expect(byKind.values.allSatisfy { $0.count >= 20 })
    for subject in CleanTable.Subject.allCases {
      #expect(files.count { $0.label.contains("(\(subject.rawValue),") } > 80)
    }
    let delimiters = Set(byKind[.fieldDelimiter, default: []].map(\.dialect.delimiter))
    #expect(delimiters.count == 17)
    let ends = Set(
      byKind[.recordDelimiter, default: []].map { [$0.dialect.recordEnd].description })
    #expect(ends.count == 5)
    #expect(byKind[.recordDelimiter, default: []].contains { $0.dialect.trailingDelimiter })
    #expect(byKind[.recordDelimiter, default: []].contains { $0.dialect.otherRecordEnd != nil })
    #expect(
      Set(files.map(\.encoding)) == Set(PollutionEncoding.allCases))
    #expect(
      Set(byKind[.quoteCharacter, default: []].map(\.dialect.quote)) == ["'", "`", "\0", nil])
    #expect(Set(byKind[.escapeCharacter, default: []].map(\.dialect.escape)) == ["\\", "\0", "/"])
  }

  /// No file is nonsense: who knows how it is written reads all that is expected of it, and a damaged
  /// row is all that has to go for that.
  @Test(arguments: seeds) func aParserThatIsToldTheDialectReadsWhatIsExpected(seed: UInt64) {
    var damagedFiles = 0
    for file in Polluter(seed: seed).variants() {
      var text = file.text
      #expect(file.encoding.decoded(file.bytes) == text, "\(file.label)")
      if let damaged = file.pollutedText {
        let row = file.tables[0].polluted.sorted().map { file.tables[0].rows[$0] }
        let whole = row.map { Array((file.dialect.line($0) + file.dialect.recordEnd).utf8) }
        #expect(whole.flatMap { $0 } != Array(text[damaged]), "\(file.label)")
        text.removeSubrange(damaged)
        damagedFiles += 1
      }
      #expect(file.polluted.isEmpty == (file.pollutedText == nil))
      #expect(file.kind == .firstRowsNarrow || file.kind == .combination || file.polluted.count < 2)
      #expect(ToldParser.rows(of: file, text: text) == file.expected, "\(file.label)")
    }
    #expect(damagedFiles > 150)
  }

  @Test func tablesAreOfOneWidthAndHaveNamesForTheirColumns() {
    for subject in CleanTable.Subject.allCases {
      for seed in UInt64(0)..<50 {
        let table = CleanTable(subject, seed: seed)
        #expect((15...120).contains(table.rows.count))
        #expect(table.rows.allSatisfy { $0.count == table.columnCount })
        #expect(Set(table.header).count == table.columnCount)
        let cells = table.rows.joined()
        #expect(!cells.contains { $0.hasPrefix(" ") || $0.hasSuffix(" ") || $0.contains("\\") })
        #expect(!cells.contains { $0.hasSuffix("/") || $0.contains("/\"") })
      }
    }
  }

  /// Beside each file what should come of it, for looking at:
  /// `RETROFILL_POLLUTION_FOLDER=/tmp/polluted swift test --filter variantsAreWritten`
  @Test(.enabled(if: folder != nil)) func variantsAreWrittenToAFolder() throws {
    let folder = URL(filePath: try #require(Self.folder))
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    for (index, file) in Polluter(seed: PollutionScore.seed()).variants().enumerated() {
      let name = "\(index)-\(file.kind.rawValue)"
      try Data(file.bytes).write(to: folder.appending(path: "\(name).csv"))
      let rows = file.expected.map { PollutionDialect().line($0) }
      let story = ([file.label] + rows).joined(separator: "\n")
      try Data(story.utf8).write(to: folder.appending(path: "\(name).expected"))
    }
  }

  private static let folder = ProcessInfo.processInfo.environment["RETROFILL_POLLUTION_FOLDER"]

  @Test func cellsAreQuotedWhereTheDialectNeedsIt() {
    var dialect = PollutionDialect()
    #expect(dialect.line(["a", "b,c", "d \"e\"", ""]) == #"a,"b,c","d ""e""","#)
    dialect.escape = "\\"
    #expect(dialect.line(["d \"e\""]) == #""d \"e\"""#)
    dialect = PollutionDialect(delimiter: " ")
    #expect(dialect.line(["a", "", "b c"]) == #"a "" "b c""#)
    dialect = PollutionDialect(delimiter: "::", quote: "'")
    #expect(dialect.line(["12:30", ":x", "it's", "a::b"]) == "12:30::':x'::'it''s'::'a::b'")
    dialect = PollutionDialect(delimiter: ", ", trailingDelimiter: true)
    #expect(dialect.line(["a b", "1,5"]) == #"a b, "1,5", "#)
    dialect = PollutionDialect(quotedColumns: [1])
    #expect(dialect.line(["1", "2", "c,d"]) == #"1,"2","c,d""#)
    dialect = PollutionDialect(quote: nil)
    #expect(dialect.line(["a b", "c"]) == "a b,c")
  }
}
