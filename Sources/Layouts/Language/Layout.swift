package import FlatFiles

/// How the records of a file become rows: format, columns, time, missing values, source.
///
/// A value read from YAML (`Layout+Decoding.swift`), not yet bound to a file: options and the
/// file's name make an `EffectiveLayout` of it. `docs/layouts.md` describes the language; a key
/// added here needs a line there, in the decoder and in `EffectiveLayout.canonicalText`.
package struct Layout: Sendable, Hashable {
  package var name: String
  package var description: String?
  package var format = Format.auto
  package var encoding = TextEncoding.auto
  package var dialect = Dialect()
  /// Where in a JSON document the records are, and what is one; the document itself or the elements
  /// of its array, unless told.
  package var records = RecordSelection()
  package var duplicateKeys = DuplicateKeyPolicy.last
  /// `NaN` and `Infinity` in JSON are texts unless told, so that the mapping can say whether they
  /// stand for a missing value.
  package var nonFinite = NonFinitePolicy.asText
  /// The table of a dump that is read, a name or a pattern; nil for the only one with rows.
  package var dumpTable: String?
  /// The table that rows go to when nothing else is said.
  package var target = Layout.timeSeriesTable
  /// What the records may look like, told apart by their number of fields. Never empty.
  package var shapes: [Shape]
  package var time = TimeRule()
  /// Texts that stand for a missing value, beside an empty bare field and JSON's `null`.
  package var missing: [String] = []
  package var nullRows = NullRowPolicy.skip
  /// A record is kept when every one of these holds.
  package var filter: [FieldFilter] = []
  /// A regular expression with named groups that `source` and `interval` draw on.
  package var fileName: String?
  /// What tells its files beyond what the columns ask for.
  package var recognition = RecognitionRule()
  package var source: SourceRule?
  /// The series that each record holds side by side, each a row of its own; empty where a record is
  /// one row.
  package var series: [SeriesRule] = []
  /// How long a candle lasts, a duration or a template over the groups of `fileName`.
  package var interval: String?
  /// What rows and files must be like beyond the types of their columns.
  package var checks: [Check] = []
  /// Whether sources and other parents that are not there yet are made; else a record that names one
  /// is rejected.
  package var createsParents = true
  /// Names of files that lie beside the data and are none, with `*` for any run of characters.
  package var passOver: [String] = []

  /// A layout with everything else left to its default.
  package init(name: String, target: String = Layout.timeSeriesTable, shapes: [Shape]) {
    self.name = name
    self.target = target
    self.shapes = shapes
  }

  /// The columns of all shapes and series.
  var columnRules: [ColumnRule] { shapes.flatMap(\.columns) + series.flatMap(\.columns) }

  /// The table whose columns and checks are known here.
  package static let timeSeriesTable = "timeseries_data"

  /// A table's name without the schema that is meant anyway.
  static func table(_ name: String) -> String {
    name.hasPrefix("public.") ? String(name.dropFirst("public.".count)) : name
  }

  package enum Format: String, Sendable, CaseIterable {
    case auto, csv, json, ndjson, capture, dump, copy
  }
  /// Judged only where a layout is not named: what a file needs to be taken for one of its own.
  package struct RecognitionRule: Sendable, Hashable {
    /// Whether `fileName` must describe the file, because its records could be another layout's.
    package var name = Name.helps
    /// Columns of which the header has one, although no row has it; empty where that tells nothing.
    package var header: [String] = []

    package enum Name: String, Sendable, CaseIterable { case helps, required }
    package static let keys = ["name", "header"]
  }

  package enum NullRowPolicy: String, Sendable, CaseIterable { case skip, keep, reject }
}

extension Layout {
  /// How the text of a CSV file is cut; nil is what the reader finds out or takes by default.
  package struct Dialect: Sendable, Hashable {
    /// One byte or more between two fields.
    package var delimiter: [UInt8]?
    package var quote = QuoteRule.auto
    /// The byte that takes the meaning from a quote.
    package var escape: UInt8?
    package var recordEnd: RecordEnd?
    /// Lines that begin with it are left out.
    package var comment: UInt8?
    package var header = Header.auto
    /// How many lines the header has; told only where it is more than one.
    package var headerLines: Int?
    /// Lines before the header that are no records.
    package var preambleLines: Int?
    /// What becomes of a record with another number of fields: never `mend`, which guesses.
    package var ragged = RaggedPolicy.reject
    /// Which of a file's tables is read, counted from 1; the others are left out.
    package var table: Int?

    package enum Header: String, Sendable, CaseIterable { case auto, first, none }
    package init() {}
  }

  /// One form that records take: its width, and where its columns come from.
  package struct Shape: Sendable, Hashable {
    /// How many fields a record of this form has; nil is any number.
    package var fields: Int?
    /// What a source is whose records have this form.
    package var dataType: DataType
    package var columns: [ColumnRule]

    package init(fields: Int?, dataType: DataType, columns: [ColumnRule]) {
      self.fields = fields
      self.dataType = dataType
      self.columns = columns
    }
  }

  /// Where one column of the target comes from.
  package struct ColumnRule: Sendable, Hashable {
    package var name: String
    package var origin: Origin
    package var type: ColumnType
    /// What a missing value becomes.
    package var defaultText: String?
    /// Whether a record without a value here is rejected.
    package var isRequired: Bool
    /// What is done to the text of the field before its type is read.
    package var text = TextRule()
    /// How its numbers are written, where that is not the plain way.
    package var numbers = NumberStyle()
    /// The row of another table that the field names; then the type is `parent`.
    package var parent: ParentRule?
    /// Whether a file without the field is right: its value is missing then.
    package var isOptional = false

    package init(
      name: String, origin: Origin, type: ColumnType, defaultText: String? = nil,
      isRequired: Bool = false
    ) {
      self.name = name
      self.origin = origin
      self.type = type
      self.defaultText = defaultText
      self.isRequired = isRequired
    }

    package enum Origin: Sendable, Hashable {
      case field(FieldReference)
      /// A fixed text, or one made from the file's name: `{group}`, `{stem}` and `{file}` are
      /// filled in.
      case constant(String)
      case template(FieldTemplate)
      case ordinal(OrdinalRule)
      /// Each field that nothing else reads, as a series of its own that the header names.
      case each
    }
  }

  /// A field of a record: by name or path, by position, or both, whichever the file offers.
  package struct FieldReference: Sendable, Hashable {
    /// Names of a CSV column or paths into a JSON record; the first that is there counts.
    package var names: [String]
    /// The position in the record, counted from 1.
    package var position: Int?

    package init(names: [String] = [], position: Int? = nil) {
      self.names = names
      self.position = position
    }
  }

  /// One of the series that a record holds.
  package struct SeriesRule: Sendable, Hashable {
    /// What the name of its source ends in.
    package var suffix: String
    /// Its own columns, beside those that all series have.
    package var columns: [ColumnRule]

    package init(suffix: String, columns: [ColumnRule]) {
      self.suffix = suffix
      self.columns = columns
    }
  }

  package struct FieldFilter: Sendable, Hashable {
    package var field: FieldReference
    package var values: [String]

    package init(field: FieldReference, values: [String]) {
      self.field = field
      self.values = values
    }
  }

  /// How times are written, and what is done to them.
  package struct TimeRule: Sendable, Hashable {
    package var column = "timestamp"
    package var unit = TimeUnit.auto
    /// The zone of times that name none; nil is UTC.
    package var zone: String?
    /// How times are read that the clocks of the zone showed twice or not at all; nil to reject them.
    package var clockChange: ClockChange?
    /// Which part of `01/02/2024` is the day; nil to let the file's own dates decide.
    package var order: DateOrder?
    package var snap: Snap?
    /// Microseconds since 1970 that a time must not be before: 1900-01-01 unless told.
    package var earliest: Int64 = -2_208_988_800_000_000
    /// Microseconds since 1970 that a time must not be after; nil is one day after now.
    package var latest: Int64?
  }

  /// Which of the two offsets counts that a zone has before and after its clocks are changed.
  package enum ClockChange: String, Sendable, CaseIterable {
    case before, after
  }

  /// What stands first in a date of figures that ends in its year.
  package enum DateOrder: String, Sendable, CaseIterable {
    case dayFirst = "day-first"
    case monthFirst = "month-first"
  }

  /// Stamps a little after a mark are put on the mark.
  package struct Snap: Sendable, Hashable {
    /// The distance between marks, in microseconds.
    package var to: Int64
    /// How far after a mark a stamp may lie, in microseconds.
    package var within: Int64

    package init(to: Int64, within: Int64) {
      self.to = to
      self.within = within
    }
  }

  /// What tells which source a row belongs to.
  package enum SourceRule: Sendable, Hashable {
    /// A fixed name, or one made from the file's name: `{group}` and `{stem}` are filled in.
    case template(String)
    /// A field of each record.
    case field(FieldReference)
    /// Several fields of each record in one name.
    case fields(FieldTemplate)
    /// The header of the field that a column reads.
    case header(ofColumn: String)
  }
}

/// What kind of data a source holds, as `sources.data_type` spells it.
package enum DataType: String, Sendable, CaseIterable {
  case ohlcv, simple, calculated, social, onchain, macro, derivative, stablecoin, etf, defi
}
