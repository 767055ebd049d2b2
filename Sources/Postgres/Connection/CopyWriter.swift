internal import CPostgres

/// Takes the bytes of a COPY FROM STDIN, in whatever pieces: they need not be rows.
package struct CopyWriter: ~Copyable {
  private let stream: CopyStream

  init(_ stream: CopyStream) {
    self.stream = stream
  }

  /// Hands bytes on to the server, at once or with the next ones. Throws when the connection broke;
  /// what the server thinks of the rows comes at the end of the COPY.
  package func write(_ bytes: UnsafeRawBufferPointer) throws {
    try stream.write(bytes)
  }

  /// Hands text on to the server, for COPY in text or CSV format.
  package func write(_ text: String) throws {
    var text = text
    try text.withUTF8 { try stream.write(UnsafeRawBufferPointer($0)) }
  }
}

/// Gathers small writes: libpq makes a message of each piece that it is given.
final class CopyStream {
  private static let pieceSize = 1 << 16
  private let connection: Connection
  private let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: pieceSize, alignment: 16)
  private var count = 0
  /// Whether the connection broke under a write.
  private(set) var hasFailed = false

  init(_ connection: Connection) {
    self.connection = connection
  }

  deinit { buffer.deallocate() }

  func write(_ bytes: UnsafeRawBufferPointer) throws {
    if count + bytes.count > buffer.count { try flush() }
    if bytes.count > buffer.count {
      try send(bytes)
    } else if !bytes.isEmpty {
      UnsafeMutableRawBufferPointer(rebasing: buffer[count...]).copyMemory(from: bytes)
      count += bytes.count
    }
  }

  func flush() throws {
    guard count > 0 else { return }
    try send(UnsafeRawBufferPointer(rebasing: buffer[..<count]))
    count = 0
  }

  private func send(_ bytes: UnsafeRawBufferPointer) throws {
    var rest = bytes
    while !rest.isEmpty {
      // libpq counts a message's length in 31 bits.
      let piece = UnsafeRawBufferPointer(rebasing: rest.prefix(1 << 30))
      let sent = PQputCopyData(
        connection.handle, piece.bindMemory(to: CChar.self).baseAddress, Int32(piece.count))
      guard sent == 1 else {
        hasFailed = true
        throw connection.lostConnection(during: nil)
      }
      rest = UnsafeRawBufferPointer(rebasing: rest.dropFirst(piece.count))
    }
  }
}
