import FlatFiles
import Layouts
import Postgres
import Store

/// The search for the record that a load made a row of, in its file.
struct RecordSearch {
  private let reading: Ledger.Reading
  /// The load whose rejects it ran again: the record is one of those.
  private let replayed: Ledger.Reading?
  private let key: RowKey
  private let tracing: RowTracing

  private var connection: Connection { tracing.connection }
  /// The load that the file is of.
  private var owner: Ledger.Reading { replayed ?? reading }

  init(
    _ reading: Ledger.Reading, _ replayed: Ledger.Reading?, _ key: RowKey, _ tracing: RowTracing
  ) {
    self.reading = reading
    self.replayed = replayed
    self.key = key
    self.tracing = tracing
  }

  /// Why the record is not to be had, though the file may be.
  private struct NotFound: Error, CustomStringConvertible {
    let description: String
  }

  /// - Throws: `NotFound`, and what reading the file throws.
  func find(_ origin: inout RowHistory.Origin) throws {
    if reading.verb == "restore" {
      throw NotFound(description: "an archive holds rows, and not the records that they were")
    }
    let layout = try layout()
    let file = try source(of: owner.options["table"] ?? layout.dumpTable)
    let effective = try layout.effective(
      LayoutOptions().over(reading.options), fileName: file.name)
    try check(effective, file)
    let captured = reading.options["captured"].flatMap { Timestamp($0) }?.microseconds
    let clock = FileClock(
      captured: captured
        ?? (owner.file.modifiedMicroseconds > 0
          ? Int64(owner.file.modifiedMicroseconds) : nil),
      now: tracing.context.asOf.microseconds)
    let open = {
      try effective.open(file, clock: clock) { $0.acceptsCutShort = true }
    }
    guard let place = try place(in: open(), of: file) else {
      throw NotFound(
        description: "\(file) has no record that becomes this row, read as \(reading.layout)")
    }
    let records = try RecordsOnceMore(file, interruption: tracing.context.interruption) {
      try open().reader
    }
    origin.record = place.record
    origin.line = place.line > 0 ? place.line : nil
    guard let found = try records.find(place.record, line: place.line) else { return }
    origin.byte = place.line > 0 ? found.position.byte : nil
    origin.raw = String(rawRecord: found.raw)
  }

  /// `table` is that of a dump.
  private func source(of table: String?) throws -> SourceFile {
    let stamp = owner.file
    guard owner.options["from_landed"] != nil else {
      if stamp.path == SourceFile.standardInputPath {
        throw NotFound(description: "standard input cannot be read once more")
      }
      return SourceFile(path: stamp.path, member: stamp.member)
    }
    let landed = try LandedFiles(connection: connection).sources(
      named: stamp.path, of: table, optional: true, in: tracing.context)
    guard let file = landed.files.first(where: { $0.kept?.sha256 == owner.sha256 }) else {
      throw NotFound(description: "\(owner.spelling) is not landed any more")
    }
    return file
  }

  private func layout() throws -> Layout {
    if let layout = tracing.layout, layout.name == reading.layout { return layout }
    if let file = reading.options["layout"] { return try tracing.layoutFile(file) }
    guard BuiltInLayouts.names.contains(reading.layout) else {
      throw NotFound(
        description: "the layout \(reading.layout) is not built in; name its file with --layout")
    }
    return try Layout.builtIn(named: reading.layout)
  }

  /// Whether the layout is what it was when the load was done.
  private func check(_ effective: EffectiveLayout, _ file: SourceFile) throws {
    var text = effective.canonicalText
    if let captured = reading.options["captured"] { text += "\ncaptured \(captured)" }
    let isSame = [text, text + "\nlanded"].contains {
      ContentDigest.sha256(of: $0) == reading.layoutFingerprint
    }
    if !isSame {
      throw NotFound(
        description: "the layout \(reading.layout) is not what it was when load \(reading.load) "
          + "read the file through it; name the file of the one that it was with --layout")
    }
  }

  private func place(
    in opened: MappedFile, of file: SourceFile
  ) throws -> (record: Int, line: Int)? {
    let target = try Target(
      key.table, filledBy: opened.mapper.columns, layoutName: reading.layout)
    let rows = RowsOnceMore(
      connection: connection, target: target,
      parents: Parents(
        of: opened.mapper.columns, on: connection, load: reading.load, creates: false,
        definitions: []),
      interruption: tracing.context.interruption, acceptsTruncated: true)
    let read = try rows.stage(
      opened, ofMoment: target.timeIndex == nil ? nil : key.moment(connection))
    if let now = read.sha256, let then = owner.sha256, now != then {
      throw NotFound(description: "\(file) is not what it was when load \(owner.load) read it")
    }
    return try connection.first(
      """
      SELECT s.retrofill_record, s.retrofill_line FROM \(table: rows.staging.name) AS s
      WHERE \(sql: key.isKey(of: "s")) AND \(sql: isTheLoads)
      ORDER BY s.retrofill_record DESC LIMIT 1
      """
    ).map { try ($0.get(0), $0.get(1)) }
  }

  /// Whether the load brought the record `s`: it rejected it not, or ran it again.
  private var isTheLoads: SQL {
    guard let replayed else {
      return """
        NOT EXISTS (
          SELECT FROM retrofill.rejects AS r
          WHERE r.load_id = \(reading.load) AND r.record = s.retrofill_record)
        """
    }
    return """
      EXISTS (
        SELECT FROM retrofill.rejects AS r
        WHERE r.load_id = \(replayed.load) AND r.record = s.retrofill_record
          AND r.replayed_by = \(reading.load))
      """
  }
}
