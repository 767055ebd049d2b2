import FlatFiles
import Testing

struct CaptureReaderTests {
  private let feed =
    "2026-09-10T00:05:00.2625039Z {\"p\":\"1.5\"}\r\n\n2026-09-10T00:05:01Z [7]\n"

  @Test(arguments: [ReadOptions.Format.auto, .capture])
  func eachLineIsATimeAndAMessage(_ format: ReadOptions.Format) throws {
    for options in [json(["$received", "p"], format: format)].flatMap({ [$0, tiny($0)] }) {
      // Recognising needs more than one byte.
      if format == .auto, options.limits.pieceBytes == 1 { continue }
      let result = try read(feed, options)
      #expect(
        result.records == [
          ReadRecord(
            record: 1, line: 1, byte: 0, raw: "2026-09-10T00:05:00.2625039Z {\"p\":\"1.5\"}",
            fields: ["\"2026-09-10T00:05:00.2625039Z\"", "\"1.5\""]),
          ReadRecord(
            record: 2, line: 3, byte: 43, raw: "2026-09-10T00:05:01Z [7]",
            fields: ["\"2026-09-10T00:05:01Z\"", "-"]),
        ])
      #expect(result.rejects.isEmpty)
      #expect(result.error == nil)
    }
  }

  @Test func aBlankLineIsADisconnect() throws {
    let file = try TemporaryFile(feed + "\n\n" + feed)
    let reader = try FileReader.open(file.source, json(format: .capture))
    let batch = RecordBatch()
    while try reader.read(into: batch) {}
    #expect((reader as? LineReader)?.disconnects == 4)
    #expect(reader.notes == ["4 blank lines mark disconnects"])
  }

  @Test(arguments: [1, 1 << 16]) func aDamagedLineCostsOneRecord(_ pieceBytes: Int) throws {
    let good = "2026-09-10T00:05:00Z {\"p\":1}"
    let text =
      "\(good)\n{\"p\":2}\n2026-09-10T00:05:00.1234567890Z 1\n"
      + "2026-09-10T00:05:00Z {\"p\":}\n\(good)\n"
    var options = json(["p"], format: .capture)
    options.limits.pieceBytes = pieceBytes
    for records in [1, 100] {
      options.limits.batchRecords = records
      let result = try read(text, options)
      #expect(result.fields == [["1"], ["1"]])
      #expect(result.records.map(\.record) == [1, 5])
      #expect(
        result.rejected == [
          "2/29 not-a-capture-line {\"p\":2}",
          "3/37 not-a-capture-line 2026-09-10T00:05:00.1234567890Z 1",
          "4/71 invalid-json 2026-09-10T00:05:00Z {\"p\":}",
        ])
      #expect(
        result.rejects.last?.message
          == "the record is not valid JSON at byte 97, line 4, column 27: a value is expected")
    }
  }

  @Test(arguments: ["2026-09-1", "2026-09-10T00:05:00Z ", "2026-09-10T00:05:00Z {\"p"])
  func aLastLineWithoutItsEndIsCutShort(_ rest: String) throws {
    let result = try read(
      "2026-09-10T00:05:00Z {\"p\":1}\n" + rest, tiny(json(["p"], format: .capture)))
    #expect(result.fields == [["1"]])
    #expect(result.rejected == ["2/29 cut-short " + rest])
  }
}
