/// Finds the records of a JSON document that are spread over an object: with a column in each of its
/// arrays, with a series in each, or as its members.
///
/// How it works. From the top it goes down, each time into the one member that makes up most of the
/// document. The first object there that is clearly of one of the three forms is taken; what is less
/// than clear, such as the two sides of an order book, is taken for none.
package struct RecordsInObject {
  package let selection: RecordSelection
  /// What the records have, where they are put together and have no text of their own to look at.
  package let fieldPaths: [FieldPath]

  private struct Member {
    var name: String
    var value: Range<Int>
    var open: UInt8
  }

  private static let depth = 8
  /// How many members are looked at to see whether they are alike.
  private static let alike = 100

  /// Looks at the first document of a file that is read with these options; nil where it has no such
  /// object, is damaged, or is too large to be held.
  package static func find(in file: SourceFile, _ options: ReadOptions) -> RecordsInObject? {
    guard let (object, isAlone) = try? firstDocument(of: file, options) else { return nil }
    return RecordsInObject(in: object, isAlone: isAlone)
  }

  private static func firstDocument(
    of file: SourceFile, _ options: ReadOptions
  ) throws -> (HeldObject, isAlone: Bool) {
    let limits = options.limits
    let content = try ContentStream(file, limits: limits)
    content.stopHashing()
    let window = try InputWindow(content, encoding: options.encoding, limits: limits)
    let cursor = try JSONCursor(window, options)
    _ = try cursor.needNext()
    let object = try cursor.hold(tooLong: .recordTooLong(limit: limits.recordBytes))
    return (object, cursor.next() == nil)
  }

  /// Looks at a document that is known to be valid. One that is not alone in its file is rather a
  /// record with objects in it than a map of records.
  package init?(in document: UnsafeRawBufferPointer, isAlone: Bool = true) {
    self.init(in: HeldObject(document, line: 1, byte: 0), isAlone: isAlone)
  }

  private init?(in object: HeldObject, isAlone: Bool) {
    guard var start = object.bytes.firstIndex(where: { $0 > 0x20 }) else { return nil }
    var path: [RecordPath.Step] = []
    while path.count < Self.depth, object.bytes[start] == UInt8(ascii: "{") {
      let members = Self.members(of: object, at: start)
      // Of two members of one name only one could be meant.
      guard Set(members.map(\.name)).count == members.count else { return nil }
      let found =
        Self.columns(members, object) ?? Self.joined(members, object)
        ?? (isAlone ? Self.map(members, object) : nil)
      if let found {
        selection = RecordSelection(at: [RecordPath(path)], form: found.form)
        fieldPaths = found.fieldPaths
        return
      }
      guard let most = members.first(where: { $0.value.count * 2 > object.bytes.count }) else {
        return nil
      }
      path.append(.key(most.name))
      start = most.value.lowerBound
    }
    return nil
  }

  private static func members(of object: HeldObject, at start: Int) -> [Member] {
    var found: [Member] = []
    var members = Elements(at: start + 1, isObject: true)
    while let key = members.next(in: object.bytes), let value = members.next(in: object.bytes) {
      found.append(
        Member(
          name: object.text(ofKey: key), value: value, open: object.bytes[value.lowerBound]))
    }
    return found
  }

  /// Whether these make up most of an object with these members.
  private static func areMost(_ some: [Member], of members: [Member]) -> Bool {
    let length = { (members: [Member]) in members.reduce(0) { $0 + $1.value.count } }
    return length(some) * 2 > length(members)
  }

  // MARK: - Columns

  /// Arrays of scalars that are as long as each other. Where they stand under dates or numbers, each
  /// is a record and no column.
  private static func columns(
    _ members: [Member], _ object: HeldObject
  ) -> (form: RecordSelection.Form, fieldPaths: [FieldPath])? {
    var byCount: [Int: [Member]] = [:]
    for member in members where member.open == UInt8(ascii: "[") {
      if let count = scalars(in: member, object) { byCount[count, default: []].append(member) }
    }
    guard
      let (count, arrays) = byCount.max(by: { ($0.value.count, $0.key) < ($1.value.count, $1.key) }
      ),
      arrays.count > 1, count > 1, areMost(arrays, of: members)
    else { return nil }
    if !arrays.contains(where: { isName($0.name) }) {
      return arrays.count == members.count ? (.members, []) : nil
    }
    return (.columns, arrays.map { FieldPath([.key($0.name)]) })
  }

  /// How many elements an array has; nil where one of them is no scalar.
  private static func scalars(in array: Member, _ object: HeldObject) -> Int? {
    var elements = Elements(at: array.value.lowerBound + 1)
    var count = 0
    while let element = elements.next(in: object.bytes) {
      if isOpened(object.bytes[element.lowerBound]) { return nil }
      count += 1
    }
    return count
  }

  // MARK: - Series

  /// Arrays of pairs that have at least half of their keys in common with the longest of them, so
  /// that both sides of an order book are none.
  private static func joined(
    _ members: [Member], _ object: HeldObject
  ) -> (form: RecordSelection.Form, fieldPaths: [FieldPath])? {
    let series = members.compactMap { member -> (member: Member, keys: [Int])? in
      guard member.open == UInt8(ascii: "["), let keys = keys(of: member, object) else {
        return nil
      }
      return (member, keys)
    }
    guard let longest = series.max(by: { $0.keys.count < $1.keys.count }) else { return nil }
    let alike = series.filter { shared($0.keys, longest.keys) * 2 >= $0.keys.count }
    guard alike.count > 1, areMost(alike.map(\.member), of: members) else { return nil }
    let paths = alike.map { FieldPath([.key($0.member.name)]) }
    return (.joined, [FieldPath(from: .key)] + paths)
  }

  /// How many of some keys are among others, both sorted.
  private static func shared(_ some: [Int], _ others: [Int]) -> Int {
    var (count, place) = (0, 0)
    for key in some {
      while place < others.count, others[place] < key { place += 1 }
      if place < others.count, others[place] == key { count += 1 }
    }
    return count
  }

  /// The hashes of the keys of an array of pairs, sorted, each once; nil where it has another element,
  /// or none. There may be some hundred thousand, so the keys themselves are not kept.
  private static func keys(of array: Member, _ object: HeldObject) -> [Int]? {
    var keys: [Int] = []
    var elements = Elements(at: array.value.lowerBound + 1)
    while let element = elements.next(in: object.bytes) {
      guard object.bytes[element.lowerBound] == UInt8(ascii: "[") else { return nil }
      var parts = Elements(at: element.lowerBound + 1)
      guard let key = parts.next(in: object.bytes), let value = parts.next(in: object.bytes),
        parts.next(in: object.bytes) == nil, JoinKey.isKey(object.bytes[key.lowerBound]),
        !isOpened(object.bytes[value.lowerBound])
      else { return nil }
      keys.append(JoinKey(object.slice(key)).hashValue)
    }
    keys.sort()
    var count = 0
    for key in keys where count == 0 || keys[count - 1] != key {
      keys[count] = key
      count += 1
    }
    keys.removeLast(keys.count - count)
    return keys.isEmpty ? nil : keys
  }

  // MARK: - Members

  /// Objects that have most of their keys in common, and more in them than long arrays.
  private static func map(
    _ members: [Member], _ object: HeldObject
  ) -> (form: RecordSelection.Form, fieldPaths: [FieldPath])? {
    guard members.count > 1, members.allSatisfy({ $0.open == UInt8(ascii: "{") }) else {
      return nil
    }
    var common: Set<String>?
    var (most, length, inArrays) = (0, 0, 0)
    for member in members.prefix(alike) {
      let inside = Self.members(of: object, at: member.value.lowerBound)
      let names = Set(inside.map(\.name))
      common = common?.intersection(names) ?? names
      most = max(most, names.count)
      length += member.value.count
      inArrays += inside.reduce(0) { $0 + ($1.open == UInt8(ascii: "[") ? $1.value.count : 0) }
    }
    // What has dates or numbers for keys has its columns outside and its rows inside.
    guard let common, common.contains(where: isName), common.count * 2 >= most,
      inArrays * 2 < length
    else { return nil }
    return (.members, [])
  }

  private static func isOpened(_ byte: UInt8) -> Bool {
    byte == UInt8(ascii: "[") || byte == UInt8(ascii: "{")
  }

  /// Whether a key is a name, and no date, number or index.
  private static func isName(_ key: String) -> Bool {
    let isLetter = key.utf8.map { $0 >= 0x80 || ($0 | 0x20) &- UInt8(ascii: "a") < 26 }
    guard let first = key.utf8.first else { return false }
    return first &- UInt8(ascii: "0") > 9 && first != UInt8(ascii: "-")
      || zip(isLetter, isLetter.dropFirst()).contains { $0 && $1 }
  }
}
