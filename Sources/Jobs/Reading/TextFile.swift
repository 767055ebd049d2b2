#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// A small file that people write, held whole: a job, a list of sources.
struct TextFile {
  let text: String

  /// - Throws: `JobError` with the system's reason when the file cannot be read, or is not UTF-8.
  init(path: String) throws {
    guard let stream = fopen(path, "r") else { throw Self.unopenable(path) }
    defer { fclose(stream) }
    var bytes: [UInt8] = []
    var chunk = [UInt8](repeating: 0, count: 1 << 16)
    while true {
      let count = fread(&chunk, 1, chunk.count, stream)
      bytes += chunk[..<count]
      if count < chunk.count { break }
    }
    // A directory opens, and then refuses to be read.
    guard ferror(stream) == 0 else { throw Self.unopenable(path) }
    guard let text = String(validating: bytes, as: UTF8.self) else {
      throw JobError(.wholeFile(path), .notYAML(reason: "its bytes are not UTF-8 text"))
    }
    self.text = text
  }

  private static func unopenable(_ path: String) -> JobError {
    JobError(.wholeFile(path), .unopenable(reason: String(cString: strerror(errno))))
  }
}
