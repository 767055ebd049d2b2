package import FlatFiles

/// Looks at a file: how it is stored and written, what its columns hold, when its rows are, and
/// which layout loads it.
///
/// How it works. The first records show the columns; a layout is recognised, or made up of what they
/// show. Then the whole file is read through the layout, once, and everything is counted. Where the
/// file holds something later that a layout that was made up has to know, such as another text for
/// missing values, it is read once more with that.
package struct FileInspection {
  private let options: InspectionOptions
  /// The present, in microseconds since 1970.
  private let now: Int64

  package init(_ options: InspectionOptions, now: Int64) {
    self.options = options
    self.now = now
  }

  /// How far an inspection has come.
  package typealias Progress = (ReadProgress, _ records: Int, _ rejects: Int) throws -> Void

  /// Looks at a file. What stops the reading is in the report, with what was found before.
  ///
  /// `progress` is told now and then, and ends the inspection by throwing.
  ///
  /// - Throws: what `progress` throws.
  package func report(on file: SourceFile, progress: Progress = { _, _, _ in }) throws
    -> Inspection
  {
    var found = Inspection(file: "\(file)")
    do {
      found.size = try file.size()
      let beginning = try FileBeginning(of: file, encoding: options.encoding)
      found.compression = beginning.compression.rawValue
      found.encoding = beginning.encoding.rawValue
      found.hasByteOrderMark = beginning.hasByteOrderMark
      try look(at: file, beginning, &found, progress)
    } catch let error as FileError {
      found.error = error
    } catch let error as LayoutMismatch {
      found.error = error
    } catch let error as LayoutError {
      found.error = error
    }
    return found
  }

  private func look(
    at file: SourceFile, _ beginning: FileBeginning, _ found: inout Inspection,
    _ progress: Progress
  ) throws {
    var reading = ReadOptions()
    reading.encoding = options.encoding
    reading.table = options.table
    if beginning.isDump, options.layout?.layout.dumpTable == nil, options.table == nil,
      try listsTables(of: file, reading, &found, progress)
    {
      return
    }
    found.fits = options.layout == nil ? try fits(of: file) : []
    var pass = try InspectionPass(file, beginning, told: options, try choice(found.fits), now: now)
    try pass.run(progress)
    if try pass.learns() { try pass.run(progress) }
    pass.describe(&found)
  }

  /// What the file is read through: what was told, or the only layout that fits. Where several fit
  /// the first one shows the times as well as any, but it is not chosen.
  private func choice(_ fits: [LayoutFit]) throws -> InspectionChoice {
    if let told = options.layout { return InspectionChoice(layout: told.layout, yaml: told.yaml) }
    guard let first = fits.first else { return InspectionChoice(mayMakeUp: true) }
    return InspectionChoice(
      layout: try Layout.builtIn(named: first.layout),
      yaml: fits.count == 1 ? BuiltInLayouts.yaml(named: first.layout) : nil)
  }

  private func fits(of file: SourceFile) throws -> [LayoutFit] {
    try LayoutRecognition(
      clock: FileClock(captured: nil, now: now), encoding: options.encoding, table: options.table
    ).layouts(of: file)
  }

  /// Whether the file is a dump of which it is open which table is meant; its tables are then all
  /// there is to say.
  private func listsTables(
    of file: SourceFile, _ reading: ReadOptions, _ found: inout Inspection, _ progress: Progress
  ) throws -> Bool {
    do {
      _ = try FileReader.open(file, reading)
      return false
    } catch let error as FileError {
      guard case .dump(.severalTables) = error.problem else { throw error }
    }
    let contents = try DumpContents(of: file, reading) { try progress($0, $1, 0) }
    found.format = FileFormat.dump(table: "").name
    found.tables = contents.tables
    found.error = contents.error
    found.notes.append("several tables have rows: --table says which of them is looked at")
    return true
  }
}
