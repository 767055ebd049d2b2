import Foundation
import Testing

#if canImport(FoundationXML)
  import FoundationXML
#endif

/// What `validate` prints of files that fail checks, in each format.
@Suite struct ValidateTests {
  private let scratch: ScratchFolder
  private let layout: String

  init() throws {
    scratch = try ScratchFolder()
    layout = try scratch.write(
      """
      name: days
      columns: {timestamp: day, value: value, volume: volume}
      source: days
      checks:
        - range: {column: value, min: 0}
        - {compare: 'value < 1000', severity: warning}
        - unique: timestamp
        - interval: {every: 1d}
        - required: value
      """, to: "days.yml")
  }

  /// Eight records with a negative value, two that are no number, one far too large, one a day
  /// that is there twice, one after a gap, and a good one.
  @discardableResult
  private func badFile(_ name: String = "bad.csv") throws -> String {
    let negative = (1...8).map { "2024-01-0\($0),-\($0),1" }
    return try scratch.write(
      (["day,value,volume"] + negative + [
        "2024-01-09 09:30,<x>,1", "2024-01-09,a&\u{1},1", "2024-01-10,5000,1", "2024-01-10,1,1",
        "2024-01-12,1,1", "2024-01-13,1,1",
      ]).joined(separator: "\n") + "\n", to: name)
  }

  private func run(_ words: String...) throws -> Tool.Outcome {
    var tool = Tool()
    tool.folder = scratch.path
    return try tool.run(["validate", "--layout", layout] + words)
  }

  @Test func aFewRejectsOfEachCodeAreListedForPeople() throws {
    try badFile()
    let outcome = try run("bad.csv")
    #expect(outcome.status == 2)
    #expect(outcome.errors == "")
    #expect(
      outcome.output == #"""
        FILE     LAYOUT  STATUS   RECORDS  SKIPPED  REJECTED
        bad.csv  days    invalid       14        0        10

        bad.csv:2, column "value": `-1` is below `0` [out-of-range]
          2024-01-01,-1,1
        bad.csv:3, column "value": `-2` is below `0` [out-of-range]
          2024-01-02,-2,1
        bad.csv:4, column "value": `-3` is below `0` [out-of-range]
          2024-01-03,-3,1
        bad.csv:5, column "value": `-4` is below `0` [out-of-range]
          2024-01-04,-4,1
        bad.csv:6, column "value": `-5` is below `0` [out-of-range]
          2024-01-05,-5,1
        … and 3 more [out-of-range]
        bad.csv:10, column "value": `<x>` is not a number [not-a-number]
          2024-01-09 09:30,<x>,1
        bad.csv:11, column "value": `a&\x1` is not a number [not-a-number]
          2024-01-09,a&\x1,1

        bad.csv: fails as a whole: 1 row has the same `timestamp` as an earlier one; the first \#
        stands on line 13: the same `timestamp` as on line 12 [duplicate-key]

        bad.csv: warning: 1 row, on line 12: value `5000` is not < `1000` [value-not-below-1000]
        bad.csv: warning: 1 row is missing in 1 place; the first: line 14, 1 row is missing \#
        between 2024-01-10 00:00:00Z and 2024-01-12 00:00:00Z [gap]
        bad.csv: warning: 1 row has the time of another; the first: line 13, the same time as on \#
        line 12 [duplicate-time]
        bad.csv: times without a zone were taken as UTC

        """#)
  }

  @Test func countsAreOfTheWholeFileForPrograms() throws {
    let lines =
      [String](repeating: "2024-01-01,x,1", count: 1_200)
      + [String](repeating: "2024-01-01,-1,1", count: 7) + ["2024-01-01,5000,1", "2024-01-01,1,1"]
    try scratch.write(
      "day,value,volume\n" + lines.joined(separator: "\n") + "\n", to: "many.csv")
    let outcome = try run("many.csv", "--format", "json")
    #expect(outcome.status == 2)
    let report = try #require(
      try JSONSerialization.jsonObject(with: Data(outcome.output.utf8)) as? [String: Any])
    let file = try #require((report["files"] as? [[String: Any]])?.first)
    #expect(file["records"] as? Int == 1_209)
    #expect(file["rejected"] as? Int == 1_207)
    #expect(file["codes"] as? [String: Int] == ["not-a-number": 1_200, "out-of-range": 7])
    #expect(file["assumed_utc"] as? Bool == false)
    let rejects = try #require(file["rejects"] as? [[String: Any]])
    #expect(rejects.count == 1_005)
    #expect(rejects.last?["line"] as? Int == 1_206)
    let failures = try #require(file["failures"] as? [[String: Any]])
    #expect(failures.map { $0["code"] as? String } == ["duplicate-key"])
    #expect(failures.map { $0["count"] as? Int } == [1])
    let example = try #require((failures[0]["examples"] as? [[String: Any]])?.first)
    #expect(example["line"] as? Int == 1_210)
    #expect(example["message"] as? String == "the same `timestamp` as on line 1209")
    let warnings = try #require(file["warnings"] as? [[String: Any]])
    #expect(
      warnings.map { $0["code"] as? String } == ["value-not-below-1000", "duplicate-time"])
    #expect(
      warnings[0]["message"] as? String
        == "1 row, on line 1209: value `5000` is not < `1000`")
  }

  @Test func testRunnersGetJUnit() throws {
    try badFile()
    try scratch.write("day,value,volume\n2024-01-01,1,1\n", to: "a&b.csv")
    try scratch.write("", to: "empty.csv")
    let outcome = try run("bad.csv", "a&b.csv", "empty.csv", "--format", "junit")
    #expect(outcome.status == 65)
    #expect(
      outcome.output == #"""
        <?xml version="1.0" encoding="UTF-8"?>
        <testsuites name="retrofill validate" tests="20" failures="3" errors="1" skipped="5">
          <testsuite name="bad.csv" tests="8" failures="3" errors="0" skipped="0">
            <properties>
              <property name="layout" value="days"/>
              <property name="records" value="14"/>
              <property name="rejected" value="10"/>
            </properties>
            <testcase classname="bad.csv" name="readable"/>
            <testcase classname="bad.csv" name="duplicate-key">
              <failure type="duplicate-key" message="1 row has the same `timestamp` as an earlier \#
        one; the first stands on line 13: the same `timestamp` as on line 12">bad.csv:13, column \#
        &quot;timestamp&quot;: the same `timestamp` as on line 12</failure>
            </testcase>
            <testcase classname="bad.csv" name="duplicate-time">
              <system-out>warning: 1 row has the time of another; the first: line 13, the same \#
        time as on line 12</system-out>
            </testcase>
            <testcase classname="bad.csv" name="gap">
              <system-out>warning: 1 row is missing in 1 place; the first: line 14, 1 row is \#
        missing between 2024-01-10 00:00:00Z and 2024-01-12 00:00:00Z</system-out>
            </testcase>
            <testcase classname="bad.csv" name="missing-value"/>
            <testcase classname="bad.csv" name="not-a-number">
              <failure type="not-a-number" message="2 records rejected">bad.csv:10, column \#
        &quot;value&quot;: `&lt;x&gt;` is not a number
          2024-01-09 09:30,&lt;x&gt;,1
        bad.csv:11, column &quot;value&quot;: `a&amp;\x1` is not a number
          2024-01-09,a&amp;\x1,1</failure>
            </testcase>
            <testcase classname="bad.csv" name="out-of-range">
              <failure type="out-of-range" message="8 records rejected">bad.csv:2, column \#
        &quot;value&quot;: `-1` is below `0`
          2024-01-01,-1,1
        bad.csv:3, column &quot;value&quot;: `-2` is below `0`
          2024-01-02,-2,1
        bad.csv:4, column &quot;value&quot;: `-3` is below `0`
          2024-01-03,-3,1
        bad.csv:5, column &quot;value&quot;: `-4` is below `0`
          2024-01-04,-4,1
        bad.csv:6, column &quot;value&quot;: `-5` is below `0`
          2024-01-05,-5,1</failure>
            </testcase>
            <testcase classname="bad.csv" name="value-not-below-1000">
              <system-out>warning: 1 row, on line 12: value `5000` is not &lt; `1000`</system-out>
            </testcase>
          </testsuite>
          <testsuite name="a&amp;b.csv" tests="6" failures="0" errors="0" skipped="0">
            <properties>
              <property name="layout" value="days"/>
              <property name="records" value="1"/>
              <property name="rejected" value="0"/>
            </properties>
            <testcase classname="a&amp;b.csv" name="readable"/>
            <testcase classname="a&amp;b.csv" name="duplicate-key"/>
            <testcase classname="a&amp;b.csv" name="gap"/>
            <testcase classname="a&amp;b.csv" name="missing-value"/>
            <testcase classname="a&amp;b.csv" name="out-of-range"/>
            <testcase classname="a&amp;b.csv" name="value-not-below-1000"/>
          </testsuite>
          <testsuite name="empty.csv" tests="6" failures="0" errors="1" skipped="5">
            <properties>
              <property name="layout" value="days"/>
              <property name="records" value="0"/>
              <property name="rejected" value="0"/>
            </properties>
            <testcase classname="empty.csv" name="readable">
              <error message="empty.csv: the file is empty"/>
            </testcase>
            <testcase classname="empty.csv" name="duplicate-key">
              <skipped message="the file was not read to its end"/>
            </testcase>
            <testcase classname="empty.csv" name="gap">
              <skipped message="the file was not read to its end"/>
            </testcase>
            <testcase classname="empty.csv" name="missing-value">
              <skipped message="the file was not read to its end"/>
            </testcase>
            <testcase classname="empty.csv" name="out-of-range">
              <skipped message="the file was not read to its end"/>
            </testcase>
            <testcase classname="empty.csv" name="value-not-below-1000">
              <skipped message="the file was not read to its end"/>
            </testcase>
          </testsuite>
        </testsuites>

        """#)
    let parser = XMLParser(data: Data(outcome.output.utf8))
    #expect(parser.parse())
  }

  @Test func onlyValidateHasJUnit() throws {
    let outcome = try Tool().run("status", "--format", "junit")
    #expect(outcome.status == 64)
    #expect(outcome.output == "")
    #expect(
      outcome.errors.hasPrefix(
        "retrofill: --format junit is not for this command; it prints text or json."))
    #expect(try run(try badFile(), "--dry-run", "--format", "junit").status == 64)
  }

  @Test(arguments: ["1", "2", "7"])
  func filesAreReportedInTheirOrderHoweverManyAreReadAtATime(jobs: String) throws {
    let paths = try (1...9).map { index in
      index % 4 == 0
        ? try badFile("f\(index).csv")
        : try scratch.write(
          "day,value,volume\n"
            + (0..<index * 20).map { "\(1_700_000_000 + $0 * 86_400),1,1\n" }.joined(),
          to: "f\(index).csv")
    }
    let outcome = try Tool().run(
      ["validate", "--layout", layout, "--jobs", jobs, "--format", "json"] + paths)
    #expect(outcome.status == 2)
    let report = try #require(
      try JSONSerialization.jsonObject(with: Data(outcome.output.utf8)) as? [String: Any])
    let files = try #require(report["files"] as? [[String: Any]])
    #expect(files.map { $0["file"] as? String } == paths)
    #expect(
      files.map { $0["records"] as? Int } == [20, 40, 60, 14, 100, 120, 140, 14, 180])
  }

  @Test func jobsIsANumber() throws {
    let outcome = try run(try badFile(), "--jobs", "0")
    #expect(outcome.status == 64)
    #expect(outcome.errors.contains("a whole number not below 1 and not above 256"))
  }
}
