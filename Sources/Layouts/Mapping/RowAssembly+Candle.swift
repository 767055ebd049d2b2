import FlatFiles

/// What the table checks of a candle, checked here, where a reject still knows its position.
extension RowAssembly {
  /// Whether a row is a candle that the table takes: all four prices or none, high not below low.
  mutating func isCandle(_ candle: MappingPlan.CandleColumns) -> Bool {
    let (high, low) = (row[candle.high], row[candle.low])
    let count =
      high.presence + low.presence + row[candle.open].presence + row[candle.close].presence
    if count == 0 { return true }
    guard count == 4 else {
      fault = Fault(
        column: nil, code: .incompleteCandle,
        message: "the candle has \(count) of open, high, low and close; it must have all or none")
      return false
    }
    let isBelow = DecimalText.isLess(
      padded: digits(high), Int(high.length), than: digits(low), Int(low.length))
    guard isBelow else { return true }
    fault = Fault(
      column: "high", code: .highBelowLow,
      message: "the high \(shown(high)) is below the low \(shown(low))")
    return false
  }

  private func digits(_ cell: Cell) -> UnsafePointer<UInt8> {
    // Only for cells with text, and text is never in an empty buffer.
    (base.baseAddress.unsafelyUnwrapped + Int(cell.bits)).assumingMemoryBound(to: UInt8.self)
  }

  private func shown(_ cell: Cell) -> String {
    Self.shown(UnsafeRawBufferPointer(start: digits(cell), count: Int(cell.length)))
  }
}

extension Cell {
  /// A switch, because comparing kinds is a call.
  @inline(__always)
  var isNull: Bool {
    switch kind {
    case .null: true
    default: false
    }
  }

  /// 1 where the cell holds a value.
  @inline(__always)
  fileprivate var presence: Int { isNull ? 0 : 1 }
}
