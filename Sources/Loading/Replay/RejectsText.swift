package import FlatFiles
package import Postgres
package import Store

/// The open rejects of a load as a file of their own, which reads as their file did.
package struct RejectsText {
  package let load: RejectedLoad
  let file: RejectedFile
  private let connection: Connection

  /// - Throws: `RejectsError` where there is no such load, or its rejects cannot be read alone.
  package init(_ load: Int64, _ connection: Connection) throws {
    self.load = try RejectedLoad(load, connection)
    self.connection = connection
    guard let file = try RejectStore(connection).file(of: load) else {
      let name = [self.load.file, self.load.member].compactMap(\.self).joined(separator: "/")
      throw RejectsError.cannotStandAlone(load: load, file: name)
    }
    self.file = file
  }

  /// Writes them; nothing where there are none.
  ///
  /// - Returns: which they are, and on which lines they stand.
  @discardableResult
  package func write(to sink: any ByteSink) throws -> ReplayedRecords {
    var records = ReplayedRecords(load: load.id)
    var line = 1 + Self.lines(in: file.head)
    let perEnd = Self.lines(in: file.between)
    try RejectStore(connection).forEachOpen(of: load.id) { byte, raw in
      try write(records.count == 0 ? file.head : file.between, to: sink)
      // On lines of their own JSON records must be of one line each; a line end means nothing there.
      let raw = file.format == "ndjson" ? raw.map { $0 == 0x0A || $0 == 0x0D ? 0x20 : $0 } : raw
      try write(raw, to: sink)
      records.bytes.append(byte)
      records.firstLines.append(line)
      line += Self.lines(in: raw)
      records.lastLines.append(line)
      line += perEnd
    }
    if records.count > 0 { try write(file.tail, to: sink) }
    return records
  }

  private func write(_ bytes: [UInt8], to sink: any ByteSink) throws {
    try bytes.withUnsafeBytes { try sink.write($0) }
  }

  private static func lines(in bytes: [UInt8]) -> Int { bytes.count { $0 == 0x0A } }
}
