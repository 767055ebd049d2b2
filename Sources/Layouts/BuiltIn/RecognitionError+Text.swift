extension RecognitionError: CustomStringConvertible {
  /// What is not known, and how to say it.
  package var description: String {
    switch self {
    case .noneFits(let file, let known):
      """
      \(file) is in none of the layouts known here. Name one with --layout: \
      \(known.joined(separator: ", ")), or the path of a layout file.
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
