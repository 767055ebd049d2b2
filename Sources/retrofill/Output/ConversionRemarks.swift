import FlatFiles

/// Which remarks of a conversion are shown: the first of each kind, and how many more there are, so
/// that a file of nothing but bad records does not fill the screen, or a log.
///
///     … and 1980 more kept [too-few-fields]
struct ConversionRemarks {
  /// How many of each kind are shown. More than other verbs show, because nothing else keeps them.
  private static let shown = 20

  private struct Kind: Hashable {
    var verdict: String
    var code: RejectCode
  }

  /// In the order in which they were first met.
  private var kinds: [Kind] = []
  private var counts: [Kind: Int] = [:]

  /// The line for a remark, or nil where enough of its kind were shown.
  mutating func line(for remark: Conversion.Remark, of source: SourceFile) -> String? {
    let kind = Kind(verdict: ConversionText.verdict(on: remark), code: remark.reject.code)
    let count = counts[kind, default: 0] + 1
    if count == 1 { kinds.append(kind) }
    counts[kind] = count
    return count <= Self.shown ? ConversionText.line(for: remark, of: source) : nil
  }

  /// How many of each kind were not shown.
  var rest: [String] {
    kinds.compactMap { kind in
      let rest = counts[kind, default: 0] - Self.shown
      return rest > 0
        ? "… and \(Quantities.count(rest)) more \(kind.verdict) [\(kind.code.rawValue)]" : nil
    }
  }
}
