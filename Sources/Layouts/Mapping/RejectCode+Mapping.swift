package import FlatFiles

extension RejectCode {
  package static let notANumber = RejectCode(rawValue: "not-a-number")
  package static let notAnInteger = RejectCode(rawValue: "not-an-integer")
  package static let notABoolean = RejectCode(rawValue: "not-a-boolean")
  package static let numberOutOfRange = RejectCode(rawValue: "number-out-of-range")
  package static let notATime = RejectCode(rawValue: "not-a-time")
  package static let timeOutOfRange = RejectCode(rawValue: "time-out-of-range")
  package static let mixedTimeUnits = RejectCode(rawValue: "mixed-time-units")
  /// Nothing tells the day from the month.
  package static let ambiguousDate = RejectCode(rawValue: "ambiguous-date")
  /// The clocks of the zone showed the time twice.
  package static let ambiguousTime = RejectCode(rawValue: "ambiguous-time")
  /// The clocks of the zone were put forward over the time.
  package static let skippedTime = RejectCode(rawValue: "skipped-time")
  /// A check's pattern would try the text in more ways than can be waited for.
  package static let patternTooSlow = RejectCode(rawValue: "pattern-too-slow")
  package static let missingValue = RejectCode(rawValue: "missing-value")
  /// A list of texts does not have it.
  package static let notInList = RejectCode(rawValue: "not-in-list")
  /// A text does not have the part that counts.
  package static let noSuchPart = RejectCode(rawValue: "no-such-part")
  package static let wrongWidth = RejectCode(rawValue: "wrong-width")
  package static let notJSON = RejectCode(rawValue: "not-json")
  package static let notAnArray = RejectCode(rawValue: "not-an-array")
  package static let badSourceName = RejectCode(rawValue: "bad-source-name")
  /// A text that can name no row of the parent's table.
  package static let badParentName = RejectCode(rawValue: "bad-parent-name")
  /// A name that is one more than a file may have of its kind.
  package static let tooManyNames = RejectCode(rawValue: "too-many-names")
  /// A row too far back in time to know how many equal ones came before.
  package static let outOfOrder = RejectCode(rawValue: "out-of-order")
  package static let nullRow = RejectCode(rawValue: "null-row")
  /// Some of open, high, low and close are there, and some are not.
  package static let incompleteCandle = RejectCode(rawValue: "incomplete-candle")
  package static let highBelowLow = RejectCode(rawValue: "high-below-low")
}
