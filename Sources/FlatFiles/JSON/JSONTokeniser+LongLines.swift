extension JSONTokeniser {
  /// Adds the line at the front of a window, which is longer than a record may be, as a reject.
  func refuseLongLine(of window: InputWindow, in batch: RecordBatch) {
    let (line, byte) = (window.line, window.offset)
    window.useLongLine().withUnsafeBytes {
      refuse(
        $0, line: line, byte: byte, as: .recordTooLong,
        CSVReject.tooLong(limit: limits.recordBytes)
          + "; where the records stand deeper inside one JSON object, a layout says where, with"
          + " `records`",
        in: batch)
    }
  }
}
