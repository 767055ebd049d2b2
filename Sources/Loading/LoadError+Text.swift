import Layouts
import Postgres
import Store

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

extension LoadError: CustomStringConvertible {
  /// What cannot be done, where, why, and what to do next.
  package var description: String {
    switch self {
    case .noSuchColumn, .cannotFill, .noKey, .keyNotFilled, .requiredNotFilled, .noTarget,
      .noPartition, .noSuchConflictColumn, .mayNot, .mayNotMakePartitions:
      aboutTheTable
    case .uploadsBusy(let folder, let holder):
      """
      \(folder): another run takes files out of this folder (\(holder)). \
      Run this again when it is done.
      """
    case .uploadsCutOff(let folder):
      """
      \(folder): the connection to the database broke, so that the rest was left. \
      Run this again: it goes on where this stopped.
      """
    case .notLanded(let name):
      """
      No landed file has the file_id, the name or the path \(name). \
      Land it first, with: retrofill ingest \(name)
      """
    case .notMappable(let file, let reason): "\(file): \(reason)"
    default: aboutTheFile
    }
  }

  private var aboutTheTable: String {
    switch self {
    case .noSuchColumn(let table, let column, let layout, let columns):
      """
      The layout \(layout) fills a column \(column), which \(table) does not have \
      (it has \(columns.joined(separator: ", "))). \
      Correct the name in the layout, or name another table with --into.
      """
    case .cannotFill(let table, let column, let declared, let layoutType):
      """
      The layout makes \(layoutType.rawValue) values for \(table).\(column), \
      which is of type \(declared). Give the column a type in the layout that fits.
      """
    case .noKey(let table, let purpose): purpose.words(of: table)
    case .keyNotFilled(let table, let column, let layout):
      """
      The layout \(layout) does not fill \(table).\(column), which is part of its key. \
      Add the column to the layout.
      """
    case .requiredNotFilled(let table, let column, let layout):
      """
      The layout \(layout) does not fill \(table).\(column), which must not be NULL and has no \
      default. Add the column to the layout, or give it a default in the table.
      """
    case .noTarget(let layout):
      "The layout \(layout) does not say which table to fill. Name it with --into."
    case .noPartition(let table, let moment):
      """
      \(table) has no partition for \(moment), and partitions of this table are not made here. \
      Create it, and run this again.
      """
    case .noSuchConflictColumn(let table, let column):
      """
      on_conflict: newest(\(column)) compares a column of \(table) that the layout does not \
      fill. Name one that it does.
      """
    case .mayNot(let table, let role, let rights):
      """
      The role \(role) has no right to \(rights.joined(separator: ", ")) on \(table). \
      Let the table's owner give it: GRANT \(rights.joined(separator: ", ")) ON \(table) TO \(role).
      """
    case .mayNotMakePartitions(let table, let moment, let rights):
      """
      \(table) has no partition for \(moment), and the role \(rights.role) may not make one: that \
      takes its owner, and the right to create tables in its schema. \
      Load as \(rights.owner), or let \(rights.owner) create the partition first.
      """
    default: ""
    }
  }

  private var aboutTheFile: String {
    switch self {
    case .noSource(let file, let layout):
      """
      Neither \(file) nor the layout \(layout) says which source the rows belong to. \
      Name it with --source.
      """
    case .overBudget(let file, let rejected, let read, let budget, let first):
      """
      \(file): \(rejected) of \(read) records were rejected and \(budget) are allowed, so \
      nothing of it was published. The first: \(first). \
      Mend the file or the layout, or allow more with --max-rejects.
      """
    case .failsChecks(let file, let findings):
      """
      \(file) as a whole fails what the layout checks, so nothing of it was published: \
      \(findings.joined(separator: "; ")). \
      Mend the file, or make the check a warning in the layout (severity: warning).
      """
    case .cannotCheckAhead(let layout):
      """
      Standard input can be read only once, and the layout \(layout) has a check of the whole \
      file, which must be known before the first batch is committed. Use publish: file, or name a \
      file.
      """
    case .cannotVerify:
      """
      Standard input can be read only once, and --verify reads a file a second time. Name a file, or \
      leave it out.
      """
    case .changedSinceLoaded(let file, let load):
      """
      \(file) is no longer what load \(load) brought, so that the table was not compared with it. \
      Run this again to load what it is now.
      """
    case .conflict(let table, let key, let rows):
      """
      \(table) has \(rows) of the file's keys already, the first of them \(key), and \
      on_conflict is fail: nothing was published. \
      Choose update, keep or newest(column) with --on-conflict.
      """
    case .lacksPartition(let file, let table, let error):
      """
      \(file): \(table) has no partition for a row, so that the file was not published. \
      Create it, or attach again what was detached meanwhile, and run this again. \(error)
      """
    case .outOfReach(let file, let failure):
      """
      \(file): the connection to the database broke, and no other is to be had. \
      Run the same command again: it goes on where this one stopped. \(failure)
      """
    case .refusedOnTheWay(let file, let table, let error):
      """
      \(file): \(table) refuses a row, so nothing of the file was published: \(error.message). \
      Which row it is could be told by a second reading, and standard input can be read only once. \
      Save it in a file and load that, or use publish: batch.
      """
    case .changedSinceKilled(let file, let load, let record):
      """
      \(file) no longer comes to the records that load \(load) had committed up to record \(record) \
      when it was killed, so nothing more of it is loaded. 'retrofill undo \(load)' takes these back; \
      then load the file again.
      """
    case .rejectSpool(let path, let code):
      """
      The rejects could not be written to \(path): \(String(cString: strerror(code))). \
      Make room or permit writing there, or name another home with --home.
      """
    default: ""
    }
  }
}

extension UnmappableReason: CustomStringConvertible {
  package var description: String {
    switch self {
    case .columnsUnknown:
      """
      the order of its columns was not written down when it was landed. \
      Land it again, with --force, or load the file itself.
      """
    case .tooManyColumns(let limit):
      "it has more than \(limit) columns, the limit of landed files. Load the file itself."
    case .insideMessages:
      """
      of each line of the capture only a part was landed, without its time. \
      Land it again without --records, or load the file itself.
      """
    case .wayNotRebuilt(let path):
      """
      it was landed from \(path), which is not made of keys alone. \
      Land it again without --records, or load the file itself.
      """
    case .orderNotKept(let layout):
      """
      the layout \(layout) numbers rows in the order in which the keys of an object stand, and landing \
      does not keep that. Load the file itself.
      """
    }
  }
}
