import FlatFiles
import Testing

/// Where a table of a CSV file begins, and what of the lines before it is a record all the same.
struct TableStartTests {
  private func days(_ count: Int, from first: Int = 1, _ rest: (Int) -> String) -> String {
    (first..<first + count).map { "2024-01-\($0 < 10 ? "0" : "")\($0),\(rest($0))\n" }.joined()
  }

  private func converted(_ text: String) throws -> (text: String, tally: Conversion.Tally) {
    let sink = MemorySink()
    let file = try TemporaryFile(text)
    let tally = try Conversion(to: .csv).run(file.source, ReadOptions(), to: sink) { _ in }
    return (String(decoding: sink.bytes, as: UTF8.self), tally)
  }

  @Test(arguments: [1, 2, 5])
  func firstRecordsThatAreTornAreRejects(_ torn: Int) throws {
    for tear in ["7,8", "7"] {
      let result = try read(days(torn) { _ in tear } + days(20, from: 6) { "\($0).5,2,3" })
      #expect(result.fields.count == 20)
      #expect(result.rejects.map(\.code) == Array(repeating: .tooFewFields, count: torn))
      #expect(result.rejects.map(\.position.line) == Array(1...torn))
    }
  }

  @Test(arguments: ["2024-01-01\n", "5.5,2,3\n"])
  func whatIsLeftOfAFirstRecordIsAReject(_ first: String) throws {
    let numbers = (1...20).map { "\($0).5,1,2,3,4\n" }.joined()
    let rows = first.hasPrefix("2024") ? days(20) { "\($0).5,2,3" } : numbers
    let result = try read(first + rows)
    #expect(result.fields.count == 20)
    #expect(result.rejects.map(\.code) == [.tooFewFields])
  }

  @Test func recordsFromBeforeAColumnWasAddedAreKept() throws {
    let old = days(3) { "\($0).5" }
    let new = days(20, from: 4) { "\($0).5,\($0)" }
    let named = try read("date,v\n" + old + new)
    #expect(named.columnNames == ["date", "v"])
    #expect(named.fields.count == 3)
    #expect(named.rejects.count == 20)
    let unnamed = try read(old + new)
    #expect(unnamed.fields.count == 20)
    #expect(unnamed.rejects.map(\.position.line) == [1, 2, 3])
    let told = try read("date,v\n" + old + new, csv { $0.delimiter = [0x2C] })
    #expect(told.fields.count + told.rejects.count == 23)
  }

  @Test func aColumnThatWasAddedIsKeptWhole() throws {
    let outcome = try converted(
      "date,v\n" + days(3) { "\($0).5" } + days(20, from: 4) { "\($0).5,\($0)" })
    #expect(
      outcome.text == "date,v,column3\n" + days(3) { "\($0).5," }
        + days(20, from: 4) { "\($0).5,\($0)" })
    #expect(
      outcome.tally.notes == ["1 column without a name in the header, called column3"])
  }

  @Test(arguments: ["Report of prices\n", "2024-01-31\n\n", "Prices, unaudited\nin EUR\n\n"])
  func titlesAreLeftOutAsEver(_ title: String) throws {
    let result = try read(title + "date,v,w\n" + days(20) { "\($0).5,2" })
    #expect(result.columnNames == ["date", "v", "w"])
    #expect(result.fields.count == 20)
    #expect(result.rejects == [])
  }

  @Test func keysAndValuesAboveATableAreNone() throws {
    let result = try read(
      "Symbol,BTC\nFrom,2024-01-01\nRows,20\ndate,v,w\n" + days(20) { "\($0).5,2" })
    #expect(result.columnNames == ["date", "v", "w"])
    #expect(result.fields.count == 20)
  }

  // MARK: - Tables above it

  private let names = "name,x,y\n" + (1...30).map { "foo\($0),\($0),2\n" }.joined()

  @Test(arguments: ["", "\n", "\n\n"])
  func aSmallTableAboveALargeOneIsATable(_ gap: String) throws {
    let small = "date,v\n" + days(4) { "\($0).5" }
    let outcome = try converted(small + gap + names)
    #expect(outcome.text == small + "\n" + names)
    #expect(outcome.tally.tables == 2)
    let loaded = try read(small + gap + names)
    #expect(loaded.columnNames == ["date", "v"])
    #expect(loaded.fields.count == 4)
    #expect(Set(loaded.rejects.map(\.code)) == [.otherTable])
    #expect(loaded.rejects.count == 31)
  }

  @Test(arguments: [2, 28])
  func tablesMayEachHaveADelimiter(_ rows: Int) throws {
    let first = "date,v\n" + days(rows) { "\($0).5" }
    let second = names.replacing(",", with: ";")
    for (text, tables) in [
      (first + "\n" + second, [first, names]), (second + "\n" + first, [names, first]),
    ] {
      let outcome = try converted(text)
      #expect(outcome.text == tables[0] + "\n" + tables[1])
      #expect(outcome.tally.rejected + outcome.tally.mended == 0)
      let picked = try read(text, csv { $0.tables = .only(2) })
      #expect(picked.fields.count == tables[1].split(separator: "\n").count - 1)
      let loaded = try read(text)
      #expect(loaded.fields.count == tables[0].split(separator: "\n").count - 1)
      #expect(Set(loaded.rejects.map(\.code)) == [.otherTable])
    }
  }

  /// Nothing of a file that is told its delimiter is cut at another; all the same nothing is lost.
  @Test func aTableWithAnotherDelimiterThanToldIsNoNote() throws {
    let first = "date,v\n" + days(5) { "\($0).5" }
    let second = "name;x;y\nfoo;1;2\nbar;3;4\nbaz;5;6\n"
    let above = try read(first + "\n" + second, csv { $0.delimiter = [0x3B] })
    #expect(above.columnNames == ["date,v"])
    #expect(above.rejects.count >= 3)
    let behind = try read(first + "\n" + second, csv { $0.delimiter = [0x2C] })
    #expect(behind.fields.count == 5)
    #expect(behind.rejects.count == 4)
  }

  @Test(arguments: [1, 7, 64])
  func whereTablesBeginDoesNotDependOnPieces(_ pieceBytes: Int) throws {
    let text =
      "Two tables\n\ndate,v\n" + days(4) { "\($0).5" } + "\n"
      + names.replacing(",", with: ";") + "\nname|z\nfoo|1\nbar|2\nbaz|3\n"
    var options = ReadOptions()
    options.dialect.tables = .oneByOne
    let file = try TemporaryFile(text)
    func tables(_ options: ReadOptions) throws -> [Int] {
      let reader = try #require(try FileReader.open(file.source, options) as? CSVReader)
      let batch = RecordBatch()
      var counts: [Int] = []
      repeat {
        counts.append(0)
        while try reader.read(into: batch) {
          #expect(batch.rejects == [])
          counts[counts.count - 1] += batch.records.count
        }
      } while try reader.nextTable()
      return counts
    }
    #expect(try tables(options) == [4, 30, 3])
    #expect(try tables(tiny(options, pieceBytes: pieceBytes)) == [4, 30, 3])
  }

  // MARK: - Headers with a name less

  @Test func aHeaderWithANameLessHasNoneForTheRowNames() throws {
    let text = "\"x\" \"y\"\n\"1\" 1.5 2.5\n\"2\" 3.5 4.5\n\"3\" 5.5 6.5\n"
    let outcome = try converted(text)
    #expect(outcome.text == "column1,x,y\n1,1.5,2.5\n2,3.5,4.5\n3,5.5,6.5\n")
    #expect(outcome.tally.mended == 0)
    #expect(outcome.tally.notes == ["1 column without a name in the header, called column1"])
    let result = try read(text)
    #expect(result.columnNames == ["column1", "x", "y"])
    #expect(result.fields.count == 3)
    #expect(result.rejects == [])
    // Days are row names too.
    let prices = try read("Open,Close\n" + days(9) { "\($0).5,1.5" })
    #expect(prices.columnNames == ["column1", "Open", "Close"])
  }

  @Test func aHeaderThatNamesTheTimesHasNoNameForTheLastColumn() throws {
    let result = try read("date,close\n" + days(9) { "\($0).5,1.5" })
    #expect(result.columnNames == ["date", "close", "column3"])
    #expect(result.fields.count == 9)
    #expect(result.rejects == [])
  }

  /// What stands before rejects that are kept has the made-up name too, so that they are read as
  /// before.
  @Test func theHeadOfAFileWithANameLessHasTheMadeUpOne() throws {
    func head(_ text: String) throws -> String {
      let file = try TemporaryFile(text)
      let frame = try FileReader.open(file.source).frame
      return String(decoding: try #require(frame).head, as: UTF8.self)
    }
    #expect(try head("Open,Close\n" + days(9) { "\($0).5,1.5" }) == "column1,Open,Close\n")
    #expect(try head("date,close\r\n" + days(9) { "\($0).5,1.5" }) == "date,close,column3\n")
    #expect(try head("date,close\n" + days(9) { "\($0).5" }) == "date,close\n")
  }

  @Test func aRecordWithAFieldMoreIsNoFaultOfTheHeader() throws {
    let result = try read("date,close\n" + days(9) { $0 == 4 ? "4,5,6" : "\($0).5" })
    #expect(result.columnNames == ["date", "close"])
    #expect(result.rejects.map(\.code) == [.tooManyFields])
  }
}
