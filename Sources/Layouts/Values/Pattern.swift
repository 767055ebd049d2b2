internal import CPCRE

/// A regular expression of a layout, matched within bounds: of a pattern such as `(a+)+$` that would
/// try a text in more ways than can be waited for, the answer is that it is not known.
///
/// The syntax is Perl's, as PCRE2 has it; `docs/decisions/0035` says why.
final class Pattern {
  enum Answer {
    case matches, differs
    /// The limit was reached.
    case unknown
  }

  private let code: OpaquePointer
  private let match: OpaquePointer
  private let limits: OpaquePointer

  /// How many steps the matching of one text may take, a hundredth of a second at most. Patterns
  /// that people write for names and numbers take some dozens for a cell.
  private static let steps: UInt32 = 100_000
  /// How much memory the matching of one text may take.
  private static let heapKiB: UInt32 = 4096

  /// Nil for what is no regular expression.
  init?(_ text: String) {
    var text = text
    var error: Int32 = 0
    var offset = 0
    let code = text.withUTF8 { bytes in
      rf_pattern_make(bytes.baseAddress, bytes.count, &error, &offset)
    }
    guard let code else { return nil }
    guard let match = rf_match_make(code),
      let limits = rf_match_limits_make(Self.steps, Self.heapKiB)
    else {
      rf_pattern_free(code)
      return nil
    }
    (self.code, self.match, self.limits) = (code, match, limits)
  }

  deinit {
    rf_match_limits_free(limits)
    rf_match_free(match)
    rf_pattern_free(code)
  }

  /// Looks for the pattern anywhere in a text. Nothing here allocates.
  func look(in text: UnsafeRawBufferPointer) -> Answer {
    let bytes = text.bindMemory(to: UInt8.self).baseAddress
    return switch rf_pattern_match(code, bytes, text.count, match, limits) {
    case 0: .differs
    case 1: .matches
    default: .unknown
    }
  }

  /// Whether a text surely has the pattern.
  func matches(_ text: String) -> Bool {
    var text = text
    return text.withUTF8 { look(in: UnsafeRawBufferPointer($0)) } == .matches
  }

  /// The text of a named group of the match found last, which was in this text; nil where there is
  /// none.
  func group(_ name: String, in text: String) -> String? {
    var (start, end) = (0, 0)
    guard rf_match_group(code, match, name, &start, &end) == 1 else { return nil }
    return String(decoding: Array(text.utf8)[start..<end], as: UTF8.self)
  }
}
