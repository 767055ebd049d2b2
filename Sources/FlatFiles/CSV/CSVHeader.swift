/// The names of a CSV file's columns.
enum CSVHeader {
  /// Makes names usable as keys: blanks around them go, a column without a name is called
  /// `column` and its number, and a name that stands again gets the next free number:
  /// `price, price, ""` becomes `price, price_2, column3`.
  static func names(_ cells: [String]) -> [String] {
    let wanted = cells.enumerated().map { index, cell in
      let name = cell.trimmingBlanks()
      return name.isEmpty ? generated(index) : name
    }
    // Names as the file has them go first, so that a made one never takes the place of one.
    var taken = Set(wanted)
    var seen: Set<String> = []
    return wanted.map { name in
      if seen.insert(name).inserted { return name }
      var number = 2
      while taken.contains("\(name)_\(number)") { number += 1 }
      let unique = "\(name)_\(number)"
      taken.insert(unique)
      return unique
    }
  }

  /// The names in a header of several lines: the last line counts, and where it has none, the first
  /// that has one: `Price,Close` above `Ticker,MSFT` above `Date,` is `Date,Close`. A rule of hyphens
  /// below names is none.
  static func cells(of lines: [[String]]) -> [String] {
    (lines.last ?? []).enumerated().map { index, cell in
      let column = [cell] + lines.map { index < $0.count ? $0[index] : "" }
      return column.first { !$0.trimmingBlanks().isEmpty && !$0.isRule } ?? ""
    }
  }

  /// The name of a column that the file does not name, by its index from 0.
  static func generated(_ index: Int) -> String { "column\(index + 1)" }
}

extension String {
  /// Whether it is a line drawn with signs, as below the header of a table in Markdown: `:---`.
  fileprivate var isRule: Bool {
    utf8.count > 2 && utf8.allSatisfy { "-=: ".utf8.contains($0) } && utf8.contains { $0 != 0x20 }
  }

  fileprivate func trimmingBlanks() -> String {
    let isBlank = { (character: Character) in character == " " || character == "\t" }
    let tail = drop(while: isBlank)
    let end = tail.lastIndex { !isBlank($0) }.map { tail.index(after: $0) } ?? tail.startIndex
    return String(tail[..<end])
  }
}
