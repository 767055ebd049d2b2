import FlatFiles
import Layouts
import Testing
import Yams

@Suite struct LayoutDecodingTests {
  @Test func aLayoutWithEverythingIsReadAsItIsWritten() throws {
    let layout = try Layout(
      yaml: """
        name: everything
        description: All keys at once.
        format: csv
        encoding: windows-1252
        dialect: {delimiter: ';', quote: "'", header: first, preamble_lines: 2}
        into: public.trades
        data_type: onchain
        columns:
          at: Date
          price: [Price, Last]
          size: 3
          side: {from: Side, at: 4, type: text, default: unknown}
          venue: {constant: kraken}
          count: {from: Count, type: integer, required: true}
        time: {column: at, unit: '%d.%m.%Y', zone: Europe/Berlin, from: 2009-01-03, until: 2030-01-01,
          snap: {to: 1h, within: 1s}}
        missing: ['.', '']
        null_rows: reject
        filter: {Side: [buy, sell], 5: spot}
        file_name: '(?<pair>[a-z]+)'
        source: '{pair}'
        interval: 1h
        pass_over: ['*.tmp']
        """, file: "l.yml")
    var expected = Layout(
      name: "everything", target: "trades",
      shapes: [
        .init(
          fields: nil, dataType: .onchain,
          columns: [
            .init(name: "at", origin: .field(.init(names: ["Date"])), type: .timestamp),
            .init(name: "price", origin: .field(.init(names: ["Price", "Last"])), type: .text),
            .init(name: "size", origin: .field(.init(position: 3)), type: .text),
            .init(
              name: "side", origin: .field(.init(names: ["Side"], position: 4)), type: .text,
              defaultText: "unknown"),
            .init(name: "venue", origin: .constant("kraken"), type: .text),
            .init(
              name: "count", origin: .field(.init(names: ["Count"])), type: .integer,
              isRequired: true),
          ])
      ])
    expected.description = "All keys at once."
    expected.format = .csv
    expected.encoding = .windows1252
    expected.dialect.delimiter = [UInt8(ascii: ";")]
    expected.dialect.quote = .byte(UInt8(ascii: "'"))
    expected.dialect.header = .first
    expected.dialect.preambleLines = 2
    expected.time.column = "at"
    expected.time.unit = .pattern("%d.%m.%Y")
    expected.time.zone = "Europe/Berlin"
    expected.time.earliest = 1_230_940_800_000_000
    expected.time.latest = 1_893_456_000_000_000
    expected.time.snap = .init(to: 3_600_000_000, within: 1_000_000)
    expected.missing = [".", ""]
    expected.nullRows = .reject
    expected.filter = [
      .init(field: .init(names: ["Side"]), values: ["buy", "sell"]),
      .init(field: .init(position: 5), values: ["spot"]),
    ]
    expected.fileName = "(?<pair>[a-z]+)"
    expected.source = .template("{pair}")
    expected.interval = "1h"
    expected.passOver = ["*.tmp"]
    #expect(layout == expected)
  }

  @Test func aLayoutInsideAnotherDocumentIsReadFromItsNode() throws {
    let text = """
      layouts:
        prices:
          columns: {timestamp: t, value: p}
          source: btc
      """
    let node = try #require(try Yams.compose(yaml: text))
    let inner = try #require(node["layouts"]?["prices"])
    #expect(try Layout(inner, file: "job.yml", defaultName: "prices").name == "prices")
  }

  @Test(arguments: [
    (
      "name: x\ncolums: {timestamp: t}",
      "l.yml:2:1: unknown key `colums`; did you mean `columns`?"
    ),
    (
      "name: x\ncolumns: {timestamp: t}\ndialect:\n  eol: crlf",
      "l.yml:4:3: `dialect`: unknown key `eol`; expected one of delimiter, quote, escape, "
        + "record_end, comment, header, header_lines, preamble_lines, ragged, table"
    ),
    (
      "name: x\ncolumns: {timestamp: t}\ndialect: {delimiter: '·'}",
      "l.yml:3:22: `dialect.delimiter`: expected 1 to 16 characters that begin with an ASCII one, "
        + "found `·`"
    ),
    (
      "name: x\ncolumns: {timestamp: t}\ndialect: {quote: None}",
      "l.yml:3:18: `dialect.quote`: expected one ASCII character, or none, found `None`"
    ),
    (
      "name: x\ncolumns: {timestamp: t}\ndialect: {ragged: mend}",
      "l.yml:3:19: `dialect.ragged`: expected reject, pad or truncate, found `mend`"
    ),
    (
      "name: x\ncolumns: {timestamp: t}\ndialect: {record_end: crlf}",
      "l.yml:3:23: `dialect.record_end`: `crlf` is not known here; did you mean `lf`?"
    ),
    (
      "name: x\ncolumns: {timestamp: t}\ndialect: {header: first, header_lines: 2}",
      "l.yml:3:40: `dialect.header_lines`: `header` and `header_lines` exclude each other"
    ),
    (
      "name: x\ncolumns: {timestamp: t}\ndialect: {table: 0}",
      "l.yml:3:18: `dialect.table`: expected a whole number from 1 to 1000, found `0`"
    ),
    ("columns: {timestamp: t}", "l.yml:1:1: the key `name` is missing"),
    ("name: x", "l.yml:1:1: the key `columns` is missing"),
    (
      "name: x\nformat: cvs\ncolumns: {timestamp: t}",
      "l.yml:2:9: `format`: `cvs` is not known here; did you mean `csv`?"
    ),
    (
      "name: x\nencoding: utf8\ncolumns: {timestamp: t}",
      "l.yml:2:11: `encoding`: `utf8` is not known here; did you mean `utf-8`?"
    ),
    (
      "name: x\ncolumns: {timestamp: t, value: {type: decimal}}",
      "l.yml:2:32: `columns.value`: the key `from` is missing"
    ),
    (
      "name: x\ncolumns: {timestamp: t, value: 0}",
      "l.yml:2:32: `columns.value`: expected a position, counted from 1, or a name, found `0`"
    ),
    (
      "name: x\ncolumns: {timestamp: t, value: {constant: 1, from: p}}",
      "l.yml:2:52: `columns.value.from`: `constant` and `from` exclude each other"
    ),
    (
      "name: x\ncolumns: {value: p}",
      "l.yml:2:10: `columns`: there is no column `timestamp` in this layout; it has value"
    ),
    (
      "name: x\ncolumns: {timestamp: t}\ntime: {unit: minutes}",
      "l.yml:3:14: `time.unit`: expected auto, s, ms, us, ns, per-value, iso, or a pattern like "
        + "'%d.%m.%Y %H:%M:%S', found `minutes`"
    ),
    (
      "name: x\ncolumns: {timestamp: t}\ntime: {zone: Mars/Olympus}",
      "l.yml:3:14: `time.zone`: expected a time zone like UTC or Europe/Berlin, "
        + "found `Mars/Olympus`"
    ),
    (
      "name: x\ncolumns: {timestamp: t}\ntime: {snap: {to: 1s, within: 2s}}",
      "l.yml:3:31: `time.snap.within`: expected less than `to`, found `2s`"
    ),
    (
      "name: x\nshapes:\n  - fields: 2\n    colums: {timestamp: 1}",
      "l.yml:4:5: `shapes[1]`: unknown key `colums`; did you mean `columns`?"
    ),
    (
      "name: x\ncolumns: {timestamp: t}\nfile_name: '('",
      "l.yml:3:12: `file_name`: expected a regular expression, found `(`"
    ),
    (
      "name: x\ncolumns: {timestamp: t}\ninterval: often",
      "l.yml:3:11: `interval`: expected a duration like 1m, 1h, 1d, 1w or 1mo, or a group of "
        + "file_name in braces, found `often`"
    ),
    (
      "name: x\ncolumns: {timestamp: t}\nsource: {header_of: price}",
      "l.yml:3:9: `source`: there is no column `price` in this layout; it has timestamp"
    ),
    ("name: [x", "l.yml:2:1: this is not YAML: did not find expected ',' or ']'"),
    ("", "l.yml:1:1: this is not YAML: the document is empty"),
    ("just text", "l.yml:1:1: expected a mapping of keys to values, found `just text`"),
  ])
  func anErrorSaysWhereAndWhatWasExpected(yaml: String, message: String) {
    let error = #expect(throws: LayoutError.self) { try Layout(yaml: yaml, file: "l.yml") }
    #expect(error?.description == message)
  }

  @Test func aKeyWrittenTwiceIsRefused() {
    let error = #expect(throws: LayoutError.self) {
      try Layout(yaml: "name: x\nname: y", file: "l.yml")
    }
    #expect(error?.problem == .duplicateKey("name"))
  }
}
