/// Standard input, kept in a file on the disk of `TMPDIR`, so that it can be looked at more than
/// once. The file goes with its owner.
package final class SpooledInput {
  /// Called `stdin`, as standard input is.
  package let file: SourceFile
  private let folder: String

  /// Takes standard input to its end. `progress` is told now and then, and ends it by throwing.
  ///
  /// Throws `FileError` where there is not one byte, or no room on the disk.
  package convenience init(progress: (ReadProgress) throws -> Void) throws {
    try self.init(StoredFile(.standardInput), progress: progress)
  }

  /// Takes it from its beginning, although that was looked at already.
  convenience init(_ input: RecalledInput, progress: (ReadProgress) throws -> Void) throws {
    input.rewind()
    try self.init(input as any ByteOrigin, progress: progress)
  }

  private init(_ origin: any ByteOrigin, progress: (ReadProgress) throws -> Void) throws {
    do {
      folder = try Descriptor.makeFolder(in: Descriptor.scratchFolder)
    } catch {
      throw FileError(path: Descriptor.scratchFolder, problem: .notWritten(error.reason))
    }
    file = SourceFile(path: folder + "/" + SourceFile.standardInput.name)
    let input = try RawStream(origin, pieceBytes: Self.pieceBytes)
    let output: Descriptor
    do {
      output = try Descriptor(creating: file.path, mode: 0o600)
    } catch {
      throw FileError(path: folder, problem: .notWritten(error.reason))
    }
    while true {
      let piece = try input.nextPiece()
      if piece.isEmpty { break }
      do {
        try output.write(piece)
      } catch {
        throw FileError(path: folder, problem: .notWritten(error.reason))
      }
      input.take(piece.count)
      try progress(input.progress)
    }
  }

  deinit {
    Descriptor.remove(file.path)
    Descriptor.removeFolder(folder)
  }

  private static let pieceBytes = 256 << 10
}

extension FileError {
  /// The same of standard input, where it is about the file that this was kept in.
  package func aboutStandardInput(keptIn file: SourceFile) -> FileError {
    path == file.path
      ? FileError(
        path: SourceFile.standardInputPath, position: position, problem: problem) : self
  }
}
