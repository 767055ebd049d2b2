import FlatFiles
import Foundation

/// A file that holds one input after the other, in the folder that the system has for such files.
final class InputFile {
  let source: SourceFile

  init() {
    source = SourceFile(path: "\(NSTemporaryDirectory())/fuzz-\(UUID().uuidString)")
  }

  deinit { unlink(source.path) }

  func write(_ input: UnsafeRawBufferPointer) throws {
    let descriptor = open(source.path, O_WRONLY | O_CREAT | O_TRUNC, 0o600)
    defer { close(descriptor) }
    guard descriptor >= 0, Foundation.write(descriptor, input.baseAddress, input.count) >= 0 else {
      throw POSIXError(POSIXErrorCode(rawValue: errno) ?? .EIO)
    }
  }
}
