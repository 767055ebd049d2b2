import FlatFiles
import Testing

struct FileErrorTextTests {
  @Test(
    arguments: [
      (.notFound, "no such file"),
      (.isDirectory, "this is a directory; name the files in it, for example with dir/*"),
      (.empty, "the file is empty"),
      (.notOpened("Permission denied"), "cannot be opened: Permission denied"),
      (.notRead("Input/output error"), "cannot be read: Input/output error"),
      (.notWritten("No space left on device"), "cannot be written: No space left on device"),
      (
        .changedWhileReading,
        "the file changed while it was read; run again when nothing writes to it any more"
      ),
      (
        .compressed(.zip),
        "this is a zip archive, which is not read; unpack it first, with: unzip"
      ),
      (.compressed(.zstd), "this is zstd data, which is not read; unpack it first, with: unzstd"),
      (
        .gzipCutShort(compressedByte: 12),
        "the gzip data is cut short: it ends after 12 compressed bytes, before its trailer; get the"
          + " file again"
      ),
      (
        .gzipDamaged(compressedByte: 7, reason: "incorrect data check"),
        "the gzip data is damaged near compressed byte 7: incorrect data check; get the file again"
      ),
      (
        .expandsTooFar(limit: 1000),
        "the compressed data expands to more than 1000 bytes, the limit"
      ),
      (
        .encoding("UTF-16LE"),
        "the text is UTF-16LE; convert it first, for example with: iconv -f UTF-16LE -t UTF-8"
      ),
      (.notText, "this is not text: its first block holds bytes that no text file has"),
      (
        .customDump,
        "this is a dump in pg_dump's custom format; convert it first with: pg_restore -f dump.sql"
      ),
      (
        .recordTooLong(limit: 100),
        "a record is longer than 100 bytes, the limit; where the records stand deeper inside one"
          + " JSON object, name the path to them"
      ),
      (.header("the file ends before it"), "the header cannot be read: the file ends before it"),
      (
        .delimiter("\""),
        "the delimiter \"\"\" cannot be used: it must be one ASCII character that is neither the"
          + " quote nor a line end"
      ),
      (
        .invalidJSON("a comma or \"]\" is missing"),
        "this is not valid JSON: a comma or \"]\" is missing"
      ),
      (
        .endsInTheMiddle,
        "the JSON ends in the middle of a value: the file is cut short; get it again"
      ),
      (.nestedTooDeep(limit: 256), "the JSON is nested deeper than 256 levels, the limit"),
      (
        .noRecords(at: FieldPath([.key("Data"), .key("Data")]), found: "Data is empty"),
        "there are no records at Data.Data: Data is empty"
      ),
      (
        .keyTwice("d"),
        "the key \"d\" on the way to the records stands twice; only one can be meant"
      ),
    ] as [(FileProblem, String)])
  func eachProblemHasItsSentence(_ problem: FileProblem, _ sentence: String) {
    #expect(problem.description == sentence)
    #expect(FileError(path: "a.csv", problem: problem).description == "a.csv: \(sentence)")
  }

  @Test func thePlaceStandsInFront() {
    let position = Position(record: 2, line: 3, byte: 41)
    #expect(
      FileError(path: "-", position: position, problem: .endsInTheMiddle).description
        == "standard input:3 (byte 41): the JSON ends in the middle of a value: the file is cut"
        + " short; get it again")
  }
}
