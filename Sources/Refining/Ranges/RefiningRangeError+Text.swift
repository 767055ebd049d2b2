extension RefiningRangeError: CustomStringConvertible {
  package var description: String {
    "range \"\(text)\": \(sentence); write dirty, all, or FROM..TO like 2024-01-01..2024-01-31"
  }

  private var sentence: String {
    switch problem {
    case .unknownWord: "neither dirty nor all nor two times with .. between"
    case .notATime(let part): "\"\(part)\" is not a time"
    case .backwards: "it ends before it begins"
    }
  }
}
