import FlatFiles
import Layouts

/// The files of `samples/`.
enum Samples {
  /// The root of the checkout.
  static let root = #filePath.components(before: "/Tests/LayoutsTests/")
  static let folder = root + "/samples/"

  static func file(_ path: String) -> SourceFile { SourceFile(path: folder + path) }
}

/// What a whole file becomes, as counts.
struct FileOutcome: Equatable {
  var rows = 0
  var skipped: [SkipReason: Int] = [:]
  /// `line code`, the reader's and the mapper's.
  var rejects: [String] = []
}

extension Samples {
  /// Reads a sample through a built-in layout, to the end.
  static func read(
    _ path: String, as name: String, _ options: LayoutOptions = LayoutOptions()
  ) throws -> (outcome: FileOutcome, mapper: RowMapper) {
    let file = file(path)
    let layout = try Layout.builtIn(named: name).effective(options, fileName: file.name)
    return try read(file, layout)
  }

  /// Reads a file through a layout, to the end.
  static func read(
    _ file: SourceFile, _ layout: EffectiveLayout
  ) throws -> (outcome: FileOutcome, mapper: RowMapper) {
    let opened = try layout.open(file, clock: FileClock(captured: nil, now: testNow))
    let (reader, mapper) = (opened.reader, opened.mapper)
    let batch = RecordBatch()
    let rows = RowBatch(columns: mapper.columns)
    var outcome = FileOutcome()
    var rejects: [Reject] = []
    while try reader.read(into: batch) {
      mapper.map(batch, into: rows)
      outcome.rows += rows.rowCount
      outcome.skipped.merge(rows.skipped, uniquingKeysWith: +)
      rejects += batch.rejects + rows.rejects
    }
    outcome.rejects = rejects.sorted { $0.position.record < $1.position.record }.map {
      "\($0.position.line) \($0.code.rawValue)"
    }
    return (outcome, mapper)
  }
}

extension String {
  /// What stands before a part.
  fileprivate func components(before part: String) -> String {
    firstRange(of: part).map { String(self[..<$0.lowerBound]) } ?? self
  }
}
