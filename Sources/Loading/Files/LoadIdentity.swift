import FlatFiles
import Postgres
import Store

/// What a load is: the SHA-256 of its content, its table, and the layout that makes rows of it.
struct LoadIdentity {
  let request: LoadRequest
  let layoutFingerprint: String
  /// Whether the rows of an earlier load are gone from the table.
  let isStale: (Connection, _ load: Int64) throws -> Bool
  /// Whether the table tells rows that are there already from new ones.
  let isKeyed: (Connection) throws -> Bool

  init(
    _ request: LoadRequest, isStale: @escaping (Connection, _ load: Int64) throws -> Bool,
    isKeyed: @escaping (Connection) throws -> Bool
  ) {
    self.request = request
    self.isStale = isStale
    self.isKeyed = isKeyed
    layoutFingerprint = ContentDigest.sha256(of: request.layoutText)
  }

  /// What the ledger has of a content.
  enum Earlier {
    /// It has to be loaded.
    case nothing
    case done(Ledger.Known)
    /// A load had brought it and left rows of another one, which was undone since. It is loaded
    /// again, and what was written after that load stays.
    case stale(Ledger.Known)
  }

  /// Looks whether the file was loaded before, hashing it only when that is worth the reading.
  func earlierByStamp(_ connection: Connection, _ report: inout LoadReport) throws -> Earlier {
    if !request.force, let sha256 = request.file.kept?.sha256 {
      return try earlier(sha256: sha256, connection, &report)
    }
    guard !request.force, let stamp = try stamp(), try isWorthHashing(stamp, Ledger(connection))
    else { return .nothing }
    let sha256 = try FileReader.fingerprint(of: request.file, request.reading)
    return try earlier(sha256: sha256, connection, &report)
  }

  /// A file whose size, time and inode the ledger knows is likely to be spared the loading. Batches
  /// are published before the end of the file tells what it is, so that an old file under a new
  /// name must be known before the first of them.
  private func isWorthHashing(_ stamp: Ledger.FileStamp, _ ledger: Ledger) throws -> Bool {
    switch request.publish {
    case .file:
      try ledger.hasSeen(stamp, table: request.table, layoutFingerprint: layoutFingerprint)
    case .batch:
      try ledger.hasLoaded(into: request.table, layoutFingerprint: layoutFingerprint)
    }
  }

  /// Looks whether this content was loaded before and is still there. A load whose rows are gone
  /// counts for nothing; that is noted.
  func earlier(
    sha256: String, _ connection: Connection, _ report: inout LoadReport
  ) throws -> Earlier {
    guard !request.force,
      let known = try Ledger(connection).find(
        sha256: sha256, table: request.table, layoutFingerprint: layoutFingerprint)
    else { return .nothing }
    if let undone = known.staleBecause, try isKeyed(connection) {
      let since = known.staleSince.map { "load \($0) replaced since" } ?? "was undone since"
      report.note(
        "load \(known.id) brought this before and had left rows of load \(undone), which "
          + "\(since): loaded again")
      return .stale(known)
    }
    if try isStale(connection, known.id) {
      report.note(
        "load \(known.id) brought this before, but its rows are gone from \(request.table): "
          + "loaded again")
      return .nothing
    }
    if try isTakenLater(than: known) {
      guard try isKeyed(connection) else {
        report.note(
          "load \(known.id) left out \(known.unfinished) unfinished, which stay out: \(request.table) "
            + "has no key, so that the rows that it brought would come twice")
        return .done(known)
      }
      report.note(
        "load \(known.id) left out \(known.unfinished) unfinished, and the file is of a later "
          + "time: loaded again")
      return .nothing
    }
    return .done(known)
  }

  /// Whether candles that were unfinished when the file was taken may count as ended now: its
  /// modification time, which stands in for when it was taken, is a later one.
  private func isTakenLater(than known: Ledger.Known) throws -> Bool {
    guard known.unfinished > 0, request.captured == nil, let stamp = try stamp() else {
      return false
    }
    return stamp.modifiedMicroseconds > known.modifiedMicroseconds
  }

  func newLoad(_ appending: Appending? = nil) throws -> Ledger.NewLoad {
    let unstamped = Ledger.FileStamp(
      path: request.file.path, member: request.file.member, size: 0, modifiedMicroseconds: 0,
      inode: 0)
    var load = Ledger.NewLoad(
      verb: request.verb.rawValue, table: request.table, layout: request.layout,
      layoutFingerprint: layoutFingerprint, file: try stamp() ?? unstamped,
      onConflict: request.onConflict.description, publish: request.publish.rawValue,
      keepsUndo: request.keepsUndo, options: request.toldAgain)
    if let appending {
      load.onConflict = Ledger.appendPolicy
      load.keepsUndo = appending.recordsLoad
      load.appends = true
      load.content = appending.content
    }
    return load
  }

  /// Nil for standard input, which has no size or time.
  private func stamp() throws -> Ledger.FileStamp? {
    try request.file.identity().map { identity in
      Ledger.FileStamp(
        path: request.file.path, member: request.file.member, size: identity.size,
        modifiedMicroseconds: Int(identity.modifiedMicroseconds),
        inode: Int(truncatingIfNeeded: identity.inode))
    }
  }
}

extension LoadIdentity.Earlier {
  /// The load that a load of the same content stands in for, as far as it is stale.
  var staleLoad: Int64? {
    if case .stale(let known) = self { known.id } else { nil }
  }
}
