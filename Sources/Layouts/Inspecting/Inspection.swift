package import FlatFiles

/// What was told of files before they are inspected.
package struct InspectionOptions: Sendable {
  /// The layout to look through, with its YAML; nil to recognise one, or make one up.
  package var layout: (layout: Layout, yaml: String)?
  package var table: String?
  package var encoding = TextEncoding.auto

  package init() {}
}

/// What a file is, as far as one reading shows.
package struct Inspection: Sendable {
  package var file: String
  /// In bytes, as stored.
  package var size: Int?
  package var compression: String?
  package var encoding: String?
  package var hasByteOrderMark = false
  package var format: String?
  package var dialect: DialectReport?
  /// The tables of a dump that have rows, where it was not told which one to read.
  package var tables: [TableRows] = []
  package var columns: [Column] = []
  /// nil where records were not read.
  package var records: Int?
  /// How many of them become rows; nil where there is no layout.
  package var rows: Int?
  package var rejected = 0
  package var codes: [RejectCode: Int] = [:]
  /// The first reject of each code.
  package var examples: [Reject] = []
  package var skipped: [SkipReason: Int] = [:]
  package var time: Time?
  /// The layout that was told or recognised.
  package var layout: String?
  /// A document that loads the file; nil where there is none.
  package var layoutYAML: String?
  package var isMadeUp = false
  /// The built-in layouts that the file fits.
  package var fits: [LayoutFit] = []
  /// Why the file is taken for what is said, in sentences.
  package var reasons: [String] = []
  /// What else is worth saying.
  package var notes: [String] = []
  /// What ended the reading; the rest is what was found before.
  package var error: (any Error)?

  package init(file: String) { self.file = file }
}

extension Inspection {
  /// How a CSV file is written.
  package struct DialectReport: Sendable, Hashable {
    package var delimiter: String
    package var quote: String?
    package var escape: String?
    /// `lf`, `crlf`, `cr`, `lf-cr` or `rs`
    package var lineEnding: String
    package var headerLines: Int
    package var preambleLines: Int
  }

  package struct Column: Sendable, Hashable {
    package var name: String
    /// A type of the layout language; nil where the column has no value.
    package var type: String?
    package var nulls: Int
    /// How many values are not of the type.
    package var strays: Int
    package var least: String?
    package var greatest: String?
    /// The first value, as the file writes it.
    package var example: String?
    /// The column of the table that it becomes through the layout.
    package var becomes: String?
  }

  package struct Time: Sendable, Hashable {
    /// The file's columns that the time is made of.
    package var column: String
    package var unit: String?
    /// The zone of times that name none; nil where they count or name their own.
    package var zone: String?
    /// Whether that is because nothing else was told.
    package var isZoneAssumed = false
    /// Microseconds since 1970; nil where there is no row.
    package var from: Int64?
    package var to: Int64?
    package var order: String?
    package var rhythm: Rhythm?
    /// Rows at the moment of the row before.
    package var repeated: Int
    /// How many sources there are.
    package var series: Int
  }
}

extension Inspection: Encodable {
  private enum Key: String, CodingKey {
    case file, size, compression, encoding, format, dialect, table, tables, columns, records, rows
    case rejected, codes, skipped, time, layout, fits, reasons, notes, error
    case layoutYAML = "layout_yaml"
    case isMadeUp = "made_up"
  }

  private struct Table: Encodable {
    var table: String
    var rows: Int
  }

  private struct Fit: Encodable {
    var layout: String
    var reason: String
  }

  /// The names are a promise to other programs.
  package func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: Key.self)
    try container.encode(file, forKey: .file)
    try container.encode(size, forKey: .size)
    try container.encode(compression, forKey: .compression)
    try container.encode(encoding, forKey: .encoding)
    try container.encode(format, forKey: .format)
    try container.encode(dialect, forKey: .dialect)
    try container.encode(columns, forKey: .columns)
    try container.encode(records, forKey: .records)
    try container.encode(time, forKey: .time)
    try container.encode(layout, forKey: .layout)
    try container.encode(layoutYAML, forKey: .layoutYAML)
    try container.encode(isMadeUp, forKey: .isMadeUp)
    try container.encode(
      fits.map { Fit(layout: $0.layout, reason: $0.reason) }, forKey: .fits)
    try container.encode(rows, forKey: .rows)
    try container.encode(rejected, forKey: .rejected)
    try container.encode(
      Dictionary(uniqueKeysWithValues: codes.map { ($0.rawValue, $1) }), forKey: .codes)
    try container.encode(
      Dictionary(uniqueKeysWithValues: skipped.map { ($0.rawValue, $1) }), forKey: .skipped)
    try container.encode(reasons, forKey: .reasons)
    try container.encode(notes, forKey: .notes)
    if !tables.isEmpty {
      try container.encode(
        tables.map { Table(table: "\($0.table)", rows: $0.rows) }, forKey: .tables)
    }
    try container.encodeIfPresent(error.map { "\($0)" }, forKey: .error)
  }
}

extension Inspection.DialectReport: Encodable {
  private enum Key: String, CodingKey {
    case delimiter, quote, escape
    case lineEnding = "line_ending"
    case headerLines = "header_lines"
    case preambleLines = "preamble_lines"
  }

  package func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: Key.self)
    try container.encode(delimiter, forKey: .delimiter)
    try container.encode(quote, forKey: .quote)
    try container.encode(escape, forKey: .escape)
    try container.encode(lineEnding, forKey: .lineEnding)
    try container.encode(headerLines, forKey: .headerLines)
    try container.encode(preambleLines, forKey: .preambleLines)
  }
}

extension Inspection.Column: Encodable {
  private enum Key: String, CodingKey {
    case name, type, nulls, min, max, strays, example, becomes
  }

  package func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: Key.self)
    try container.encode(name, forKey: .name)
    try container.encode(type, forKey: .type)
    try container.encode(nulls, forKey: .nulls)
    try container.encode(least, forKey: .min)
    try container.encode(greatest, forKey: .max)
    try container.encode(strays, forKey: .strays)
    try container.encode(example, forKey: .example)
    try container.encode(becomes, forKey: .becomes)
  }
}

extension Inspection.Time: Encodable {
  private enum Key: String, CodingKey {
    case column, unit, zone, from, to, order, gaps, interval, regular, duplicates, series, weekends
    case interval_seconds, longest_gap_seconds
  }

  package func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: Key.self)
    try container.encode(column, forKey: .column)
    try container.encode(unit, forKey: .unit)
    try container.encode(zone, forKey: .zone)
    try container.encode(from.map { Moment.text($0) }, forKey: .from)
    try container.encode(to.map { Moment.text($0) }, forKey: .to)
    try container.encode(order, forKey: .order)
    try container.encode(rhythm.map { Self.seconds($0.interval) }, forKey: .interval_seconds)
    try container.encode(rhythm?.name, forKey: .interval)
    try container.encode(rhythm?.isRegular ?? false, forKey: .regular)
    try container.encode(rhythm?.gaps, forKey: .gaps)
    try container.encode(rhythm?.weekends ?? 0, forKey: .weekends)
    try container.encode(
      rhythm?.longestGap.map(Self.seconds), forKey: .longest_gap_seconds)
    try container.encode(repeated, forKey: .duplicates)
    try container.encode(series, forKey: .series)
  }

  private static func seconds(_ microseconds: Int64) -> Double { Double(microseconds) / 1_000_000 }
}

extension Inspection {
  /// A moment as reports spell it: `2024-01-31T12:00:00Z`.
  package static func text(ofMoment microseconds: Int64) -> String { Moment.text(microseconds) }
}
