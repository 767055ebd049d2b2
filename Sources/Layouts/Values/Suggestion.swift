/// Finds the word that was probably meant, for "did you mean".
package enum Suggestion {
  /// The known word nearest to what was written; nil when none is near.
  package static func nearest(to word: String, among known: [String]) -> String? {
    let wanted = Array(word.lowercased().unicodeScalars)
    var best: (word: String, distance: Int)?
    for candidate in known {
      let distance = edits(from: wanted, to: Array(candidate.lowercased().unicodeScalars))
      if distance < best?.distance ?? Int.max { best = (candidate, distance) }
    }
    guard let best, best.distance <= max(1, min(3, wanted.count / 2)) else { return nil }
    return best.word
  }

  /// How many letters must be added, left out, changed or swapped with their neighbour.
  private static func edits(from a: [Unicode.Scalar], to b: [Unicode.Scalar]) -> Int {
    guard !a.isEmpty else { return b.count }
    var beforeLast: [Int] = []
    var last = Array(0...b.count)
    for i in 1...a.count {
      var row = [i]
      for j in stride(from: 1, through: b.count, by: 1) {
        let change = last[j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1)
        var cost = min(change, last[j] + 1, row[j - 1] + 1)
        if i > 1, j > 1, a[i - 1] == b[j - 2], a[i - 2] == b[j - 1] {
          cost = min(cost, beforeLast[j - 2] + 1)
        }
        row.append(cost)
      }
      beforeLast = last
      last = row
    }
    return last[b.count]
  }
}
