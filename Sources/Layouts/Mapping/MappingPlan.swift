/// A layout worked out for one file: which field goes where, with names resolved to indices.
struct MappingPlan {
  /// Whether a quoted field is a CSV field and not a JSON string.
  var isCSV: Bool
  var columns: [RowColumn]
  var shapes: [ShapePlan]
  /// Whether each record of the file holds a row of every shape, one series each.
  var isWide: Bool
  var source: SourcePlan?
  var filter: [FilterPlan]
  /// The index of the time column, and of those that a candle consists of.
  var time: Int?
  var candle: CandleColumns?
  /// Fields to try where the first one is absent; `CellPlan.alternatives` are ranges of it.
  var alternatives: [Int]
  /// How the cells are made whose step is `derived`.
  var derivations: [Derivation]
  /// The layout's checks of single rows.
  var checks: [RecordCheck]
  /// The ordinal among equal rows, where a column has it.
  var ordinal: OrdinalPlan?
  /// The columns that name parents, in order.
  var parents: [ParentPlan]
  /// Texts of constants and defaults, one after the other: appended to every batch.
  var constants: [UInt8]

  struct ShapePlan {
    var fields: Int?
    var dataType: DataType
    /// One for each column of the plan.
    var cells: ContiguousArray<CellPlan>
  }

  enum SourcePlan {
    /// One for each series; one alone where a record is one row.
    case named([String])
    case fields([Int])
    /// The parts of a name, and what it ends in, by series.
    case parts([Derivation.Piece], [[UInt8]])
  }

  struct FilterPlan {
    var fields: [Int]
    var values: [WantedText]
  }

  struct OrdinalPlan {
    /// The column that has the ordinal, and those that equal rows agree in.
    var column: Int
    var among: [Int]
    var first: Int64
    /// The column whose text makes a row the first of its kind.
    var unless: Int?
  }

  struct ParentPlan {
    var column: Int
    var name: String
    var rule: Layout.ParentRule
    /// The column within whose parents the names are told.
    var scope: Int?
    /// Names that constants and defaults are made of: the first ones.
    var constants: [String] = []
  }

  struct CandleColumns {
    var open: Int
    var high: Int
    var low: Int
    var close: Int
  }
}

/// How one cell of a row is made. Holds no array, and no more bytes than are copied in a few loads:
/// one is read for every field of a file.
struct CellPlan {
  /// What a missing value becomes; text cells count their offset from `MappingPlan.constants`.
  var fallback = Cell.null
  private var fieldIndex: Int32 = -1 { didSet { settle() } }
  private var firstAlternative: Int32 = 0
  private var endOfAlternatives: Int32 = 0 { didSet { settle() } }
  private var timeReaderIndex: Int32 = -1
  private var derivationIndex: Int32 = -1 { didSet { settle() } }
  var step: Step { didSet { settle() } }
  var isRequired = false
  /// Whether the value is a number or a time that is read as the one field has it.
  private(set) var isPlain = false
  /// Whether it is a number.
  private(set) var isDecimal = false

  private mutating func settle() {
    isPlain = derivationIndex < 0 && firstAlternative == endOfAlternatives && fieldIndex >= 0
    isDecimal = step == .decimal
    isPlain = isPlain && (isDecimal || step == .timestamp)
  }

  init(step: Step, fallback: Cell = .null) {
    self.step = step
    self.fallback = fallback
    settle()
  }

  /// The field to read.
  @inline(__always)
  var field: Int {
    get { Int(fieldIndex) }
    set { fieldIndex = Int32(newValue) }
  }

  /// Others to try where the field is absent.
  @inline(__always)
  var alternatives: Range<Int> {
    get { Int(firstAlternative)..<Int(endOfAlternatives) }
    set {
      firstAlternative = Int32(newValue.lowerBound)
      endOfAlternatives = Int32(newValue.upperBound)
    }
  }

  /// The reader of times in `RowAssembly.timeReaders`.
  @inline(__always)
  var timeReader: Int {
    get { Int(timeReaderIndex) }
    set { timeReaderIndex = Int32(newValue) }
  }

  /// How the text of the cell comes about, in `MappingPlan.derivations`; -1: as the field has it.
  @inline(__always)
  var derivation: Int {
    get { Int(derivationIndex) }
    set { derivationIndex = Int32(newValue) }
  }

  enum Step {
    /// Always the fallback: a constant, or a column that the shape does not have.
    case constant
    /// Set when the rest of the row is known.
    case ordinal
    /// A text that the file does not have as it is needed, read by the step of its derivation.
    case derived
    case source
    case timestamp, date, decimal, integer, boolean, text, json, array, parent
  }
}
