package import FlatFiles

/// A layout that a file seems to be in, and why.
package struct LayoutFit: Sendable, Hashable {
  package var layout: String
  /// A clause for people: `200 of its first 200 records become rows`.
  package var reason: String

  package init(layout: String, reason: String) {
    self.layout = layout
    self.reason = reason
  }
}

/// Finds the layout of a file by trying: a layout fits when it makes rows of nearly all of the
/// first records, and their candles hold.
///
/// The candles are what tells Coinbase's low-before-high from others: read in a wrong order, an
/// open or close soon lies outside of low and high.
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
    self.layouts = try layouts ?? BuiltInLayouts.names.map { try Layout.builtIn(named: $0) }
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
      throw RecognitionError.noneFits(file: "\(file)", known: known)
    }
    return layout
  }

  /// The layouts that a file fits: more than one when nothing tells them apart, which is for a
  /// person to decide.
  ///
  /// Reads the beginning of the file once for each layout, so not for standard input. Throws
  /// `FileError` when the file cannot be read as any.
  package func layouts(of file: SourceFile) throws -> [LayoutFit] {
    var options = ReadOptions()
    options.encoding = encoding
    options.table = table
    _ = try FileReader.open(file, options)
    let fits = try layouts.compactMap { layout in
      try reason(for: layout, file).map { (layout, LayoutFit(layout: layout.name, reason: $0)) }
    }
    guard fits.count > 1 else { return fits.map(\.1) }
    let named = fits.filter { $0.0.describesName(of: file) }
    return (named.count == 1 ? named : fits).map(\.1)
  }

  private static let sampleRecords = 200

  /// Why a layout fits; nil when it does not.
  private func reason(for layout: Layout, _ file: SourceFile) throws -> String? {
    let batch = RecordBatch()
    do {
      let trial = try layout.effective(
        LayoutOptions(source: "trial", table: table, encoding: encoding), fileName: file.name)
      var options = trial.readOptions()
      options.limits.batchRecords = Self.sampleRecords
      let reader = try FileReader.open(file, options)
      let mapper = try RowMapper(
        trial, names: RecordNames(reader), fileName: file.name, clock: clock)
      guard try reader.read(into: batch) else { return nil }
      let rows = RowBatch(columns: mapper.columns)
      mapper.map(batch, into: rows)
      return reason(rows, batch)
    } catch is FileError {
      return nil
    } catch is LayoutMismatch {
      return nil
    }
  }

  private func reason(_ rows: RowBatch, _ batch: RecordBatch) -> String? {
    let count = batch.records.count + batch.rejects.count
    let wrong = batch.rejects.count + rows.rejects.count + rows.disorderedCandles(batch)
    guard rows.rowCount > 0, wrong * 4 <= count else { return nil }
    return "\(rows.rowCount) of its first \(count) records become rows"
  }
}

extension Layout {
  /// Whether the name of a file is one that the layout reads.
  fileprivate func describesName(of file: SourceFile) -> Bool {
    guard let fileName, let pattern = try? Regex(fileName) else { return false }
    return (try? pattern.firstMatch(in: file.name)) != nil
  }
}

extension RowBatch {
  /// How many candles open or close outside of their low and high.
  fileprivate func disorderedCandles(_ batch: RecordBatch) -> Int {
    let places = ["open", "high", "low", "close"].compactMap { name in
      columns.firstIndex { $0.name == name }
    }
    guard places.count == 4 else { return 0 }
    return (0..<rowCount).count { row in
      let prices = places.map { cells[row * columns.count + $0] }
      guard prices.allSatisfy({ $0.kind == .decimal }) else { return false }
      let (open, high, low, close) = (prices[0], prices[1], prices[2], prices[3])
      return [open, close].contains {
        isLess(high, than: $0, batch) || isLess($0, than: low, batch)
      }
    }
  }

  private func isLess(_ a: Cell, than b: Cell, _ batch: RecordBatch) -> Bool {
    let left = batch.bytes.slice(Int(a.bits), Int(a.length)).bindMemory(to: UInt8.self)
    let right = batch.bytes.slice(Int(b.bits), Int(b.length)).bindMemory(to: UInt8.self)
    guard let leftText = left.baseAddress, let rightText = right.baseAddress else { return false }
    return DecimalText.isLess(leftText, left.count, than: rightText, right.count)
  }
}
