/// The cells of a shape in memory of their own, so that going through them for each record is loads
/// and no more: an array in the assembly would be checked, and counted, at every look.
final class CellTable {
  /// Valid as long as the table lives.
  let cells: UnsafeBufferPointer<CellPlan>

  init(_ cells: ContiguousArray<CellPlan>) {
    let copy = UnsafeMutableBufferPointer<CellPlan>.allocate(capacity: cells.count)
    _ = copy.initialize(from: cells)
    self.cells = UnsafeBufferPointer(copy)
  }

  deinit { cells.deallocate() }
}
