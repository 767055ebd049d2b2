extension String {
  /// How many letters must be inserted, dropped or replaced to turn one text into the other
  /// (Levenshtein 1966): what a did-you-mean is chosen by.
  package func editDistance(to other: String) -> Int {
    let target = Array(other)
    var previous = Array(0...target.count)
    for (row, letter) in self.enumerated() {
      var current = [row + 1]
      for (column, wanted) in target.enumerated() {
        let replaced = previous[column] + (letter == wanted ? 0 : 1)
        current.append(Swift.min(replaced, previous[column + 1] + 1, current[column] + 1))
      }
      previous = current
    }
    return previous[target.count]
  }
}
