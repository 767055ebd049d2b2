package import FlatFiles

/// A layout that a file seems to be in, and why.
package struct LayoutFit: Sendable, Hashable {
  package var layout: String
  /// Clauses for people, each a reason: `200 of its first 200 records become rows`.
  package var reasons: [String]

  package init(layout: String, reasons: [String]) {
    self.layout = layout
    self.reasons = reasons
  }

  /// All reasons in one clause.
  package var reason: String { reasons.joined(separator: "; ") }
}

/// Finds the layout of a file by trying: a layout fits when it makes rows of nearly all of the
/// first records, and their candles hold.
///
/// The candles are what tells Coinbase's low-before-high from others: read in a wrong order, an
/// open or close soon lies outside of low and high. Where records have little that could be wrong,
/// the file's name must be one that the layout reads. The beginning of the file is decompressed
/// once, and cut once for all layouts that cut it alike.
package struct LayoutRecognition {
  private let layouts: [Layout]
  private let clock: FileClock
  private let encoding: TextEncoding
  /// The table that is tried of files that are dumps.
  private let table: String?

  /// Tries these layouts, by default all that are built in, on text in an encoding that is told or
  /// found out.
  package init(
    _ layouts: [Layout]? = nil, clock: FileClock, encoding: TextEncoding? = nil,
    table: String? = nil
  ) throws {
    self.table = table
    self.layouts = try layouts ?? BuiltInLayouts.all.get()
    self.clock = clock
    self.encoding = encoding ?? .auto
  }

  /// The one layout that a file fits.
  ///
  /// - Throws: `RecognitionError` when there is none or more than one, and for standard input, which
  ///   is not opened; `FileError` when the file cannot be read as any.
  package func theLayout(of file: SourceFile) throws -> Layout {
    let known = layouts.map(\.name)
    guard !file.isStandardInput else { throw RecognitionError.standardInput(known: known) }
    let fits = try layouts(of: file).map(\.layout)
    guard fits.count <= 1 else {
      throw RecognitionError.severalFit(file: "\(file)", layouts: fits)
    }
    guard let layout = layouts.first(where: { fits.contains($0.name) }) else {
      throw RecognitionError.noneFits(file: "\(file)")
    }
    return layout
  }

  /// The layouts that a file fits: more than one when nothing tells them apart, which is for a
  /// person to decide.
  ///
  /// Reads the beginning of the file, so not for standard input. Throws `FileError` when the file
  /// cannot be read as any.
  package func layouts(of file: SourceFile) throws -> [LayoutFit] {
    let sample = try FileSample(file, encoding: encoding, table: table)
    let trials = layouts.compactMap { LayoutTrial($0, on: sample, clock: clock) }
    let fits = trials.filter(\.fits)
    let (chosen, why) = Self.choice(of: fits)
    let outOfOrder = trials.filter(\.isOutOfOrder).map(\.layout.name)
    return chosen.map { trial in
      var reasons = trial.reasons
      if trial.hasCandles, !outOfOrder.isEmpty {
        reasons.append(
          "opens and closes lie within low and high, which they would not as "
            + outOfOrder.joined(separator: " or "))
      }
      let others = fits.map(\.layout.name).filter { $0 != trial.layout.name }
      if let why { reasons.append("\(why) \(others.joined(separator: " and "))") }
      return LayoutFit(layout: trial.layout.name, reasons: reasons)
    }
  }

  /// The one of several that the file's name, or else its header, tells from the others, and how;
  /// all where neither does.
  private static func choice(of fits: [LayoutTrial]) -> (chosen: [LayoutTrial], why: String?) {
    guard fits.count > 1 else { return (fits, nil) }
    let named = fits.filter(\.isNamed)
    if named.count == 1 { return (named, "its name tells it from") }
    let left = named.isEmpty ? fits : named
    // Of two layouts of which one wants less of a header, the other was made for it.
    let most = left.map(\.columnCount).max()
    let fullest = left.filter { $0.columnCount == most }
    if fullest.count == 1 { return (fullest, "it reads more of the header than") }
    return (left, nil)
  }
}
