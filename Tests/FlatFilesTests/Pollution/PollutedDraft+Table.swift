extension PollutedDraft {
  /// Changes the table itself, or puts lines into it that are no rows.
  mutating func changeTable(
    _ kind: PollutionKind, form: Int, using generator: inout SeededGenerator
  ) {
    switch kind {
    case .none:
      dialect.recordEnd = form % 2 == 0 ? "\n" : "\r\n"
      notes.append("as it should be")
    case .numericHeader:
      table = CleanTable.years(
        rows: Int.random(in: 15...120, using: &generator), using: &generator)
      notes.append("columns named by years")
    case .emptyHeaderCell:
      table.header[0] = ""
      notes.append("the first column has no name")
    case .separatorLine:
      dialect.delimiter = [";", ",", "\t", "|"][form % 4]
      preamble = ["sep=\(dialect.delimiter)"]
      notes.append("a line for Excel, \(preamble[0].debugDescription)")
    case .commentLines: addComments(form, using: &generator)
    default: preconditionFailure("\(kind) is no structure")
    }
  }

  private mutating func addComments(_ form: Int, using generator: inout SeededGenerator) {
    commentMark = "#"
    let texts = [
      "# sensor replaced", "#", "# rows below were corrected, see report 7", "#--------",
      "# 2nd half; revised",
    ]
    for turn in 0...form % 4 {
      let row = Int.random(in: 0..<table.rows.count, using: &generator)
      linesBefore[row, default: []].append(texts[(form + turn) % texts.count])
    }
    notes.append("comments before rows \(linesBefore.keys.sorted())")
  }
}
