import FlatFiles
import Postgres
import Store

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// Keeps a load's rejects on disk until they are committed, so that a file of nothing but bad rows
/// takes no more memory than a good one.
///
/// The spool is the COPY text of `retrofill.rejects`. Its file has no name from the moment it is
/// open, so that it is gone with the process however that ends.
final class RejectSpool {
  private(set) var count = 0
  /// The place and the message of the first reject, for the error that ends the load.
  private(set) var first = ""

  /// What was rejected before, and is copied from there.
  let landed: LandedRejects?
  /// Up to this record the rejects are in the database that the spool does not have.
  private var committedUpTo = 0
  private let load: Int64
  private let file: String
  private let home: Home
  private var stream: UnsafeMutablePointer<FILE>?
  /// The disk did not take something: what is there may end in the middle of a line.
  private var isDamaged = false

  init(load: Int64, file: String, home: Home, landed: LandedRejects? = nil) {
    self.load = load
    self.landed = landed
    first = landed?.first ?? ""
    self.file = file
    self.home = home
  }

  deinit {
    if let stream { fclose(stream) }
  }

  /// Where a spool stood.
  struct Mark {
    fileprivate let count: Int
    fileprivate let first: String
    fileprivate let offset: Int
  }

  /// - Throws: `LoadError.rejectSpool` when the disk does not take what is buffered.
  func mark() throws -> Mark {
    let offset = stream.map { ftell($0) } ?? 0
    if offset < 0 { throw damage() }
    return Mark(count: count, first: first, offset: offset)
  }

  /// Forgets the rejects that came after a mark: what found them is done again.
  func rewind(to mark: Mark) throws {
    guard count != mark.count else { return }
    (count, first) = (mark.count, mark.first)
    guard let stream else { return }
    // What is buffered has to be written before the file is cut.
    guard fflush(stream) == 0, ftruncate(fileno(stream), off_t(mark.offset)) == 0,
      fseek(stream, mark.offset, SEEK_SET) == 0
    else { throw damage() }
  }

  /// `raw` of a reject is its record; where that was not to be had, the row as JSON, and then nobody
  /// knows at which byte it stands.
  ///
  /// - Throws: `LoadError.rejectSpool` when the disk does not take it.
  func append(_ reject: Reject, isRecord: Bool = true) throws {
    if first.isEmpty {
      first = "\(file)\(reject.position.suffix): \(reject.code.rawValue): \(reject.message)"
    }
    count += 1
    guard count <= RejectStore.kept else { return }
    if stream == nil { try open() }
    try write(line(reject, isRecord))
  }

  /// Goes on behind the batches that an earlier try had committed: the server's rejects of these
  /// are in the database.
  func goOn(with kept: RejectStore.Kept, upTo record: Int) {
    let position = Position(record: kept.record, line: kept.line ?? 0, byte: 0)
    first = "\(file)\(position.suffix): \(kept.code): \(kept.message)"
    count += kept.count
    committedUpTo = record
  }

  /// Copies the rejects that came after a mark into `retrofill.rejects`, where they stay when the
  /// process dies. Belongs into the transaction that commits their batch.
  func keep(since mark: Mark, on connection: Connection) throws {
    guard count > mark.count, let stream else { return }
    try copy(stream, from: mark.offset, into: RejectStore(connection))
  }

  /// Copies the spool into `retrofill.rejects`. Belongs into the transaction that ends the load.
  /// A spool that the disk did not take is left out: the load fails for that, and the next try
  /// finds the rejects again.
  func commit(to connection: Connection) throws {
    let store = RejectStore(connection)
    try store.removeAll(of: load, behind: committedUpTo)
    if let landed {
      try store.copy(from: landed.load, to: load, atMost: max(0, RejectStore.kept - count))
    }
    guard let stream, !isDamaged else { return }
    try copy(stream, from: 0, into: store)
  }

  private func copy(
    _ stream: UnsafeMutablePointer<FILE>, from offset: Int, into store: RejectStore
  ) throws {
    // Positioning writes out what is buffered. Rejects that follow go on at the end.
    guard fseek(stream, offset, SEEK_SET) == 0 else { throw damage() }
    defer { fseek(stream, 0, SEEK_END) }
    try store.copyIn { writer in
      try withUnsafeTemporaryAllocation(byteCount: 1 << 16, alignment: 16) { piece in
        while true {
          let length = fread(piece.baseAddress, 1, piece.count, stream)
          if length == 0 {
            // Said before the next statement of the connection changes `errno`.
            guard ferror(stream) == 0 else { throw damage() }
            break
          }
          try writer.write(UnsafeRawBufferPointer(rebasing: piece[..<length]))
        }
      }
    }
  }

  private func open() throws {
    mkdir(home.path, 0o755)
    mkdir(home.rejectSpools, 0o700)
    // mkstemp fills in a name that is taken by nobody: loads of two databases may share a home.
    var path = Array("\(home.rejectSpools)/load-\(load)-XXXXXX".utf8CString)
    let descriptor = mkstemp(&path)
    guard descriptor >= 0 else { throw failure }
    unlink(path)
    stream = fdopen(descriptor, "w+")
    if stream == nil { throw failure }
  }

  private func write(_ line: [UInt8]) throws {
    guard let stream, fwrite(line, 1, line.count, stream) == line.count else {
      throw damage()
    }
  }

  private func damage() -> LoadError {
    let failure = failure
    isDamaged = true
    return failure
  }

  private var failure: LoadError { .rejectSpool(path: home.rejectSpools, errno: errno) }

  private func line(_ reject: Reject, _ isRecord: Bool) -> [UInt8] {
    let kept = reject.raw.prefix(RejectStore.keptRawBytes)
    var line: [UInt8] = []
    line.reserveCapacity(2 * kept.count + 256)
    func field(_ text: String) {
      for byte in text.utf8 { Self.escape(byte, into: &line) }
      line.append(UInt8(ascii: "\t"))
    }
    func field(ifAny text: String?) {
      if let text { field(text) } else { line += Array(#"\N"#.utf8) + [0x09] }
    }
    field("\(load)")
    field("\(reject.position.record)")
    let position = reject.position
    field(ifAny: position.isPlaced ? "\(position.line)" : nil)
    field(ifAny: position.isPlaced && isRecord ? "\(position.byte)" : nil)
    field(ifAny: reject.column)
    field(reject.code.rawValue)
    field(reject.message)
    line += Array(#"\\x"#.utf8)
    for byte in kept {
      line.append(Self.hex[Int(byte >> 4)])
      line.append(Self.hex[Int(byte & 15)])
    }
    line += Array((kept.count < reject.raw.count ? "\tt" : "\tf").utf8)
    line += Array((isRecord ? "\tt\n" : "\tf\n").utf8)
    return line
  }

  private static let hex = Array("0123456789abcdef".utf8)

  /// COPY's text format escapes the backslash and what would end a field or a row; the server
  /// takes no NUL.
  private static func escape(_ byte: UInt8, into line: inout [UInt8]) {
    switch byte {
    case UInt8(ascii: "\\"): line += [byte, byte]
    case UInt8(ascii: "\t"): line += Array(#"\t"#.utf8)
    case UInt8(ascii: "\n"): line += Array(#"\n"#.utf8)
    case UInt8(ascii: "\r"): line += Array(#"\r"#.utf8)
    case 0: line += Array("\u{FFFD}".utf8)
    default: line.append(byte)
    }
  }
}
