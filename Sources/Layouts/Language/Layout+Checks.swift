package import FlatFiles

extension Layout {
  /// What rows, or the file as a whole, must be like beyond what the types of columns say.
  package struct Check: Sendable, Hashable {
    package var rule: Rule
    /// What a reject or a finding is called.
    package var code: RejectCode
    package var severity: Severity

    package init(_ rule: Rule, code: RejectCode? = nil, severity: Severity? = nil) {
      self.rule = rule
      self.code = code ?? rule.code
      self.severity = severity ?? rule.severity
    }

    /// Whether the check can only be decided at the end of the file.
    var isOfTheFile: Bool {
      switch rule {
      case .unique, .interval: true
      default: false
      }
    }
  }

  package enum Severity: String, Sendable, CaseIterable {
    /// A record that fails is rejected; a file that fails is not published.
    case error
    /// It is counted and said, and everything is kept.
    case warning
    /// A record that fails is left out, as by the filter.
    case skip
  }
}

extension Layout.Check {
  package enum Rule: Sendable, Hashable {
    /// These columns have a value.
    case required([String])
    case range(RangeRule)
    /// The text of a column matches a regular expression somewhere.
    case pattern(column: String, String)
    case oneOf(column: String, [String])
    case compare(Comparison)
    /// A column goes one way from row to row of a source.
    case monotonic(MonotonicRule)
    /// No two rows have the same values in these columns.
    case unique([String])
    /// The rows of a source follow each other at this distance; nil for the layout's own interval.
    case interval(CandleInterval?)
  }

  /// Bounds of a column, as texts of its type.
  package struct RangeRule: Sendable, Hashable {
    package var column: String
    package var least: String?
    package var most: String?
    /// Whether the bounds themselves are outside.
    package var isExclusive = false
  }

  /// One column against another, or against a value.
  package struct Comparison: Sendable, Hashable {
    package var column: String
    package var relation: Relation
    package var other: Operand

    package enum Operand: Sendable, Hashable {
      case column(String)
      case value(String)
    }
  }

  package enum Relation: String, Sendable, CaseIterable {
    case less = "<"
    case notMore = "<="
    case equal = "="
    case notEqual = "!="
    case notLess = ">="
    case more = ">"

    /// Whether it holds for an order of two values: below zero, zero or above.
    func holds(_ order: Int) -> Bool {
      switch self {
      case .less: order < 0
      case .notMore: order <= 0
      case .equal: order == 0
      case .notEqual: order != 0
      case .notLess: order >= 0
      case .more: order > 0
      }
    }

    /// What is the case where it does not hold, as part of a code.
    var opposite: String {
      switch self {
      case .less: "not-below"
      case .notMore: "above"
      case .equal: "not"
      case .notEqual: "equals"
      case .notLess: "below"
      case .more: "not-above"
      }
    }
  }

  package struct MonotonicRule: Sendable, Hashable {
    package var column: String
    package var order = Order.ascending
    /// Whether it must not stay the same either.
    package var isStrict = false

    package enum Order: String, Sendable, CaseIterable {
      case ascending, descending
      /// The way that the first two different values of a source go.
      case either
    }
  }
}

extension Layout.Check.Rule {
  /// The code of what fails the rule, where the layout gives it none.
  var code: RejectCode {
    switch self {
    case .required: .missingValue
    case .range: .outOfRange
    case .pattern: .patternMismatch
    case .oneOf: .notInList
    case .compare(let comparison): RejectCode(rawValue: comparison.code)
    case .monotonic(let rule):
      switch rule.order {
      case .ascending: .notAscending
      case .descending: .notDescending
      case .either: .notMonotonic
      }
    case .unique: .duplicateKey
    case .interval: .gap
    }
  }

  /// How bad it is, where the layout does not say. Markets have gaps: they are worth saying, and
  /// no fault of the file.
  fileprivate var severity: Layout.Severity {
    if case .interval = self { .warning } else { .error }
  }
}

extension Layout.Check.Comparison {
  /// `high >= low`
  package var text: String { "\(column) \(relation.rawValue) \(otherText)" }

  /// `high-below-low`
  fileprivate var code: String {
    "\(column)-\(relation.opposite)-\(otherText)".lowercased()
      .split { !($0.isASCII && ($0.isLetter || $0.isNumber)) }.joined(separator: "-")
  }

  var otherText: String {
    switch other {
    case .column(let name): name
    case .value(let text): text
    }
  }
}

extension RejectCode {
  static let outOfRange = RejectCode(rawValue: "out-of-range")
  static let patternMismatch = RejectCode(rawValue: "pattern-mismatch")
  static let notAscending = RejectCode(rawValue: "not-ascending")
  static let notDescending = RejectCode(rawValue: "not-descending")
  static let notMonotonic = RejectCode(rawValue: "not-monotonic")
  /// Rows of the file have the same key.
  static let duplicateKey = RejectCode(rawValue: "duplicate-key")
  /// Rows are missing between two others.
  static let gap = RejectCode(rawValue: "gap")
  /// Rows of a source have the same time.
  static let duplicateTime = RejectCode(rawValue: "duplicate-time")
  /// The distance between two rows is no multiple of the interval.
  static let offInterval = RejectCode(rawValue: "off-interval")
}
