import FlatFiles
import Postgres
import Store

/// One of the files that a verb loads.
struct FileTurn: Sendable {
  let file: SourceFile
  /// Its place among those that are loaded at once.
  let place: FilePlace
  /// The verb's own, which tells the progress of this file as that of one among others.
  let context: RunContext

  /// What came of it.
  enum Result: Sendable {
    case load(LoadReport)
    /// It is no data; the reason says so.
    case passedOver(String)
    case interrupted
  }
}

extension LoadsReport {
  /// Loads each file that the paths mean, up to `jobs` of them at a time. A file that cannot be
  /// loaded does not keep the others out: its error is in its report. An interruption ends it, and
  /// the report says so beside what was done until then. All is reported in the order of the files.
  static func gather(
    _ paths: [String], _ passedOver: [PassedOver], jobs: Int, in context: RunContext,
    found find: (String) throws -> SourceFiles = { try SourceFiles(named: $0) },
    _ load: @escaping @Sendable (FileTurn) throws -> FileTurn.Result
  ) -> LoadsReport {
    var report = LoadsReport()
    report.passedOver = passedOver.map(\.description)
    let clock = ContinuousClock()
    let start = clock.now
    do {
      let subjects = try report.subjects(of: paths, found: find)
      let order = FileOrder(count: subjects.count)
      let progress = FilesProgress(subjects.map(\.size), telling: context.progress)
      let results = try inParallel(jobs, over: subjects.count) { number in
        let place = order.place(number)
        defer { place.reach(.ended) }
        let result = subjects[number].result(at: place, in: context.telling(progress, number), load)
        progress.end(subjects[number].name, number, as: result)
        return result
      }
      for result in results { report.take(result) }
    } catch {
      report.interruption = error as? Interrupted ?? Interrupted()
    }
    report.seconds = (clock.now - start) / .seconds(1)
    return report
  }

  private mutating func take(_ result: FileTurn.Result) {
    switch result {
    case .load(let load): loads.append(load)
    case .passedOver(let reason): passedOver.append(reason)
    case .interrupted: interruption = Interrupted()
    }
  }

  /// The files that the paths lead to, each once.
  ///
  /// - Throws: `Interrupted`.
  private mutating func subjects(
    of paths: [String], found find: (String) throws -> SourceFiles
  ) throws -> [Subject] {
    var seen: Set<SourceFile> = []
    var subjects: [Subject] = []
    for path in paths {
      do {
        let found = try find(path)
        passedOver += found.passedOver.map(\.description)
        subjects += found.files.filter { seen.insert($0).inserted }.map { .file($0) }
      } catch let interruption as Interrupted {
        throw interruption
      } catch {
        subjects.append(.broken(path: path, error))
      }
    }
    return subjects
  }

  /// Does something with each file that a path means.
  mutating func gather(
    _ path: String, found find: (String) throws -> SourceFiles,
    _ load: (SourceFile, inout LoadsReport) throws -> LoadReport?
  ) throws(Interrupted) {
    try gatherOrFail(path) { report in
      let found = try find(path)
      report.passedOver += found.passedOver.map(\.description)
      for file in found.files {
        try report.gatherOrFail("\(file)") { report in
          if let load = try load(file, &report) { report.loads.append(load) }
        }
      }
    }
  }

  /// Does something with a file; an error is that file's report.
  mutating func gatherOrFail(
    _ file: String, _ body: (inout LoadsReport) throws -> Void
  ) throws(Interrupted) {
    do {
      try body(&self)
    } catch let interruption as Interrupted {
      throw interruption
    } catch {
      loads.append(LoadReport(failed: file, error))
    }
  }
}

/// A file to load, or a path that leads to none: what is said of it is the error.
private enum Subject: Sendable {
  case file(SourceFile)
  case broken(path: String, any Error)

  var name: String {
    switch self {
    case .file(let file): "\(file)"
    case .broken(let path, _): path
    }
  }

  /// Nil where it is not known, as of standard input.
  var size: Int? {
    guard case .file(let file) = self else { return 0 }
    return try? file.size()
  }

  func result(
    at place: FilePlace, in context: RunContext,
    _ load: (FileTurn) throws -> FileTurn.Result
  ) -> FileTurn.Result {
    do {
      try context.interruption.check()
      switch self {
      case .file(let file): return try load(FileTurn(file: file, place: place, context: context))
      case .broken(_, let error): throw error
      }
    } catch is Interrupted {
      return .interrupted
    } catch {
      return .load(LoadReport(failed: name, error))
    }
  }
}

extension LoadReport {
  /// Of a file that came to no load.
  fileprivate init(failed file: String, _ error: any Error) {
    self.init(file: file, layout: "", table: "")
    self.error = error
  }
}

extension FilesProgress {
  /// Tells what came of a file in the end.
  fileprivate func end(_ file: String, _ number: Int, as result: FileTurn.Result) {
    switch result {
    case .load(let load):
      end(
        number,
        Progress(
          subject: file, phase: load.status.rawValue, rows: load.counts.rowsRead,
          rejects: load.counts.rejected))
    case .passedOver: end(number, Progress(subject: file, phase: "passed over"))
    case .interrupted: end(number, Progress(subject: file, phase: "interrupted"))
    }
  }
}
