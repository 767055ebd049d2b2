extension Layout {
  /// Whether a file of this name lies beside the layout's data files and is none.
  package func passesOver(_ fileName: String) -> Bool {
    passOver.contains { Self.matches(Array(fileName.utf8)[...], Array($0.utf8)[...]) }
  }

  /// Whether a name fits a pattern in which `*` stands for any run of characters.
  private static func matches(_ name: ArraySlice<UInt8>, _ pattern: ArraySlice<UInt8>) -> Bool {
    guard let first = pattern.first else { return name.isEmpty }
    if first == UInt8(ascii: "*") {
      let rest = pattern.dropFirst()
      return (name.startIndex...name.endIndex).contains { matches(name[$0...], rest) }
    }
    return name.first == first && matches(name.dropFirst(), pattern.dropFirst())
  }
}
