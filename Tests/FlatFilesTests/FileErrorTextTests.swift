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
        .notMoved(to: "processed/a.csv", "Permission denied"),
        "cannot be moved to processed/a.csv: Permission denied; mend that, and run again"
      ),
      (
        .kept(.firstLineNamesColumns),
        "its first line was taken for the names of its columns when it was landed, and the layout"
          + " says that there is no header; load the file itself"
      ),
      (
        .kept(.columnsAreNotNamed),
        "its first line was taken for a record when it was landed, and the layout says that it names"
          + " the columns; load the file itself"
      ),
      (
        .kept(.partOfDocument(RecordPath([.key("data")]))),
        "only what stands at data was landed of it, and the layout asks for fields around that; land"
          + " it again without --records, or load the file itself"
      ),
      (
        .kept(.recordsMissing(found: 3, of: 4)),
        "3 of its 4 records are still landed; land it again with --force, or load the file itself"
      ),
      (
        .changedWhileReading,
        "the file changed while it was read; run again when nothing writes to it any more"
      ),
      (
        .compressed(.bzip2),
        "this is bzip2 data, which is not read; unpack it first, with: bunzip2"
      ),
      (.compressed(.xz), "this is xz data, which is not read; unpack it first, with: unxz"),
      (
        .zstdCutShort(compressedByte: 12),
        "the zstd data is cut short: it ends after 12 compressed bytes, within a frame; get the"
          + " file again"
      ),
      (
        .zstdDamaged(compressedByte: 7, reason: "Unknown frame descriptor"),
        "the zstd data is damaged near compressed byte 7: Unknown frame descriptor; get the file"
          + " again"
      ),
      (
        .zstdWindowTooLarge,
        "the zstd data needs more than 128 MiB of memory; unpack it first, with: unzstd --long=31"
      ),
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
        .encoding("UTF-32LE"),
        "the text is UTF-32LE; convert it first, for example with: iconv -f UTF-32LE -t UTF-8"
      ),
      (
        .encodingContradicts(told: .latin1, mark: .utf16LE),
        "the file begins with the byte order mark of utf-16le, but is said to be latin1; leave the"
          + " encoding out, or say utf-16le"
      ),
      (.otherFormat(.pdf), "this is a PDF document, which is not read"),
      (
        .otherFormat(.html),
        "this is an HTML page, which is not read; a server may have answered with it instead of the"
          + " file: get that again"
      ),
      (
        .otherFormat(.xml),
        "this is an XML document, which is not read; a server may have answered with it: get the"
          + " file again as CSV"
      ),
      (
        .otherFormat(.gitPointer),
        "this is the pointer of Git LFS to a file, and not the file, which is not read; get that"
          + " with: git lfs pull"
      ),
      (
        .otherFormat(.excel),
        "this is an Excel workbook, which is not read; save its sheet as CSV first"
      ),
      (.notText, "this is not text: its first block holds bytes that no text file has"),
      (
        .customDump,
        "this is a dump in pg_dump's custom format; convert it first with: pg_restore -f dump.sql"
      ),
      (
        .recordTooLong(limit: 100),
        "a record is longer than 100 bytes, the limit; where the records stand deeper inside one"
          + " JSON object, a layout says where, with `records`"
      ),
      (.header("the file ends before it"), "the header cannot be read: the file ends before it"),
      (
        .delimiter("\""),
        "the delimiter \"\"\" cannot be used: it must begin with an ASCII character, have at most"
          + " 16 bytes, and hold neither the quote, the escape nor a line end"
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
        .noRecords(at: RecordPath([.key("Data"), .key("Data")]), found: "Data is empty"),
        "there are no records at Data.Data: Data is empty"
      ),
      (
        .noRecords(at: RecordPath(), found: "a value that is no object"),
        "there are no records in the file: a value that is no object"
      ),
      (
        .records(.errorAnswer("\"Invalid symbol.\" (code -1121)")),
        "this is the error answer of an API and holds no records: \"Invalid symbol.\" (code -1121);"
          + " get the file again"
      ),
      (
        .records(.tooLargeToHold(limit: 100)),
        "an object with its records in columns is held whole, and this one is longer than 100 bytes,"
          + " the limit; fetch it in smaller parts"
      ),
      (
        .records(.unequalColumns("open", count: 3, other: "close", otherCount: 2)),
        "the columns differ in length: \"open\" has 3 elements, \"close\" has 2; get the file again,"
          + " or read only columns that belong together"
      ),
      (
        .records(.fieldBehind(FieldPath([.key("last")], from: .document), limit: 100)),
        "^.last stands behind the records of a document that is longer than 100 bytes, where it is"
          + " not known in time; only what stands before them can be a field of theirs"
      ),
      (
        .records(.fieldAround(FieldPath([.key("data")], from: .document))),
        "^.data holds the records, and cannot be a field of theirs"
      ),
      (
        .keyTwice("d"),
        "the key \"d\" on the way to the records stands twice; only one can be meant"
      ),
      (.noTable(3, found: 1), "there is no table 3: the file has one table"),
      (.noTable(3, found: 2), "there is no table 3: the file has 2 tables"),
      (
        .tooManyColumns(limit: 4096),
        "the records have more than 4096 different keys or elements, the limit of a table; convert"
          + " to NDJSON"
      ),
      (.outputClosed, "nobody reads it any more"),
    ] as [(FileProblem, String)])
  func eachProblemHasItsSentence(_ problem: FileProblem, _ sentence: String) {
    #expect(problem.description == sentence)
    #expect(FileError(path: "a.csv", problem: problem).description == "a.csv: \(sentence)")
  }

  @Test(
    arguments: [
      (.damaged("CRC error"), "the zip archive is damaged: CRC error; get the file again"),
      (
        .splitIntoVolumes,
        "this is one of several volumes of a zip archive; join them first, with: zip -s 0"
      ),
      (
        .onStandardInput,
        "a zip archive cannot be read from a stream, because its directory stands at its end; save"
          + " it as a file first"
      ),
      (.noMembers, "the zip archive holds no files"),
      (.tooManyMembers(limit: 10), "the zip archive holds more than 10 files, the limit"),
      (
        .memberTwice("a.csv"),
        "the zip archive holds \"a.csv\" twice, and only one can be meant; unpack it first"
      ),
      (
        .severalMembers(["a.csv", "b.csv"]),
        "the zip archive holds 2 files; name one of them behind a slash: a.csv, b.csv"
      ),
      (
        .noSuchMember(known: ["a.csv"]),
        "there is no such file in the zip archive; it holds a.csv"
      ),
      (.noSuchMember(known: []), "there is no such file in the zip archive, which holds none"),
      (
        .insideAnArchive,
        "this is a zip archive inside compressed data, which is not read; unpack the outer one"
          + " first"
      ),
      (
        .encrypted,
        "the file is encrypted in the zip archive, which is not read; unpack it first, with: unzip"
      ),
      (
        .method(9),
        "the file is compressed by Deflate64 in the zip archive, which is not read; unpack it"
          + " first, with: 7z x"
      ),
      (
        .method(77),
        "the file is compressed by method 77 in the zip archive, which is not read; unpack it"
          + " first, with: 7z x"
      ),
    ] as [(ZipProblem, String)])
  func eachProblemOfAnArchiveHasItsSentence(_ problem: ZipProblem, _ sentence: String) {
    #expect(FileProblem.zip(problem).description == sentence)
  }

  @Test func thePlaceStandsInFront() {
    let position = Position(record: 2, line: 3, byte: 41)
    #expect(
      FileError(path: "-", position: position, problem: .endsInTheMiddle).description
        == "standard input:3 (byte 41): the JSON ends in the middle of a value: the file is cut"
        + " short; get it again")
  }
}
