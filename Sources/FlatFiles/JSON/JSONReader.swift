/// Reads JSON files: the elements of an array, however long and on however few lines, or the
/// values that stand one behind the other; at the top of the file or at a path inside its objects.
///
/// Only one record has to fit into memory. What surrounds the records is validated as it passes.
package final class JSONReader: RecordReader {
  package let columnNames: [String]? = nil
  package let format = FileFormat.json

  private let window: InputWindow
  private let tokeniser: JSONTokeniser
  private let cursor: JSONCursor
  private let way: RecordWay
  private var place = Place.top
  private var hasValues = false
  private var failure: (any Error)?

  private enum Place {
    /// Before a value of the file.
    case top
    /// Behind the opening bracket of the records' array.
    case firstElement
    /// Behind a comma.
    case element
    case behindElement
    case end
  }

  init(_ window: InputWindow, _ tokeniser: JSONTokeniser, _ options: ReadOptions) throws {
    self.window = window
    self.tokeniser = tokeniser
    cursor = try JSONCursor(window, options)
    way = RecordWay(options.recordPath, cursor)
  }

  package var columnCount: Int { tokeniser.columnCount }
  package var encoding: TextEncoding { window.encoding }
  package var progress: ReadProgress { window.progress }
  package var sha256: String? { window.sha256 }

  package func read(into batch: RecordBatch) throws -> Bool {
    batch.removeAll(columnCount: columnCount)
    while batch.isEmpty, failure == nil, place != .end {
      tokeniser.begin(batch)
      do {
        while place != .end, !tokeniser.isFull(batch) { try step(batch) }
      } catch {
        failure = error
      }
      tokeniser.finish(batch)
    }
    if !batch.isEmpty { return true }
    if let failure { throw failure }
    return false
  }

  /// Goes on to the next place.
  private func step(_ batch: RecordBatch) throws {
    switch place {
    case .top: try begin(batch)
    case .firstElement, .element:
      // The fast way, for all elements but those at the edges of pieces.
      let length = tokeniser.addElements(
        window.bytes, line: window.line, byte: window.offset, to: batch)
      if length > 0 {
        window.useCountingLines(length)
        place = .element
      } else if place == .element {
        try addNext(to: batch)
      } else {
        try addFirst(to: batch)
      }
    case .behindElement:
      if try cursor.separator(or: UInt8(ascii: "]")) { try leave() } else { place = .element }
    case .end: break
    }
  }

  private func addFirst(to batch: RecordBatch) throws {
    if try cursor.needNext() == UInt8(ascii: "]") {
      cursor.take()
      try leave()
    } else {
      try add(to: batch)
      place = .behindElement
    }
  }

  private func addNext(to batch: RecordBatch) throws {
    if try cursor.needNext() == UInt8(ascii: "]") {
      throw cursor.error(.invalidJSON("a value behind a comma is missing"))
    }
    try add(to: batch)
    place = .behindElement
  }

  private func begin(_ batch: RecordBatch) throws {
    guard let first = cursor.next() else {
      if let damage = window.damage { throw damage }
      if !hasValues { throw cursor.error(.empty) }
      place = .end
      return
    }
    guard first == UInt8(ascii: "[") || first == UInt8(ascii: "{") else {
      throw cursor.error(.invalidJSON("an array or an object should stand here"))
    }
    hasValues = true
    try way.enter()
    switch try cursor.needNext() {
    case UInt8(ascii: "["):
      cursor.take()
      place = .firstElement
    case UInt8(ascii: "{"):
      try add(to: batch)
      try leave()
    default: throw way.noRecords("a value that is neither an array nor an object")
    }
  }

  private func leave() throws {
    place = .end  // should the way out be damaged
    try way.leave()
    place = .top
  }

  @inline(__always)
  private func add(to batch: RecordBatch) throws {
    let length = try cursor.measure()
    tokeniser.add(
      UnsafeRawBufferPointer(rebasing: window.bytes[..<length]), line: window.line,
      byte: window.offset, to: batch)
    window.useCountingLines(length)
  }
}
