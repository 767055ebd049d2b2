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

/// A stream that the process was started with.
package final class StandardStream: ByteSink {
  package enum Name: Int32 { case output = 1, error }

  private let name: Name
  private let descriptor: Descriptor

  package init(_ name: Name) {
    self.name = name
    descriptor = Descriptor(standard: name.rawValue)
  }

  package func write(_ bytes: UnsafeRawBufferPointer) throws {
    do {
      try descriptor.write(bytes)
    } catch {
      throw FileError(
        path: "standard \(name)",
        problem: error.isClosedPipe ? .outputClosed : .notWritten(error.reason))
    }
  }
}
