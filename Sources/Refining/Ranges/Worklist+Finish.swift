internal import Postgres

extension Worklist {
  /// Takes the verb's mark off what a slice has refined. Belongs into the slice's transaction.
  ///
  /// A claimed range that ends in the slice loses the mark, and goes when it has no other. One that
  /// goes on behind the slice is cut: the rest keeps its row, the part done gets a row of its own
  /// if the other verb still has to look at it. Returns how many ranges are dealt with whole.
  func finish(_ slice: Slice) throws -> Int {
    try connection.execute(
      """
      INSERT INTO retrofill.dirty_ranges (table_name, source_id, range_from, range_to,
        \(sql: purpose.mark), \(sql: purpose.otherMark), load_id, recorded_at)
      SELECT d.table_name, d.source_id, d.range_from, s.span_until - interval '1 microsecond',
        false, true, d.load_id, d.recorded_at
      FROM \(sql: claimed(in: slice))
      JOIN retrofill.dirty_ranges AS d USING (dirty_range_id)
      WHERE d.range_from < s.span_until AND d.range_to >= s.span_until
        AND d.\(sql: purpose.otherMark)
      """)
    try connection.execute(
      """
      UPDATE retrofill.dirty_ranges AS d SET range_from = s.span_until
      FROM \(sql: claimed(in: slice))
      WHERE d.dirty_range_id = c.dirty_range_id
        AND d.range_from < s.span_until AND d.range_to >= s.span_until
      """)
    let unmarked = try connection.execute(
      """
      UPDATE retrofill.dirty_ranges AS d SET \(sql: purpose.mark) = false
      FROM \(sql: claimed(in: slice))
      WHERE d.dirty_range_id = c.dirty_range_id
        AND d.range_to < s.span_until AND d.\(sql: purpose.mark)
      """)
    try connection.execute(
      """
      DELETE FROM retrofill.dirty_ranges AS d
      USING \(sql: claimed(in: slice))
      WHERE d.dirty_range_id = c.dirty_range_id AND NOT d.needs_score AND NOT d.needs_aggregate
      """)
    return unmarked
  }

  private func claimed(in slice: Slice) -> SQL {
    """
    (SELECT range_id, span_until FROM refining_spans WHERE slice = \(slice.number)) AS s
    JOIN refining_claims AS c USING (range_id)
    """
  }
}
