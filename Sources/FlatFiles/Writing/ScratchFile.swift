/// A file for what does not fit in memory, on the disk of `TMPDIR`. It has no name, so nothing is
/// left of it when it is not needed any more, however the process ends.
package final class ScratchFile {
  private let descriptor: Descriptor
  private let folder: String
  /// How many bytes were appended.
  package private(set) var count = 0

  /// - Throws: `FileError` where the folder cannot be written to.
  package init() throws {
    folder = Descriptor.scratchFolder
    do {
      descriptor = try Descriptor(scratchIn: folder)
    } catch {
      throw FileError(path: folder, problem: .notWritten(error.reason))
    }
  }

  /// - Throws: `FileError` where the disk is full.
  package func append(_ bytes: UnsafeRawBufferPointer) throws {
    do {
      try descriptor.write(bytes)
      count += bytes.count
    } catch {
      throw FileError(path: folder, problem: .notWritten(error.reason))
    }
  }

  /// What to throw where less can be read than was written.
  package var cutShort: FileError {
    FileError(path: folder, problem: .notRead("a file for sorting is shorter than it was written"))
  }

  /// Reads at an offset, at most as many bytes as there is room for; 0 at the end.
  package func read(into room: UnsafeMutableRawBufferPointer, at offset: Int) throws -> Int {
    do {
      return try descriptor.read(into: room, at: offset)
    } catch {
      throw FileError(path: folder, problem: .notRead(error.reason))
    }
  }
}
