import FlatFiles
import Postgres
import Store

/// A load into a table without a key. Its rows are appended, and nothing but the ledger keeps the
/// content from being appended twice: in batches it is therefore hashed ahead, so that what one load
/// has committed is known to belong to it, under whatever name the content comes again.
struct Appending {
  /// Whether the rows say which load wrote them.
  let recordsLoad: Bool
  /// The SHA-256 of the content, where rows are committed before the end of the file tells it.
  var content: String?

  /// Nil for a table with a key.
  ///
  /// - Throws: `LoadError.noKey` for what cannot be done without one.
  init?(to target: Target, _ request: LoadRequest) throws {
    guard !target.isKeyed else { return nil }
    recordsLoad = target.recordsLoad
    let refuse = { (purpose: LoadError.KeyPurpose) in
      LoadError.noKey(table: request.table, purpose)
    }
    if request.force { throw refuse(.replacing(canBeUndone: recordsLoad)) }
    if request.verifies { throw refuse(.comparing) }
    guard request.onConflict == .update else { throw refuse(.deciding(request.onConflict)) }
    if request.publish == .batch, request.file.isStandardInput { throw refuse(.goingOn) }
  }

  /// As it is when the load begins.
  func hashed(_ request: LoadRequest) throws -> Appending {
    guard request.publish == .batch else { return self }
    var hashed = self
    hashed.content =
      try request.file.kept?.sha256 ?? FileReader.fingerprint(of: request.file, request.reading)
    return hashed
  }
}

extension LoadAttempt {
  /// Makes sure that no other load of the content commits or has committed rows of it. Belongs into the
  /// transaction that publishes them, or ahead of the first batch.
  ///
  /// - Throws: `LedgerError.alive`, `LedgerError.partlyAppended`.
  func refuseToAppendTwice(_ sha256: String) throws {
    let fingerprint = identity.layoutFingerprint
    try connection.acquireInTransaction(
      .appending(sha256, to: request.table, layoutFingerprint: fingerprint))
    try ledger.refuseAppended(
      sha256, to: request.table, layoutFingerprint: fingerprint, besides: load)
  }
}

extension LoadError {
  /// What a table without a key is not enough for.
  package enum KeyPurpose: Sendable, Hashable {
    /// An earlier load of the content, by force.
    case replacing(canBeUndone: Bool)
    /// The table with the file.
    case comparing
    /// What becomes of rows whose keys are there already.
    case deciding(ConflictPolicy)
    /// A load of standard input that was cut off.
    case goingOn
    /// An archive.
    case restoring
  }
}

extension LoadError.KeyPurpose {
  /// What cannot be done, why, and what to do next.
  func words(of table: TableName) -> String {
    let give = "give it one: ALTER TABLE \(table) ADD PRIMARY KEY (…)"
    return switch self {
    case .replacing(canBeUndone: true):
      """
      \(table) has no primary key, so that --force would bring rows twice which an earlier load had \
      brought. Take that load back ('retrofill undo'), and load the file without --force.
      """
    case .replacing(canBeUndone: false):
      """
      \(table) has no primary key, so that --force would bring rows twice which an earlier load had \
      brought. Leave --force out, or \(give).
      """
    case .comparing:
      """
      \(table) has no primary key, by which its rows could be compared with those of a file. \
      Leave --verify out, or \(give).
      """
    case .deciding(let policy):
      """
      \(table) has no primary key, so that no row of a file meets one of the table, and \
      on_conflict: \(policy) means nothing. Leave it out, or \(give).
      """
    case .goingOn:
      """
      Standard input can be read only once, so that a load of it which stops between two batches \
      could not go on, and \(table) has no primary key by which to tell what it had brought. \
      Use publish: file, or name a file.
      """
    case .restoring:
      """
      \(table) has no primary key, so that rows which are there already could not be told from those \
      of the archive. First \(give).
      """
    }
  }
}
