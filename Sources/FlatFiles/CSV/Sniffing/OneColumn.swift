/// A file of one column whose values have signs in them that could stand between fields: dates, times
/// of day, decimal commas.
///
/// How well a dialect fits says nothing here: `2024-01-31` is a better row of three numbers than of
/// one date. So the lines are looked at as a whole before any dialect is tried.
struct OneColumn {
  /// A delimiter that stands nowhere in the sample.
  let delimiter: [UInt8]

  /// Nil where there may be several columns.
  init?(_ lines: [ArraySlice<UInt8>]) {
    let lines = lines.filter { !$0.isEmpty }
    let hasHeader = lines.first.map { !Self.isValue($0) && !Self.hasDelimiter($0) } ?? false
    let values = (hasHeader ? lines.dropFirst() : lines[...]).filter { !Self.isMissing($0) }[...]
    // Of one line anything can be said.
    guard values.count > 1, values.contains(where: Self.hasSign) else { return nil }
    let isTimes = Self.mostly(values, Self.isTime)
    // Without a name of its own above them, `1,5` and `2,7` are two columns of numbers.
    guard isTimes || (hasHeader && Self.mostly(values, Self.isNumberWithCommas)) else { return nil }
    let free = ",;\t|".utf8.first { sign in !lines.contains { $0.contains(sign) } }
    guard let free else { return nil }
    delimiter = [free]
  }

  /// One line in ten may be damaged or missing; with more of them it is no longer sure that the
  /// others are values as a whole.
  private static func mostly(
    _ lines: ArraySlice<ArraySlice<UInt8>>, _ isSuch: (ArraySlice<UInt8>) -> Bool
  ) -> Bool {
    lines.count(where: isSuch) * 10 >= lines.count * 9
  }

  /// Whether a line says that there is no value: `NaN`, `null`, `-`, `.`.
  private static func isMissing(_ line: ArraySlice<UInt8>) -> Bool {
    CellLook(line) == .boolean || line.elementsEqual("-".utf8) || line.elementsEqual(".".utf8)
  }

  private static func isValue(_ line: ArraySlice<UInt8>) -> Bool {
    isTime(line) || isNumberWithCommas(line) || CellLook(line).isTyped
  }

  private static func hasDelimiter(_ line: ArraySlice<UInt8>) -> Bool {
    line.contains { ",;\t|".utf8.contains($0) }
  }

  private static func hasSign(_ line: ArraySlice<UInt8>) -> Bool {
    line.contains { ",-/: ".utf8.contains($0) }
  }

  // MARK: - Values

  /// Whether a line is one date, one time of day, or both, and nothing else: what `CellLook` takes
  /// for a time may be numbers between colons as well.
  private static func isTime(_ line: ArraySlice<UInt8>) -> Bool {
    guard CellLook(line) == .time else { return false }
    let groups = groups(of: line)
    let colons = groups.indices.filter { groups[$0].signBehind == UInt8(ascii: ":") }
    let isDate = isDate(groups)
    // With its fraction, and the hours and minutes of a zone.
    return (isDate || !colons.isEmpty) && groups.count <= (isDate ? 10 : 6)
      && colons.allSatisfy { isClock(groups, $0) } && hasSingleSigns(line) && isJoined(groups)
  }

  /// Whether three parts stand at the beginning, behind the name of a day, that are a date: the year
  /// or the name of a month is among them, and a time of day stands behind them or nothing.
  private static func isDate(_ groups: [Group]) -> Bool {
    let first = groups.first.map { isMonth($0.text) } ?? false
    let starts = first && groups.count > 3 ? [0, 1] : [0]
    return starts.contains { start in
      let parts = groups[start...].prefix(3)
      guard parts.count == 3, parts.contains(where: { isYear($0.text) || isMonth($0.text) }),
        let last = parts.last
      else { return false }
      // `31T09` goes on with its minutes, or a zone.
      let goesOn = last.text.contains { isLetter($0) }
      return goesOn || last.signBehind == nil || last.signBehind == 0x20
    }
  }

  /// Whether an hour and its minutes stand at a colon, or minutes and seconds.
  private static func isClock(_ groups: [Group], _ colon: Int) -> Bool {
    guard colon + 1 < groups.count else { return false }
    // `31T09` before, and `15Z` behind.
    let hour = groups[colon].text.reversed().prefix(while: isDigit)
    let minutes = groups[colon + 1].text.prefix(while: isDigit)
    return (1...2).contains(hour.count) && minutes.count == 2 && number(minutes) < 61
  }

  /// Whether between groups there is one sign, or a comma and a blank.
  private static func hasSingleSigns(_ line: ArraySlice<UInt8>) -> Bool {
    zip(line, line.dropFirst()).allSatisfy { one, two in
      isDigit(one) || isLetter(one) || isDigit(two) || isLetter(two) || (one == 0x2C && two == 0x20)
    }
  }

  /// Whether what stands behind blanks belongs to the time: an hour, or a part of a date with the
  /// name of a month. Other numbers there are cells of their own.
  private static func isJoined(_ groups: [Group]) -> Bool {
    let partsOfDate = groups.contains { isMonth($0.text) } ? 2 : 0
    var loose = 0
    for (index, group) in groups.enumerated().dropFirst() {
      guard groups[index - 1].signBehind == 0x20, group.text.allSatisfy(isDigit) else { continue }
      let next = index + 1 < groups.count ? groups[index + 1].text : []
      let isHour =
        group.signBehind == UInt8(ascii: ":") || (next.count == 2 && next.allSatisfy(isLetter))
      if !isHour { loose += 1 }
    }
    return loose <= partsOfDate
  }

  /// Digits or letters, and the sign behind them.
  private struct Group {
    var text: ArraySlice<UInt8>
    var signBehind: UInt8?
  }

  private static func groups(of line: ArraySlice<UInt8>) -> [Group] {
    line.split { !isDigit($0) && !isLetter($0) }.map { text in
      Group(text: text, signBehind: text.endIndex < line.endIndex ? line[text.endIndex] : nil)
    }
  }

  private static func isYear(_ text: ArraySlice<UInt8>) -> Bool {
    text.count >= 4 && text.prefix(4).allSatisfy(isDigit)
      && (text.starts(with: "19".utf8) || text.starts(with: "20".utf8))
      && text.dropFirst(4).first.map { !isDigit($0) } ?? true
  }

  /// `CellLook` has made sure that letters are those of months, days and zones.
  private static func isMonth(_ text: ArraySlice<UInt8>) -> Bool {
    text.count >= 3 && text.allSatisfy(isLetter)
  }

  /// `1,5`, `-1.234,50`, `1,234,567.8`: one comma before the decimals, or groups of three digits.
  private static func isNumberWithCommas(_ line: ArraySlice<UInt8>) -> Bool {
    var text = line
    if text.first == UInt8(ascii: "-") || text.first == UInt8(ascii: "+") { text.removeFirst() }
    let parts = text.split(separator: 0x2C, omittingEmptySubsequences: false)
    if parts.count <= 2 {
      let isWhole = isGrouped(parts[0], by: UInt8(ascii: ".")) || isDigits(parts[0])
      return isWhole && (parts.count == 1 || isDigits(parts[1]))
    }
    let decimals = text.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
    return decimals.count <= 2 && isGrouped(decimals[0], by: 0x2C)
      && (decimals.count == 1 || isDigits(decimals[1]))
  }

  private static func isGrouped(_ text: ArraySlice<UInt8>, by sign: UInt8) -> Bool {
    let groups = text.split(separator: sign, omittingEmptySubsequences: false)
    return groups.allSatisfy(isDigits) && (1...3).contains(groups[0].count)
      && groups.dropFirst().allSatisfy { $0.count == 3 }
  }

  private static func isDigits(_ text: ArraySlice<UInt8>) -> Bool {
    !text.isEmpty && text.allSatisfy(isDigit)
  }

  private static func isDigit(_ byte: UInt8) -> Bool { byte &- 0x30 <= 9 }

  private static func isLetter(_ byte: UInt8) -> Bool { (byte | 0x20) &- 0x61 <= 25 }

  private static func number(_ text: ArraySlice<UInt8>) -> Int {
    isDigits(text) ? text.reduce(0) { $0 * 10 + Int($1 - 0x30) } : .max
  }
}
