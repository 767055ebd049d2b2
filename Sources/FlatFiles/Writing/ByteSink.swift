/// Something that takes bytes in order.
package protocol ByteSink: AnyObject {
  /// Takes all the bytes. Throws `FileError` where they cannot be written.
  func write(_ bytes: UnsafeRawBufferPointer) throws
}

extension ByteSink {
  /// Takes the text as UTF-8.
  package func write(_ text: String) throws {
    var text = text
    try text.withUTF8 { try write(UnsafeRawBufferPointer($0)) }
  }
}

/// The process's standard output.
package final class StandardOutput: ByteSink {
  private let descriptor = Descriptor(standard: 1)

  package init() {}

  package func write(_ bytes: UnsafeRawBufferPointer) throws {
    do {
      try descriptor.write(bytes)
    } catch {
      throw FileError(
        path: SourceFile.standardOutputPath,
        problem: error.isClosedPipe ? .outputClosed : .notWritten(error.reason))
    }
  }
}
