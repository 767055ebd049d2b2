/// What stands for the parents that one column names, in the order of the mapper's names.
struct ParentKeys: Sendable {
  /// Numbers, where the table counts its rows; `none` for one that is not there.
  private var numbers: [Int64] = []
  /// Texts, where names are the keys; empty for one that is not there.
  private var texts: [[UInt8]] = []
  private var complaints: [Int: String] = [:]
  private(set) var count = 0

  private static let none = Int64.min

  mutating func append(_ number: Int64) {
    numbers.append(number)
    texts.append([])
    count += 1
  }

  mutating func append(_ text: String) {
    numbers.append(Self.none)
    texts.append(Array(text.utf8))
    count += 1
  }

  /// Takes note of a parent that is not there: why its rows are rejected.
  mutating func append(missing complaint: String) {
    complaints[count] = complaint
    append(Self.none)
  }

  @inline(__always)
  func number(_ index: Int) -> Int64? { numbers[index] == Self.none ? nil : numbers[index] }

  func text(_ index: Int) -> [UInt8]? { texts[index].isEmpty ? nil : texts[index] }

  func complaint(_ index: Int) -> String { complaints[index] ?? "" }
}
