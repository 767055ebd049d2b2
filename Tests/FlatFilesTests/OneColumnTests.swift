import FlatFiles
import Testing

/// Files of one column whose values have the signs of delimiters in them.
struct OneColumnTests {
  @Test(arguments: [
    ["2024-01-01", "2024-01-02", "2024-01-03"], ["01.02.2024", "02.02.2024", "13.02.2024"],
    ["1/2/2024", "1/3/2024", "1/14/2024"], ["10:30:15", "10:30:16", "11:00:00"],
    ["09:30", "09:31", "09:32"], ["2024-01-01 10:00:00", "2024-01-01 11:00:00"],
    ["2024-01-01T10:00:00.123+01:00", "2024-01-01T11:00:00.123+01:00"],
    ["Jan 1, 2000", "Feb 2, 2000", "Mar 13, 2001"], ["01-Jan-2024", "02-Jan-2024"],
    ["2017-07-01 11-AM", "2017-07-01 12-PM"],
  ])
  func aColumnOfTimesIsNotCut(_ values: [String]) throws {
    for header in ["", "day\n"] {
      let result = try read(header + values.joined(separator: "\n") + "\n")
      #expect(result.fields == values.map { [$0] })
      #expect(result.columnNames == (header.isEmpty ? nil : ["day"]))
    }
  }

  @Test(arguments: [
    ["1,5", "2,75", "-3,125"], ["1.234,50", "999,00"], ["1,234,567", "2,000,000.5"], ["1,5", "7"],
  ])
  func aColumnOfNumbersWithCommasIsNotCutBelowAName(_ values: [String]) throws {
    let result = try read("price\n" + values.joined(separator: "\n") + "\n")
    #expect(result.fields == values.map { [$0] })
    #expect(result.columnNames == ["price"])
  }

  @Test(arguments: [
    "1,5\n2,75\n3,125\n", "a,b\n1,5\n2,75\n", "2024-01-01,10\n2024-01-02,11\n",
    "2024-01-01 1.5\n2024-01-02 2.5\n", "2024-01-01:1.5\n2024-01-02:2.5\n",
    "2024-01-01/7\n2024-01-02/8\n", "t::v\n2024-01-01::1.5\n2024-01-02::2.5\n",
    "day,time\n2024-01-01,10:30\n2024-01-02,10:31\n",
  ])
  func severalColumnsAreCut(_ text: String) throws {
    let result = try read(text)
    #expect(result.fields.allSatisfy { $0.count == 2 })
  }

  @Test func whatSaysThatAValueIsMissingIsNoOtherColumn() throws {
    let result = try read("price\n1,5\nNaN\n2,75\n-\n3,5\n")
    #expect(result.fields == [["1,5"], ["NaN"], ["2,75"], ["-"], ["3,5"]])
  }

  @Test func aDateAndATimeAndNumbersBetweenBlanksAreCut() throws {
    let result = try read("2024-01-01 10:00:00 1.5 2.5\n2024-01-01 11:00:00 1.5 2.5\n")
    #expect(result.fields.allSatisfy { $0.count == 4 })
  }
}
