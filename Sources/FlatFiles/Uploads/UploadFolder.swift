/// A folder that others put files into, for us to take out of it.
///
/// Files lie directly in it. What is done with goes to the folders `processed` and `quarantine` in
/// it. Names that begin with a dot are nobody's business: they are how many programs call what they
/// are still writing.
package struct UploadFolder: Sendable {
  /// What becomes of a file.
  package enum Fate: String, Sendable {
    case processed, quarantine
  }

  /// As it was given, without a slash at its end.
  package let path: String
  /// Without links and dots: the same however it was given.
  package let realPath: String

  /// - Throws: `FileError` where there is no such folder.
  package init(_ path: String) throws {
    var path = path
    while path.count > 1, path.hasSuffix("/") { path.removeLast() }
    self.path = path
    do {
      realPath = try Descriptor.realPath(path)
    } catch {
      throw FileError(path: path, problem: error.isMissing ? .notFound : .notOpened(error.reason))
    }
  }

  /// A file in the folder as it was when it was looked at.
  package struct Upload: Sendable, Hashable {
    package let path: String
    let identity: FileIdentity
    /// Whether a process had it open for writing.
    package let isBeingWritten: Bool

    /// How many microseconds ago it was modified; below zero when its clock is ahead of ours.
    package func age(_ now: Int64) -> Int64 { now - identity.modifiedMicroseconds }

    /// Whether it is what it was then.
    package var isUnchanged: Bool {
      ((try? Descriptor.status(of: path)) ?? nil).map(FileIdentity.init) == identity
    }
  }

  /// The files to take, and what lies beside them. Checksum files go with what they are of.
  ///
  /// - Throws: `FileError` where the folder cannot be read.
  package func look() throws -> (uploads: [Upload], passedOver: [PassedOver]) {
    let names: [String]
    do {
      names = try Descriptor.names(in: path)
    } catch {
      throw FileError(path: path, problem: .notOpened(error.reason))
    }
    var uploads: [Upload] = []
    var passedOver: [PassedOver] = []
    for name in names where !name.hasPrefix(".") && Fate(rawValue: name) == nil {
      let path = "\(self.path)/\(name)"
      guard let status = try? Descriptor.status(of: path) else { continue }
      if status.isRegular, !ChecksumFile.isNamed(name) {
        uploads.append(
          Upload(
            path: path, identity: FileIdentity(status),
            isBeingWritten: Descriptor.isOpenForWriting(path)))
      } else if !status.isRegular {
        passedOver.append(
          PassedOver(path: path, reason: status.isDirectory ? "a folder" : "not a file"))
      } else if !names.contains(ChecksumFile.subject(of: name)) {
        passedOver.append(PassedOver(path: path, reason: "a checksum file of nothing here"))
      }
    }
    return (uploads, passedOver)
  }

  // MARK: - Moving

  /// Where an upload would go: its own name, or where that is taken the next with a number.
  package func destination(of path: String, _ fate: Fate) -> String {
    let name = path.split(separator: "/").last.map(String.init) ?? path
    let folder = "\(self.path)/\(fate.rawValue)"
    var number = 1
    while true {
      let candidate = "\(folder)/\(number == 1 ? name : Self.numbered(name, number))"
      let isTaken = ((try? Descriptor.status(of: candidate)) ?? nil) != nil
      if !isTaken || (try? Descriptor.isOneFile(path, candidate)) == true { return candidate }
      number += 1
    }
  }

  /// `trades.csv.gz` becomes `trades-2.csv.gz`.
  static func numbered(_ name: String, _ number: Int) -> String {
    var (stem, endings) = (name[...], "")
    func cut() -> Bool {
      guard let dot = stem.dropFirst().lastIndex(of: ".") else { return false }
      endings = stem[dot...] + endings
      stem = stem[..<dot]
      return true
    }
    if cut(), [".gz", ".zst", ".zip", ".bz2", ".xz"].contains(endings.lowercased()) { _ = cut() }
    return "\(stem)-\(number)\(endings)"
  }

  /// Makes the folder that files of a fate go to.
  package func prepare(_ fate: Fate) throws {
    let folder = "\(path)/\(fate.rawValue)"
    do {
      try Descriptor.makeFolderIfMissing(folder)
    } catch {
      throw FileError(path: folder, problem: .notWritten(error.reason))
    }
  }

  /// Moves a file, and the checksum files beside it, and returns when that has reached the disk.
  ///
  /// - Returns: false where the destination was taken meanwhile: nothing was moved.
  package func move(_ path: String, to destination: String) throws -> Bool {
    do throws(Descriptor.Failure) {
      guard try Descriptor.move(path, toUnused: destination) else { return false }
      for ending in ChecksumFile.endings where try Descriptor.status(of: path + ending) != nil {
        _ = try Descriptor.move(path + ending, toUnused: destination + ending)
      }
      let folder = destination.split(separator: "/").dropLast().joined(separator: "/")
      try Descriptor(reading: (destination.hasPrefix("/") ? "/" : "") + folder).synchronise()
      try Descriptor(reading: self.path).synchronise()
      return true
    } catch {
      throw FileError(path: path, problem: .notMoved(to: destination, error.reason))
    }
  }

  /// Moves checksum files after the files that they are of, where a move was cut off in between.
  package func moveOrphans() throws {
    let names = (try? Descriptor.names(in: path)) ?? []
    for name in names where ChecksumFile.isNamed(name) {
      let subject = ChecksumFile.subject(of: name)
      guard !names.contains(subject) else { continue }
      let ending = String(name.dropFirst(subject.count))
      for fate in [Fate.processed, .quarantine] {
        if let moved = lastMoved(subject, fate), try move("\(path)/\(name)", to: moved + ending) {
          break
        }
      }
    }
  }

  /// The one of a name that was moved last.
  private func lastMoved(_ name: String, _ fate: Fate) -> String? {
    let folder = "\(path)/\(fate.rawValue)"
    var (last, number) = (nil as String?, 1)
    while true {
      let candidate = "\(folder)/\(number == 1 ? name : Self.numbered(name, number))"
      guard ((try? Descriptor.status(of: candidate)) ?? nil) != nil else { return last }
      last = candidate
      number += 1
    }
  }
}
