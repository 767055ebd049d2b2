/// A file that appears under its name whole or not at all, also when the machine loses power.
///
///     let file = try AtomicFile(path: "part-1.csv.gz")
///     try file.write(bytes)
///     try file.commit()
///
/// Until `commit` the bytes stand beside it in `part-1.csv.gz.partial-<process>`, which goes when
/// the object does. A process that is killed leaves it behind, to be deleted by anyone.
package final class AtomicFile: ByteSink {
  package let path: String
  private let partialPath: String
  private var descriptor: Descriptor?

  /// Begins a file. One that stands under the name already stays until `commit`.
  ///
  /// Throws `FileError` where the folder cannot be written to.
  package init(path: String) throws {
    self.path = path
    partialPath = "\(path).partial-\(Descriptor.processID)"
    // What an earlier process of the same number left behind.
    Descriptor.remove(partialPath)
    do {
      descriptor = try Descriptor(creating: partialPath)
    } catch {
      throw FileError(path: path, problem: .notWritten(error.reason))
    }
  }

  deinit { if descriptor != nil { Descriptor.remove(partialPath) } }

  package func write(_ bytes: UnsafeRawBufferPointer) throws {
    do {
      try open().write(bytes)
    } catch let failure as Descriptor.Failure {
      throw FileError(path: path, problem: .notWritten(failure.reason))
    }
  }

  /// Puts the file under its name, in place of one that is there, and returns when it has reached
  /// the disk. Nothing can be written afterwards.
  package func commit() throws {
    do {
      try open().synchronise()
      try Descriptor.rename(partialPath, to: path)
      descriptor = nil
      try Descriptor(reading: folder).synchronise()
    } catch let failure as Descriptor.Failure {
      throw FileError(path: path, problem: .notWritten(failure.reason))
    }
  }

  private func open() throws -> Descriptor {
    guard let descriptor else {
      throw FileError(path: path, problem: .notWritten("the file is complete already"))
    }
    return descriptor
  }

  /// The rename is an entry of the folder, so the folder has to reach the disk too.
  private var folder: String {
    guard let slash = path.lastIndex(of: "/") else { return "." }
    return slash == path.startIndex ? "/" : String(path[..<slash])
  }
}
