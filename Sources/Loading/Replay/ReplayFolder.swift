import FlatFiles
import Store

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// Where the rejects of a load lie while they are replayed: a file of the name of their own file,
/// because names may tell what rows are of. It goes with its owner.
final class ReplayFolder {
  /// What lies there.
  struct Written {
    let file: SourceFile
    let records: ReplayedRecords
  }

  private let path: String
  private var files: [String] = []

  /// - Throws: `FileError` where it cannot be made.
  init(in home: Home, load: Int64) throws {
    mkdir(home.path, 0o755)
    mkdir(home.rejectSpools, 0o700)
    // Nobody else's: another process may replay the same load.
    var path = Array("\(home.rejectSpools)/replay-\(load)-XXXXXX".utf8CString)
    guard mkdtemp(&path) != nil else {
      throw FileError(
        path: home.rejectSpools, problem: .notWritten(String(cString: strerror(errno))))
    }
    self.path = String(decoding: path.dropLast().map(UInt8.init(bitPattern:)), as: UTF8.self)
  }

  deinit {
    for file in files { unlink(file) }
    rmdir(path)
  }

  /// - Throws: `FileError` where the disk does not take it.
  func write(_ text: RejectsText) throws -> Written {
    let original = SourceFile(path: text.load.file, member: text.load.member)
    let file = SourceFile(path: path + "/" + original.name)
    files.append(file.path)
    let sink = try AtomicFile(path: file.path)
    let records = try text.write(to: sink)
    try sink.commit()
    return Written(file: file, records: records)
  }
}
