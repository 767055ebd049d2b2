import FlatFiles
import Postgres
import Store

/// Takes the files out of a folder of uploads: lands each, and moves it to `processed`, or to
/// `quarantine` with a note beside it that says why.
///
/// How it works. What a file's place is in the end depends on its content alone, so that whatever
/// dies in between, the next run does the rest: content that is landed already is skipped, and its
/// file moved. The row of `files` names the new place before the file is there, because a file
/// that has been moved is not looked at again.
struct UploadRun {
  let folder: UploadFolder
  /// For how long nobody may have written to a file that is taken.
  let settleSeconds: Int
  let context: RunContext
  let atCheckpoint: CheckpointHook
  let load: (SourceFile) -> FileLoad

  /// How long is waited for files that were just written to, at most.
  private static let patienceSeconds = 2.0

  /// - Throws: `Interrupted`.
  func run(into report: inout LoadsReport) throws(Interrupted) {
    try report.gatherOrFail(folder.path) { report in
      let connection = try context.database.connect()
      let lock = AdvisoryLock.uploads(folder.realPath)
      guard try connection.tryAcquire(lock, within: AdvisoryLock.patience) else {
        throw LoadError.uploadsBusy(
          folder: folder.path, holder: try connection.holder(of: lock))
      }
      try folder.moveOrphans()
      let found = try look()
      report.passedOver += found.passedOver.map(\.description)
      for upload in found.ready {
        guard connection.isOpen else { throw LoadError.uploadsCutOff(folder: folder.path) }
        try report.gatherOrFail(upload.path) { report in
          try take(upload, connection, &report)
        }
      }
    }
  }

  /// What `run` would do.
  func plan(on connection: Connection) throws -> [PlannedAction] {
    let found = try look()
    var actions = found.passedOver.map {
      PlannedAction(action: "leave", subject: $0.path, detail: $0.reason)
    }
    for upload in found.ready { actions += try plan(upload, on: connection) }
    return actions
  }

  /// A file that cannot be read is no reason against the others.
  private func plan(
    _ upload: UploadFolder.Upload, on connection: Connection
  ) throws -> [PlannedAction] {
    let done = folder.destination(of: upload.path, .processed)
    do {
      return try PlannedAction.each(of: [upload.path], []) { file in
        var action = try load(file).plan(on: connection)
        action.detail += "; then moved to \(done)"
        return action
      }
    } catch  where error.isFaultOfTheFile {
      let place = folder.destination(of: upload.path, .quarantine)
      return [
        PlannedAction(
          action: "move", subject: upload.path, detail: "to \(place), because of \(error)")
      ]
    }
  }

  // MARK: - What is ready

  /// The files that nobody writes to any more. Those that were written to a moment ago are looked
  /// at once more after a moment; the others are left for the next time.
  func look() throws -> (ready: [UploadFolder.Upload], passedOver: [PassedOver]) {
    var (uploads, passedOver) = try folder.look()
    let youngest = uploads.map { $0.age(Timestamp.now.microseconds) }.min() ?? .max
    let missing = Double(settleSeconds) - Double(youngest) / 1e6
    if missing > 0 {
      try wait(seconds: min(missing, Self.patienceSeconds))
      let earlier = uploads
      (uploads, passedOver) = try folder.look()
      passedOver += uploads.filter { !earlier.contains($0) && !$0.isBeingWritten }.map {
        PassedOver(path: $0.path, reason: "still being written: left for the next time")
      }
      uploads = uploads.filter { earlier.contains($0) || $0.isBeingWritten }
    }
    let now = Timestamp.now.microseconds
    var ready: [UploadFolder.Upload] = []
    for upload in uploads {
      if let reason = reasonToLeave(upload, now) {
        passedOver.append(
          PassedOver(path: upload.path, reason: "\(reason): left for the next time"))
      } else {
        ready.append(upload)
      }
    }
    return (ready, passedOver)
  }

  private func reasonToLeave(_ upload: UploadFolder.Upload, _ now: Int64) -> String? {
    if upload.isBeingWritten { return "a process has it open for writing" }
    let age = upload.age(now)
    // A clock that is ahead says nothing; that the file did not change while we waited does.
    if age >= 0, age < Int64(settleSeconds) * 1_000_000 {
      return "written to less than \(settleSeconds) s ago"
    }
    return nil
  }

  private func wait(seconds: Double) throws {
    let end = ContinuousClock.now + .seconds(seconds)
    while ContinuousClock.now < end {
      try context.interruption.check()
      pause(milliseconds: 20)
    }
  }

  // MARK: - One file

  private func take(
    _ upload: UploadFolder.Upload, _ connection: Connection, _ report: inout LoadsReport
  ) throws {
    let files = LandedFiles(connection: connection)
    let path = upload.path
    try files.reclaim(path, from: folder.destination(of: path, .quarantine))
    let first = report.loads.count
    try report.gather(path, found: { try SourceFiles(named: $0) }) { file, _ in
      try load(file).run()
    }
    let own = first..<report.loads.count
    guard let fate = fate(of: report.loads[own]) else {
      for index in own { report.loads[index].note("left in \(folder.path) for the next time") }
      return
    }
    guard upload.isUnchanged else {
      for index in own { report.loads[index].note("changed meanwhile: left for the next time") }
      return
    }
    let destination = try move(path, fate, Array(report.loads[own]), files)
    for index in own {
      report.loads[index].movedTo = destination
      report.loads[index].note("moved to \(destination)")
    }
    try atCheckpoint(.afterFileMove)
  }

  /// Nil where another try may end otherwise: what went wrong is not the file's fault.
  private func fate(of loads: ArraySlice<LoadReport>) -> UploadFolder.Fate? {
    let errors = loads.filter { $0.status == .failed }.map(\.error)
    if errors.isEmpty { return .processed }
    return errors.allSatisfy { $0?.isFaultOfTheFile ?? false } ? .quarantine : nil
  }

  private func move(
    _ path: String, _ fate: UploadFolder.Fate, _ loads: [LoadReport], _ files: LandedFiles
  ) throws -> String {
    try folder.prepare(fate)
    let failures = loads.compactMap { load in load.error.map { "\($0)" } }
    while true {
      let destination = folder.destination(of: path, fate)
      if fate == .quarantine {
        let note = try AtomicFile(path: destination + ".error.txt")
        for failure in failures { try note.write(text: failure + "\n") }
        try note.commit()
        try files.registerFailed(path, error: failures.first ?? "", now: destination)
      }
      try files.rename(path, to: destination, loads: loads.compactMap(\.load))
      try atCheckpoint(.beforeFileMove)
      if try folder.move(path, to: destination) { return destination }
    }
  }
}

extension Error {
  /// Whether a file that meets this error meets it again, as long as it stays what it is.
  fileprivate var isFaultOfTheFile: Bool {
    switch self {
    case let error as FileError: !error.problem.mayPass
    case let error as LoadError: if case .overBudget = error { true } else { false }
    // Class 22: the server cannot take a value.
    case let error as PostgresError: error.sqlState.code.hasPrefix("22")
    default: false
    }
  }
}

extension FileProblem {
  /// Whether it lies in how the file could be got at, not in the file.
  fileprivate var mayPass: Bool {
    switch self {
    case .notFound, .notOpened, .notRead, .notWritten, .notMoved, .outputClosed,
      .changedWhileReading:
      true
    default: false
    }
  }
}

extension ByteSink {
  fileprivate func write(text: String) throws {
    var text = text
    try text.withUTF8 { try write(UnsafeRawBufferPointer($0)) }
  }
}
