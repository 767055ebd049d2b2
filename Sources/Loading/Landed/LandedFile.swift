import FlatFiles
import Postgres
import Store

/// A file that was landed: its records in `file_data` are read as the file itself would be.
final class LandedFile: KeptFile {
  /// What a row of `files` says, and the ledger's entry of its landing.
  struct Entry: Sendable {
    var id: Int64
    var fileID: String
    var path: String
    var status: String
    var error: String?
    var sha256: String?
    var rows: Int?
    var columns: [String]?
    var isArray: Bool?
    var member: String?
    var shape: KeptShape
    var table: String
    var identity: FileIdentity
    var rejects: LandedRejects?
  }

  let entry: Entry
  private let context: RunContext

  init(_ entry: Entry, in context: RunContext) {
    self.entry = entry
    self.context = context
  }

  var id: String { entry.fileID }
  var identity: FileIdentity { entry.identity }
  var sha256: String? { entry.sha256 }
  var shape: KeptShape { entry.shape }
  var rejects: LandedRejects? { entry.rejects }

  /// Whether a layout makes the same rows of what was landed as of the file.
  func equalsFile(for options: ReadOptions) -> Bool {
    rejects == nil && sha256 != nil && options.duplicateKeys == .last
      && !options.records.followsMembers
  }

  func open() throws -> any KeptText { try LandedText(entry, in: context) }

  /// The file as it was, to be read from here.
  var source: SourceFile {
    let path = entry.path
    if let member = entry.member, path.hasSuffix("/" + member) {
      return SourceFile(
        path: String(path.dropLast(member.count + 1)), member: member, kept: self)
    }
    return SourceFile(path: path, kept: self)
  }
}

/// What the landing of a file rejected. No load of its landed records meets these, and each counts
/// them, as a load of the file does.
struct LandedRejects: Sendable {
  /// The load that landed the file.
  var load: Int64
  var count: Int
  /// How many of them are a last line that is cut short.
  var cutShort: Int
  /// The place and the message of the first.
  var first: String
}
