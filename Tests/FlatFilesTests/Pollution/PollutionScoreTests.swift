import Testing

struct PollutionScoreTests {
  private struct NotRead: Error {}

  @Test func aPerfectOutputScoresAHundredPercent() {
    let score = PollutionScore.run(seed: 3) { perfect($0) }
    #expect(score.overall.percent == 100)
    #expect(score.overall.files == 800)
    #expect(score.overall.wholeFiles == 800)
    #expect(score.overall.surplus == 0)
    #expect(score.misses.isEmpty)
    #expect(score.kinds.count == PollutionKind.allCases.count)
    #expect(score.kinds.values.allSatisfy { $0.percent == 100 })
  }

  @Test func aDamagedOutputScoresLess() {
    let broken = PollutionScore.run(seed: 3, count: 220) { file in
      var rows = perfect(file)
      rows[rows.count / 2][0] += "x"
      return rows
    }
    #expect(broken.overall.percent < 100)
    // Where the damage hits the one row that does not count, nothing is lost.
    #expect(broken.misses.count > 205)
    #expect(broken.overall.exact == broken.overall.expected - broken.misses.count)

    let short = PollutionScore.run(seed: 3, count: 110) { Array(perfect($0).dropLast()) }
    #expect(short.overall.percent < 100)
    let lost = Polluter(seed: 3).variants(count: 110).count { file in
      file.tables.last.map { !$0.polluted.contains($0.rows.count - 1) } ?? false
    }
    #expect(lost > 90)
    #expect(short.misses.count == lost)
  }

  @Test func whatIsNotReadScoresNothing() {
    let score = PollutionScore.run(seed: 3, count: 48) { _ in throw NotRead() }
    #expect(score.overall.percent == 0)
    #expect(score.misses.count == 48)
    #expect(score.misses.allSatisfy { $0.error == "NotRead()" })
  }

  @Test func surplusRowsAreTakenFromTheExactOnes() {
    let file = small(header: ["a", "b"])
    let perfect = file.expected
    #expect(tally(file, perfect) == [4, 4, 0])
    #expect(tally(file, [["title", ""]] + perfect) == [4, 3, 1])
    #expect(tally(file, perfect + perfect + perfect) == [4, 0, 8])
    // A row that came out wrong is missing; it is not one too many as well.
    #expect(tally(file, [perfect[0], ["x", "y"], perfect[2], perfect[3]]) == [4, 3, 0])
    #expect(PollutionScore.tally(file, perfect).wholeFiles == 1)
    #expect(PollutionScore.tally(file, perfect + [["x"]]).wholeFiles == 0)
  }

  @Test func rowsCountInTheirOrderAndByteForByte() {
    let file = small(header: ["a", "b"])
    let rows = file.expected
    #expect(tally(file, [rows[0], rows[2], rows[1], rows[3]]) == [4, 3, 0])
    #expect(tally(file, rows.reversed()) == [4, 1, 0])
    #expect(RowMatching.count([["\u{E9}"]], in: [["e\u{301}"]]) == 0)
    #expect(RowMatching.count([["1"], ["2"], ["3"]], in: [["0"], ["2"], ["9"], ["3"]]) == 2)
    #expect(RowMatching.count([], in: [["1"]]) == 0)
  }

  @Test func emptyRowsAndMadeUpHeadersArePassedOver() {
    let file = small(header: nil)
    #expect(tally(file, [["column 1", "column 2"]] + file.expected) == [3, 3, 0])
    #expect(tally(file, [[], ["c", "d"], [""]] + file.expected + [[]]) == [3, 3, 0])
    // A row that was taken for the header is lost.
    #expect(tally(file, file.expected) == [3, 2, 0])
  }

  @Test func aDamagedRowMayComeOutAsOneRowOrNone() {
    var file = small(header: ["a", "b"])
    file.tables[0].polluted = [1]
    file.pollutedRecords = 1
    #expect(file.expected == [["a", "b"], ["1", "2"], ["5", "6"]])
    #expect(tally(file, file.expected) == [3, 3, 0])
    #expect(tally(file, [["a", "b"], ["1", "2"], ["?"], ["5", "6"]]) == [3, 3, 0])
    #expect(tally(file, [["a", "b"], ["1", "2"], ["?"], ["!"], ["5", "6"]]) == [3, 2, 1])
    file.pollutedRecords = 2
    #expect(tally(file, [["a", "b"], ["1", "2"], ["?"], ["!"], ["5", "6"]]) == [3, 3, 0])
  }

  @Test func cellsOfADamagedRowAreCountedInTheRowThatHasMostOfThem() {
    var file = small(header: ["a", "b"])
    file.tables[0].polluted = [1]
    file.pollutedRecords = 1
    func survived(_ row: [String]) -> [Int] {
      let tally = PollutionScore.tally(file, [["a", "b"], ["1", "2"], row, ["5", "6"]])
      return [tally.survivedCells, tally.damagedCells]
    }
    #expect(survived(["3", "4"]) == [2, 2])
    #expect(survived(["3", "", "4"]) == [2, 2])
    #expect(survived(["34"]) == [0, 2])
    #expect(survived(["4", "3"]) == [1, 2])
    // A cell that another row has too does not come from the damaged one.
    file.tables[0].rows[1] = ["1", "4"]
    #expect(survived(["x", "y"]) == [0, 2])
  }

  @Test func theTableHasALineForEveryKindAndNamesWhatWasLost() {
    let score = PollutionScore.run(seed: 3, count: 72) { file in
      file.kind == .footer ? Array(perfect(file).dropLast()) : perfect(file)
    }
    let lines = score.description.split(separator: "\n")
    #expect(lines.first == "pollution, seed 3")
    #expect(lines.count == 2 + PollutionKind.allCases.count + 1 + 2)
    #expect(lines.contains { $0.hasPrefix("preamble ") && $0.contains("100.00") })
    #expect(lines.contains { $0.hasPrefix("footer ") && $0.contains("0/2") })
    #expect(lines.suffix(2).allSatisfy { $0.contains("footer: after the rows") })
  }

  /// What a reader gives that makes no mistake and keeps damaged rows as one cell.
  private func perfect(_ file: PollutedFile) -> [[String]] {
    file.tables.flatMap { table in
      [table.header ?? table.rows[0].indices.map { "column \($0)" }]
        + table.rows.enumerated().map { index, row in
          table.polluted.contains(index) ? [row.joined()] : row
        }
    }
  }

  private func small(header: [String]?) -> PollutedFile {
    PollutedFile(
      kind: .preamble, label: "small", bytes: [], text: [], encoding: .utf8,
      tables: [.init(header: header, rows: [["1", "2"], ["3", "4"], ["5", "6"]])],
      dialect: PollutionDialect(), leadingLines: 0, trailingLines: 0)
  }

  private func tally(_ file: PollutedFile, _ output: [[String]]) -> [Int] {
    let tally = PollutionScore.tally(file, output)
    return [tally.expected, tally.exact, tally.surplus]
  }
}
