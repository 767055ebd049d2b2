/// Why a file's layout has to be named. The words are in `RecognitionError+Text.swift`.
package enum RecognitionError: Error, Sendable, Hashable {
  case noneFits(file: String)
  /// Nothing tells them apart, and a wrong guess is worse than none.
  case severalFit(file: String, layouts: [String])
  /// Standard input can be read only once, and trying layouts would be that once.
  case standardInput(known: [String])
}
