/// Finds rows again among others.
enum RowMatching {
  /// The length of the longest common subsequence: how many of the rows are in the others, in their
  /// order, each cell the same byte for byte.
  static func count(_ rows: [[String]], in others: [[String]]) -> Int {
    var numbers: [[[UInt8]]: Int] = [:]
    func number(_ row: [String]) -> Int {
      let key = row.map { Array($0.utf8) }
      let next = numbers.count
      return numbers[key]
        ?? {
          numbers[key] = next
          return next
        }()
    }
    var left = rows.map(number)[...]
    var right = others.map(number)[...]
    var same = 0
    while let one = left.first, one == right.first {
      left.removeFirst()
      right.removeFirst()
      same += 1
    }
    while let one = left.last, one == right.last {
      left.removeLast()
      right.removeLast()
      same += 1
    }
    return same + longest(Array(left), Array(right))
  }

  private static func longest(_ left: [Int], _ right: [Int]) -> Int {
    var best = [Int](repeating: 0, count: left.count + 1)
    for value in right {
      var diagonal = 0
      for index in left.indices {
        let above = best[index + 1]
        best[index + 1] = left[index] == value ? diagonal + 1 : max(above, best[index])
        diagonal = above
      }
    }
    return best.last ?? 0
  }
}
