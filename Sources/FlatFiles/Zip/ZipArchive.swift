internal import CZip

/// A zip archive that is open for reading, by libzip.
///
/// libzip keeps the archive's directory in memory and believes what it says of its own size, so
/// `ZipDirectory` looks at that first.
final class ZipArchive {
  let handle: OpaquePointer
  /// In the order of the archive's directory.
  let members: [Member]
  private let file: StoredFile

  struct Member {
    let name: String
    let index: UInt64
    /// In bytes, before it was packed.
    let size: Int
    let method: Int
    let isEncrypted: Bool
  }

  /// - Throws: `FileError` for an archive that cannot be read as a whole.
  init(_ file: StoredFile, limits: ReadLimits = ReadLimits()) throws {
    self.file = file
    guard file.isRegular else {
      throw FileError(path: file.name, problem: .zip(.onStandardInput))
    }
    try ZipDirectory.check(file, limits: limits)
    handle = try Self.open(file)
    do {
      members = try Self.members(of: handle, file.name)
    } catch {
      zip_discard(handle)
      throw error
    }
    try check(limits)
  }

  deinit { zip_discard(handle) }

  /// Whether a path leads to a file that begins as zip archives do.
  static func isArchive(_ path: String) -> Bool {
    guard let status = try? Descriptor.status(of: path), status.isRegular,
      let descriptor = try? Descriptor(reading: path)
    else { return false }
    return withUnsafeTemporaryAllocation(byteCount: Compression.magicLength, alignment: 1) { room in
      guard let count = try? descriptor.read(at: 0, into: room) else { return false }
      return Compression(magic: UnsafeRawBufferPointer(rebasing: room[..<count])) == .zip
    }
  }

  /// The member that a source file is. The archive itself stands for the only file in it.
  ///
  /// - Throws: `FileError` where there is none, or where it is not said which of several.
  func member(of source: SourceFile) throws -> Member {
    let known = members.filter { $0.reasonToPassOver == nil }
    if let name = source.member {
      guard let member = members.first(where: { $0.name == name && !$0.isDirectory }) else {
        throw FileError(
          path: "\(source)", problem: .zip(.noSuchMember(known: known.map(\.name))))
      }
      return member
    }
    guard let only = known.first else {
      throw FileError(path: file.name, problem: .zip(.noMembers))
    }
    guard known.count == 1 else {
      throw FileError(path: file.name, problem: .zip(.severalMembers(known.map(\.name))))
    }
    return only
  }

  /// Throws `FileError` when the archive is not what it was when it was opened.
  func checkUnchanged() throws { try file.checkUnchanged() }

  // MARK: - Opening

  private static func open(_ file: StoredFile) throws -> OpaquePointer {
    let copy: Int32
    do {
      copy = try file.descriptor.duplicate()
    } catch {
      throw FileError(path: file.name, problem: .notOpened(error.reason))
    }
    var code: Int32 = 0
    if let handle = zip_fdopen(copy, ZIP_RDONLY, &code) { return handle }
    Descriptor.close(copy)
    let problem: ZipProblem =
      switch code {
      case ZIP_ER_MULTIDISK: .splitIntoVolumes
      case ZIP_ER_NOZIP: .damaged("its directory, which stands at its end, is not there")
      default: .damaged(ZipError.text(code))
      }
    throw FileError(path: file.name, problem: .zip(problem))
  }

  private static func members(of handle: OpaquePointer, _ path: String) throws -> [Member] {
    try (0..<UInt64(zip_get_num_entries(handle, 0))).map { index in
      var status = zip_stat_t()
      zip_stat_init(&status)
      guard zip_stat_index(handle, index, 0, &status) == 0, let name = status.name else {
        let reason = String(cString: zip_strerror(handle))
        throw FileError(path: path, problem: .zip(.damaged(reason)))
      }
      return Member(
        name: String(cString: name), index: index, size: Int(clamping: status.size),
        method: Int(status.comp_method), isEncrypted: status.encryption_method != ZIP_EM_NONE)
    }
  }

  /// Throws `FileError` for an archive whose files cannot be told apart, or are too large together:
  /// none of them can become larger than the directory says.
  private func check(_ limits: ReadLimits) throws {
    guard members.count <= limits.archiveMembers else {
      let problem = ZipProblem.tooManyMembers(limit: limits.archiveMembers)
      throw FileError(path: file.name, problem: .zip(problem))
    }
    if let format = OtherFormat(membersOfArchive: members.lazy.map(\.name)) {
      throw FileError(path: file.name, problem: .otherFormat(format))
    }
    var names: Set<String> = []
    var total = 0
    for member in members where member.reasonToPassOver == nil {
      guard names.insert(member.name).inserted else {
        throw FileError(path: file.name, problem: .zip(.memberTwice(member.name)))
      }
      let (sum, isTooLarge) = total.addingReportingOverflow(member.size)
      guard !isTooLarge, sum <= limits.expandedBytes else {
        throw FileError(path: file.name, problem: .expandsTooFar(limit: limits.expandedBytes))
      }
      total = sum
    }
  }
}

extension ZipArchive.Member {
  var isDirectory: Bool { name.hasSuffix("/") }

  /// Why a member is no data; nil for one that may be.
  var reasonToPassOver: String? {
    if isDirectory { return "a folder" }
    if name.hasPrefix("__MACOSX/") || name == ".DS_Store" || name.hasSuffix("/.DS_Store") {
      return "of the system that packed the archive"
    }
    return ChecksumFile.isNamed(name) ? "a checksum file" : nil
  }
}

/// What libzip's error numbers mean.
enum ZipError {
  /// The library's own words.
  static func text(_ code: Int32) -> String {
    var error = zip_error_t()
    zip_error_init_with_code(&error, code)
    defer { zip_error_fini(&error) }
    return String(cString: zip_error_strerror(&error))
  }
}
