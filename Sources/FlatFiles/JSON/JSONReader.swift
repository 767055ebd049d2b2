/// Reads JSON files: the elements of an array, however long and on however few lines, or the
/// values that stand one behind the other; at the top of the file or wherever its records stand.
///
/// Only one record has to fit into memory. What surrounds the records is validated as it passes.
package final class JSONReader: RecordReader {
  package let columnNames: [String]? = nil
  package let format = FileFormat.json
  package let frame: RecordFrame?

  private let window: InputWindow
  private let tokeniser: JSONTokeniser
  private let cursor: JSONCursor
  private let walk: RecordWalk
  private let surroundings: Surroundings?
  private var hasValues = false
  private var isAtEnd = false
  private var failure: (any Error)?

  init(_ window: InputWindow, _ options: ReadOptions) throws {
    self.window = window
    frame = RecordFrame(of: options)
    tokeniser = try JSONTokeniser(options.recordPaths, options, path: window.path)
    cursor = try JSONCursor(window, options)
    surroundings = try Surroundings(
      options, keysAreFields: options.records.form == .joined, path: window.path)
    walk = try RecordWalk(cursor, tokeniser, surroundings, options)
  }

  package var columnCount: Int { tokeniser.columnCount }
  package var encoding: TextEncoding { window.encoding }
  package var hasArrays: Bool { walk.hasArrays }
  package var progress: ReadProgress { window.progress }
  package var sha256: String? { window.sha256 }

  package func read(into batch: RecordBatch) throws -> Bool {
    batch.removeAll(columnCount: columnCount)
    let start = window.offset
    while batch.isEmpty, failure == nil, !isAtEnd {
      if window.offset - start >= window.silentBytes { return true }
      tokeniser.begin(batch)
      surroundings?.begin()
      do {
        while !isAtEnd, !tokeniser.isFull(batch), window.offset - start < window.silentBytes {
          try step(batch)
        }
      } catch {
        failure = error
      }
      tokeniser.finish(batch)
      surroundings?.give(to: batch)
    }
    if !batch.isEmpty { return true }
    if let failure { throw failure }
    return false
  }

  private func step(_ batch: RecordBatch) throws {
    if walk.isAtTop, cursor.next() == nil {
      if let damage = window.damage { throw damage }
      if !hasValues { throw cursor.error(.empty) }
      isAtEnd = true
      return
    }
    hasValues = true
    try walk.step(batch)
  }
}

extension ReadOptions {
  /// The paths to ask of each record as the reader puts it together.
  var recordPaths: [FieldPath] {
    guard records.form == .joined else { return fieldPaths }
    return fieldPaths.map { $0.root == .key ? JoinedRecords.keyPath : $0 }
  }
}
