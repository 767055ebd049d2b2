import FlatFiles
import Foundation
import Testing

struct DumpRecognitionTests {
  private func format(_ text: String) throws -> String {
    let file = try TemporaryFile(text)
    return try FileReader.open(file.source).format.name
  }

  @Test(arguments: [
    "--\n-- PostgreSQL database dump\n--\n\nINSERT INTO t VALUES (1);\n-- PostgreSQL database dump complete\n",
    "\nSET statement_timeout = 0;\nINSERT INTO t VALUES (1);\n",
    "SELECT pg_catalog.set_config('search_path', '', false);\nINSERT INTO t VALUES (1);\n",
    "\\restrict abc\nINSERT INTO t VALUES (1);\n", "COPY t (a) FROM stdin;\n1\n\\.\n",
    "copy t (a) from STDIN;\n1\n\\.\n", "INSERT INTO t (a) VALUES (1);\n",
    "-- exported\ninsert into t values\n\t(1);\n", "BEGIN;\nINSERT INTO t VALUES (1);\nCOMMIT;\n",
    "CREATE TABLE t (\n  a int\n);\nINSERT INTO t VALUES (1);\n",
    "\u{FEFF}INSERT INTO t VALUES (1);\n",
  ])
  func aDumpIsToldByHowItBegins(text: String) throws {
    #expect(try format(text) == "dump")
  }

  @Test(arguments: [
    "1\ta\\\nb\n2\tc\n", "1\tx, y\\\nz, w\n2\tq, r\n3\t\\N\n", "1\ta\\\nb\\\nc\n",
  ])
  func rowsOfCOPYThatGoOnOnTheNextLineAreToldAsSuch(text: String) throws {
    #expect(try format(text) == "copy")
  }

  /// A log that was rotated by its size begins in the middle of a line.
  @Test func whatBeginsInTheMiddleOfALineIsWhatItsOtherLinesAre() throws {
    #expect(try format("7.5,\"q\":1}\n{\"p\":1,\"q\":2}\n{\"p\":2,\"q\":2}\n") == "ndjson")
    let stamp = "2024-01-31T00:05:00.2625039Z"
    #expect(
      try format("5:00.1Z {\"p\":1}\n\(stamp) {\"p\":1}\n\(stamp) {\"p\":2}\n") == "capture")
    #expect(try format("name,kind\n{\"p\":1}\nx,y\n") == "csv")
  }

  @Test func pagesAndPointersInThePlaceOfAFileAreRefused() throws {
    for (text, other) in [
      ("<!DOCTYPE html>\n<html><title>404, Not Found</title></html>\n", OtherFormat.html),
      ("\u{FEFF}\n  <html lang=\"en\">\n", .html), ("<HTML>\n", .html),
      ("<?xml version=\"1.0\"?>\n<Error><Code>NoSuchKey</Code></Error>\n", .xml),
      ("version https://git-lfs.github.com/spec/v1\noid sha256:4d7a\nsize 12\n", .gitPointer),
    ] {
      #expect(try read(text).error?.problem == .otherFormat(other))
    }
  }

  @Test(arguments: [
    "set,value\n1,2\n", "copy,from\n1,2\n", "select\tx\n1\t2\n",
    "insert into the form;value\n1;2\n",
    "create,table\n1,2\n", "-- a comment\ntime,price\n1,2\n", "begin\n1\n", "a\tb\n1\t2\n",
    "id\tname\n1\t\\N\n", "1\t2\n1\t2\t3\n\\N\t4\n", "1,\\N\n2,3\n", "\\.\n1\n",
  ])
  func aTableIsNoDump(text: String) throws {
    #expect(try format(text) == "csv")
  }

  @Test(arguments: ["1\t\\N\n", "1\tx\n2\t\\N\n3\ty", "1\tx\n\\.\n", "\\N\tx\r\n1\ty\r\n"])
  func bareRowsAreToldByTheirNulls(text: String) throws {
    #expect(try format(text) == "copy")
  }

  @Test func theOtherFormatsOfPgDumpAreRefusedWithTheWayOut() throws {
    let custom = try TemporaryFile(Array("PGDMP\u{1}\u{E}\0".utf8))
    #expect(read(custom).error?.problem == .customDump)
    let tar = try TemporaryFile(Array("toc.dat\0\0\0\0".utf8))
    #expect(read(tar).error?.problem == .dump(.tar))
    let toc = try TemporaryFile(Array("PGDMP".utf8), name: "toc.dat")
    let folder = String(toc.path.dropLast("/toc.dat".count))
    #expect(
      read(SourceFile(path: folder)).error?.problem == .dump(.directory(path: folder)))
    #expect(throws: FileError(path: folder, problem: .dump(.directory(path: folder)))) {
      try SourceFile(path: folder).identity()
    }
  }
}
