import FlatFiles
import Testing

struct RecordDocumentTests {
  @Test func aCSVRecordBecomesAnObjectOfItsColumns() throws {
    #expect(
      try documents(
        "time,\"a \"\"b\"\"\",,time\n1,\"x\"\"\\\ty\",\"\",\n\u{20AC},\"a\nb\",\u{1},2\n") == [
          #"{"time":"1","a \"b\"":"x\"\\\ty","column3":"","time_2":null}"#,
          #"{"time":"€","a \"b\"":"a\nb","column3":"\u0001","time_2":"2"}"#,
        ])
  }

  @Test func columnsWithoutAHeaderAreNumbered() throws {
    #expect(
      try documents("1,2\n3,\n") == [
        #"{"column1":"1","column2":"2"}"#, #"{"column1":"3","column2":null}"#,
      ])
  }

  @Test func aJSONRecordStandsAsItIs() throws {
    let records = ["{\"a\": 1.50,\"b\":\"\\u0041\"}", "[1, 2]", "\"x\""]
    #expect(try documents("[" + records.joined(separator: " , ") + "]") == records)
    #expect(try documents(records.joined(separator: "\n"), json(format: .ndjson)) == records)
  }

  @Test func aLineOfACaptureIsItsMessageWithItsTime() throws {
    let stamp = "2026-09-10T00:05:00.2625039Z"
    let messages = ["{\"p\": 1}", " { }", "[1,2]", "\"x\"", "{\"$message\":{}}"]
    #expect(
      try documents(messages.map { "\(stamp) \($0)\n" }.joined()) == [
        "{\"$received\":\"\(stamp)\",\"p\": 1}", "{\"$received\":\"\(stamp)\"}",
        "{\"$received\":\"\(stamp)\",\"$message\":[1,2]}",
        "{\"$received\":\"\(stamp)\",\"$message\":\"x\"}",
        "{\"$received\":\"\(stamp)\",\"$message\":{}}",
      ])
    // Records inside of lines are JSON as they stand.
    #expect(
      try documents("\(stamp) {\"d\":[1,{}]}\n", json(at: "d", format: .capture)) == ["1", "{}"])
  }

  @Test func tokensThatAreNoJSONFollowThePolicy() throws {
    let text = "[NaN,-Infinity,\"NaN \\\" Infinity\",{\"NaN\":Infinity}]\n[-1]"
    #expect(
      try documents(text, json(format: .ndjson, nonFinite: .asNull)) == [
        "[null,null,\"NaN \\\" Infinity\",{\"NaN\":null}]", "[-1]",
      ])
    #expect(
      try documents(text, json(format: .ndjson, nonFinite: .asText)) == [
        "[\"NaN\",\"-Infinity\",\"NaN \\\" Infinity\",{\"NaN\":\"Infinity\"}]", "[-1]",
      ])
  }

  private func documents(_ text: String, _ options: ReadOptions = ReadOptions()) throws
    -> [String]
  {
    let file = try TemporaryFile(text)
    let reader = try FileReader.open(file.source, options)
    let document = RecordDocument(of: reader, nonFinite: options.nonFinite)
    let batch = RecordBatch()
    var documents: [String] = []
    while try reader.read(into: batch) {
      #expect(batch.rejects.isEmpty)
      for record in batch.records.indices {
        let buffer = ByteBuffer()
        document.append(record, of: batch, to: buffer)
        documents.append(String(decoding: buffer.bytes, as: UTF8.self))
      }
    }
    return documents
  }
}
