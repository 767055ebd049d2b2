extension RecognitionError: CustomStringConvertible {
  /// What is not known, and how to say it.
  package var description: String {
    switch self {
    case .noneFits(let file):
      """
      \(file) is in none of the layouts known here. Look at it with: retrofill inspect \(file); that \
      shows what it holds, and makes up a layout for --layout.
      """
    case .severalFit(let file, let layouts):
      """
      \(file) fits more than one layout: \(layouts.joined(separator: " and ")). \
      Say which with --layout.
      """
    case .standardInput(let known):
      """
      The layout of standard input cannot be found by trying, because it can be read only once. \
      Name one with --layout: \(known.joined(separator: ", ")), or the path of a layout file.
      """
    }
  }
}
