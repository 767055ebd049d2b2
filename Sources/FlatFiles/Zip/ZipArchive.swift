internal import CZip

/// A zip archive that is open for reading, by libzip.
///
/// libzip keeps the archive's directory in memory and believes what it says of its own size, so
/// `ZipDirectory` looks at that first.
///
/// An archive belongs to one reader at a time. It is marked as sendable because the next one may be
/// on another thread: `IdleArchives` hands it on, and nobody else has it then.
final class ZipArchive: @unchecked Sendable {
  let handle: OpaquePointer
  /// In the order of the archive's directory.
  let members: [Member]
  /// What the archive was when it was opened.
  let key: IdleArchives.Key
  private let file: StoredFile
  /// Where in `members` a file of this name is.
  private let places: [String: Int]

  struct Member: Sendable {
    let name: String
    let index: UInt64
    /// In bytes, before it was packed.
    let size: Int
    let method: Int
    let isEncrypted: Bool
    /// Why it is no data; nil where it may be.
    let reasonToPassOver: String?
  }

  /// Opens an archive; `IdleArchives` may have it open already.
  ///
  /// - Throws: `FileError` for an archive that cannot be read as a whole.
  init(_ file: StoredFile, limits: ReadLimits) throws {
    self.file = file
    key = IdleArchives.Key(file, limits)
    guard file.isRegular else {
      throw FileError(path: file.name, problem: .zip(.onStandardInput))
    }
    try ZipDirectory.check(file, limits: limits)
    handle = try Self.open(file)
    do {
      members = try Self.members(of: handle, file.name)
      places = try Self.places(of: members, file.name, limits)
    } catch {
      zip_discard(handle)
      throw error
    }
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
    if let name = source.member, let place = places[name] { return members[place] }
    let known = members.filter { $0.reasonToPassOver == nil }
    if source.member != nil {
      throw FileError(
        path: "\(source)", problem: .zip(.noSuchMember(known: known.map(\.name))))
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
        method: Int(status.comp_method), isEncrypted: status.encryption_method != ZIP_EM_NONE,
        reasonToPassOver: reasonToPassOver(String(cString: name)))
    }
  }

  private static func reasonToPassOver(_ name: String) -> String? {
    if name.hasSuffix("/") { return "a folder" }
    if name.hasPrefix("__MACOSX/") || name == ".DS_Store" || name.hasSuffix("/.DS_Store") {
      return "of the system that packed the archive"
    }
    return ChecksumFile.isNamed(name) ? "a checksum file" : nil
  }

  /// Where each file is.
  ///
  /// - Throws: `FileError` for an archive whose files cannot be told apart, are none that are read, or
  ///   are too large together: none can become larger than the directory says.
  private static func places(
    of members: [Member], _ path: String, _ limits: ReadLimits
  ) throws -> [String: Int] {
    guard members.count <= limits.archiveMembers else {
      throw FileError(
        path: path, problem: .zip(.tooManyMembers(limit: limits.archiveMembers)))
    }
    if let format = OtherFormat(membersOfArchive: members.lazy.map(\.name)) {
      throw FileError(path: path, problem: .otherFormat(format))
    }
    var places: [String: Int] = [:]
    var total = 0
    for (place, member) in members.enumerated() where !member.name.hasSuffix("/") {
      let isData = member.reasonToPassOver == nil
      guard places.updateValue(place, forKey: member.name) == nil || !isData else {
        throw FileError(path: path, problem: .zip(.memberTwice(member.name)))
      }
      let (sum, isTooLarge) = total.addingReportingOverflow(member.size)
      guard !isTooLarge, sum <= limits.expandedBytes else {
        throw FileError(path: path, problem: .expandsTooFar(limit: limits.expandedBytes))
      }
      total = sum
    }
    return places
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
