/// Where the cells of clean tables come from. No cell begins or ends with a blank, holds a backslash,
/// or has a slash at its end or before a quote: those are no pollution, and would make the escaped
/// forms ambiguous.
struct CellSource {
  var generator: SeededGenerator

  mutating func prices(_ count: Int) -> (header: [String], rows: [[String]]) {
    let separator = pick(["T", " "])
    let zone = separator == "T" ? "Z" : ""
    let step = pick([1, 5, 60, 1440])
    var minute = number(7000...8000) * 1440 + 570
    var close = number(2_000...900_000)
    let rows = (0..<count).map { _ in
      minute += step
      let open = close
      close = max(100, open + number(-90...90))
      let high = max(open, close) + number(0...40)
      let low = min(open, close) - number(0...40)
      return [date(minute / 1440) + separator + clock(minute % 1440) + ":00" + zone]
        + [open, high, low, close].map { decimal($0, places: 2) } + ["\(number(0...250_000))"]
    }
    return (["time", "open", "high", "low", "close", "volume"], rows)
  }

  mutating func invoices(_ count: Int) -> (header: [String], rows: [[String]]) {
    let rows = (0..<count).map { row in
      let net = number(99...250_000)
      return [
        "INV-\(20_000 + row)", date(number(7000...9000)), product(), "\(number(1...48))",
        decimal(net, places: 2), decimal(net * 119 / 100, places: 2), link(), remark(),
      ]
    }
    return (
      ["invoice", "date", "product", "quantity", "net", "price, gross", "link", "remark"], rows
    )
  }

  mutating func people(_ count: Int) -> (header: [String], rows: [[String]]) {
    let rows = (0..<count).map { row in
      [
        "\(row + 1)", pick(Words.givenNames) + " " + pick(Words.familyNames),
        date(number(-9000...2000)), pick(["true", "false"]), phone(),
        clock(number(6...9) * 60 + number(0...3) * 15),
        clock(number(15...19) * 60 + number(0...3) * 15), pick(Words.cities),
        gap(oneIn: 4) { $0.decimal($0.number(0...40_000), places: 1) }, "\(number(0...100))%",
        gap(oneIn: 3) { $0.pick(["A", "B", "C"]) + "-\($0.number(1...9))" }, remark(),
      ]
    }
    return (
      [
        "id", "full name", "date of birth", "active", "phone", "from", "to", "city", "hours",
        "share", "group", "notes",
      ], rows
    )
  }

  mutating func readings(_ count: Int) -> (header: [String], rows: [[String]]) {
    let first = number(6000...8000)
    let rows = (0..<count).map { row in
      [
        "ST\(100 + row % 7)", date(first + row / 7), decimal(number(-300...400), places: 1),
        gap(oneIn: 6) { $0.decimal($0.number(0...99_999), places: 3) },
        "\(number(930...1060)) hPa", gap(oneIn: 5) { $0.pick(["ok", "check, later", "n/a"]) },
      ]
    }
    return (["station", "day", "temperature", "rain (mm)", "pressure", "flag"], rows)
  }

  mutating func places(_ count: Int) -> (header: [String], rows: [[String]]) {
    let rows = (0..<count).map { row in
      let town = pick(Words.towns)
      return [
        "\(town.name) \(row + 1)", town.country, town.local,
        decimal(number(120...98_000), places: 1), "\(number(800...3_400_000))",
        "\(number(-4...2_400))", date(number(-9000...2000)),
        decimal(number(500...40_000), places: 2), gap(oneIn: 3) { $0.pick(Words.sights) },
      ]
    }
    return (
      [
        "Ortschaft", "Land", "Name vor Ort", "Größe km²", "Einwohner", "Höhe m", "Gegründet",
        "Preis €", "à voir",
      ], rows
    )
  }

  mutating func years(_ count: Int) -> (header: [String], rows: [[String]]) {
    let first = number(1995...2014)
    let rows = (0..<count).map { row in
      ["\(pick(Words.colours)) \(pick(Words.cities)) \(row + 1)"]
        + (0..<8).map { _ in decimal(number(10...99_999), places: 1) }
    }
    return (["region"] + (first..<first + 8).map { "\($0)" }, rows)
  }

  mutating func pick<Value>(_ values: [Value]) -> Value {
    values[Int.random(in: values.indices, using: &generator)]
  }

  mutating func number(_ range: ClosedRange<Int>) -> Int {
    Int.random(in: range, using: &generator)
  }

  private mutating func gap(
    oneIn odds: Int, _ cell: (inout CellSource) -> String
  ) -> String {
    number(1...odds) == 1 ? "" : cell(&self)
  }

  private mutating func product() -> String {
    let thing = pick(Words.things)
    return switch number(0...5) {
    case 0: "\(thing), \(pick(Words.colours))"
    case 1: "\(thing) \(number(2...48))\" \(pick(Words.colours))"
    case 2: "\"\(pick(Words.colours))\" \(thing)"
    case 3: "\(pick(Words.familyNames))'s \(thing)"
    default: "\(thing) \(pick(Words.colours))"
    }
  }

  private mutating func remark() -> String {
    switch number(0...8) {
    case 0: "said \"\(pick(Words.phrases))\" on the phone"
    case 1: "\(pick(Words.phrases)),\n\(pick(Words.phrases))"
    case 2: "\(pick(Words.phrases)), \"\(pick(Words.colours))\"\n\n\(pick(Words.phrases))"
    case 3: "\(pick(Words.phrases)); \(pick(Words.phrases))"
    case 4: "\(pick(Words.phrases)), then \(pick(Words.phrases))"
    case 5: pick(Words.phrases)
    default: ""
    }
  }

  private mutating func link() -> String {
    let folder = pick(["catalogue", "shop/eu", "p"])
    return gap(oneIn: 5) {
      "https://example.com/\(folder)/\($0.number(100...999))?ref=\($0.number(1...9))&x=1"
    }
  }

  private mutating func phone() -> String {
    let end = decimal(number(1_000_000...9_999_999), places: 4)
    return switch number(0...3) {
    case 0: "+49 30 \(number(100_000...999_999))"
    case 1: "(0\(number(20...99))) \(number(1000...9999))-\(number(10...99))"
    case 2: "00\(number(1...99))\(number(1_000_000...9_999_999))"
    default: "0\(number(20...99)).\(end)"
    }
  }

  private func decimal(_ value: Int, places: Int) -> String {
    let digits = String(abs(value))
    let padded = String(repeating: "0", count: max(0, places + 1 - digits.count)) + digits
    return (value < 0 ? "-" : "") + padded.dropLast(places) + "." + padded.suffix(places)
  }

  private func clock(_ minute: Int) -> String {
    "\(twoDigits(minute / 60)):\(twoDigits(minute % 60))"
  }

  /// The date that many days after 2000-03-01, in the Gregorian calendar.
  private func date(_ day: Int) -> String {
    let shifted = day + 146_097
    let era = shifted / 146_097
    let inEra = shifted % 146_097
    let year = (inEra - inEra / 1460 + inEra / 36_524 - inEra / 146_096) / 365
    let inYear = inEra - (365 * year + year / 4 - year / 100)
    let month = (5 * inYear + 2) / 153
    let dayOfMonth = inYear - (153 * month + 2) / 5 + 1
    let fullYear = 1600 + era * 400 + year + (month > 9 ? 1 : 0)
    return "\(fullYear)-\(twoDigits(month > 9 ? month - 9 : month + 3))-\(twoDigits(dayOfMonth))"
  }

  private func twoDigits(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
}

/// The words of clean tables.
private enum Words {
  static let givenNames = ["Ana", "Jürgen", "Mary Ann", "Li", "Noël", "Ines", "Tom", "Sara"]
  static let familyNames = ["O'Brien", "Müller", "de la Cruz", "Wang", "Smith", "Nowak", "Sato"]
  static let cities = ["São Paulo", "Berlin", "New York", "東京", "Kraków", "Bath", "Oslo"]
  static let things = ["Pipe", "Steel bolt", "Desk lamp", "Monitor", "Paper roll", "Café table"]
  static let colours = ["red", "dark blue", "green", "matt black", "ivory"]
  static let towns = [
    (name: "Grünau", country: "Österreich", local: "Зелёный луг"),
    (name: "Saint-Rémy", country: "France", local: "聖雷米"),
    (name: "Åsvik", country: "Norge", local: "Όσβικ"),
    (name: "Peñalba", country: "España", local: "ペニャルバ"),
    (name: "Großmühl", country: "Schweiz", local: "גרוסמיל"),
  ]
  static let sights = [
    "dit « la belle », près du fleuve", "señalada como \"única\"", "für Gäste geöffnet",
    "à côté de l'église", "Café „Zum Fluß“; sonntags zu", "Brücke,\nBurg",
  ]
  static let phrases = [
    "call back", "delivered late", "paid in full", "as agreed", "see order 7", "it's fine",
    "ask for Ana", "box was open",
  ]
}
