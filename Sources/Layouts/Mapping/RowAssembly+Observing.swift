import FlatFiles

/// What is gathered of rows that are kept.
extension RowAssembly {
  /// Counts what the row at hand is warned of, and shows it to the checks of the whole file.
  mutating func observe(_ batch: RecordBatch, _ record: Int) {
    for index in warned {
      warnings[index].count += 1
      guard warnings[index].examples.count < CheckFinding.kept else { continue }
      fault = fault(of: plan.checks[index])
      var example = reject(batch, record)
      if example.raw.count > CheckFinding.keptRawBytes {
        example.raw.removeSubrange(CheckFinding.keptRawBytes...)
      }
      warnings[index].add(example)
    }
    for check in fileChecks {
      check.add(
        ObservedRow(
          cells: UnsafeBufferPointer(row), text: base, source: max(source, 0),
          position: batch.records[record].position))
    }
  }

  /// What was found that rejected no record, in the order of the layout's checks.
  ///
  /// - Throws: `FileError` where there was no room on disk to sort by.
  mutating func conclude() throws -> [CheckFinding] {
    var findings = warnings.filter { $0.count > 0 }
    for index in findings.indices {
      guard let first = findings[index].examples.first else { continue }
      let count = findings[index].count
      findings[index].message =
        (count == 1 ? "1 row, on" : "\(count) rows, the first on")
        + " line \(first.position.line): \(first.message)"
    }
    for check in fileChecks { findings += try check.conclude(sources: sources.names) }
    return findings
  }
}

/// A row that is kept, as the checks of a whole file see it.
struct ObservedRow {
  var cells: UnsafeBufferPointer<Cell>
  /// What the text of cells lies in.
  var text: UnsafeRawBufferPointer
  /// The index of its source; 0 where rows have none.
  var source: Int
  var position: Position
}

/// A check that is decided at the end of the file.
protocol FileCheck: AnyObject {
  /// Takes note of a row. What goes wrong is thrown by `conclude`.
  func add(_ row: ObservedRow)

  /// What is found of the whole file; nothing where all is well.
  func conclude(sources: [String]) throws -> [CheckFinding]
}
