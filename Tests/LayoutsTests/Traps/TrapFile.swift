import FlatFiles
import Foundation
import Layouts

/// What a small file becomes through a layout: the tests of the traps are about that alone.
func mapped(
  _ content: some Sequence<UInt8>, named name: String = "trap.csv", _ yaml: String,
  captured: Int64? = nil
) throws -> Mapped {
  let folder = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
  try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
  defer { try? FileManager.default.removeItem(at: folder) }
  let path = folder.appending(path: name)
  try Data(content).write(to: path)
  let layout = try Layout(yaml: "name: trap\n" + yaml, file: "trap.yml")
  return try mapped(SourceFile(path: path.path), layout, captured: captured)
}

func mapped(
  _ content: String, named name: String = "trap.csv", _ yaml: String, captured: Int64? = nil
) throws -> Mapped {
  try mapped(Array(content.utf8), named: name, yaml, captured: captured)
}

func mapped(
  _ file: SourceFile, _ layout: Layout, source: String? = nil, captured: Int64? = nil
) throws -> Mapped {
  let opened = try layout.effective(LayoutOptions(source: source), fileName: file.name).open(
    file, clock: FileClock(captured: captured, now: testNow))
  let batch = RecordBatch()
  let rows = RowBatch(columns: opened.mapper.columns)
  var mapped = Mapped()
  while try opened.reader.read(into: batch) {
    opened.mapper.map(batch, into: rows)
    mapped.rows += (0..<rows.rowCount).map { rows.text(ofRow: $0, batch) }
    mapped.skipped.merge(rows.skipped, uniquingKeysWith: +)
    mapped.rejects += (batch.rejects + rows.rejects).map {
      "\($0.position.line) \($0.code.rawValue)"
    }
  }
  return mapped
}
