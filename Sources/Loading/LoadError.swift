package import Layouts
package import Postgres
package import Store

/// Why a load cannot be done, or was not published. The words are in `LoadError+Text.swift`.
package enum LoadError: Error {
  // The layout and the table do not fit together.
  case noSuchColumn(table: TableName, column: String, layout: String, columns: [String])
  case cannotFill(table: TableName, column: String, declared: String, layoutType: ColumnType)
  case noKey(table: TableName, KeyPurpose)
  case keyNotFilled(table: TableName, column: String, layout: String)
  case requiredNotFilled(table: TableName, column: String, layout: String)
  case noTarget(layout: String)
  case noPartition(table: TableName, moment: Timestamp)
  case noSuchConflictColumn(table: TableName, column: String)
  /// The role may not do what the load needs.
  case mayNot(table: TableName, role: String, rights: [String])
  case mayNotMakePartitions(
    table: TableName, moment: Timestamp, rights: TableDescription.Rights)

  // The file is not what the load needs.
  case noSource(file: String, layout: String)
  /// Rows would be committed before the end of standard input is known.
  case cannotCheckAhead(layout: String)
  /// A comparison with the table wants the file once more.
  case cannotVerify
  /// The file is not the one that was loaded a moment ago.
  case changedSinceLoaded(file: String, load: Int64)

  /// Another process takes files out of the folder.
  case uploadsBusy(folder: String, holder: String)
  /// The session that holds the folder's lock has ended.
  case uploadsCutOff(folder: String)

  // Landed files.
  case notLanded(String)
  case notMappable(file: String, UnmappableReason)

  // What was found while loading.
  case overBudget(file: String, rejected: Int, read: Int, budget: RejectBudget, first: String)
  /// The file as a whole fails checks of the layout; a sentence for each.
  case failsChecks(file: String, findings: [String])
  case conflict(table: TableName, key: String, rows: Int)
  /// A load that committed batches was killed, and its file now comes to other records.
  case changedSinceKilled(file: String, load: Int64, record: Int)
  /// A partition that was there when the load began is there no more, or lacks one of its own.
  case lacksPartition(file: String, table: TableName, PostgresError)
  /// The server refused rows on their way there, and they cannot be read once more to tell which.
  case refusedOnTheWay(file: String, table: TableName, PostgresError)
  /// The connection broke under a load, and no other is to be had.
  case outOfReach(file: String, ConnectionFailure)
  case rejectSpool(path: String, errno: Int32)
}

/// Why the records of a landed file cannot take the place of the file.
package enum UnmappableReason: Sendable, Hashable {
  /// It was landed before the order of columns was written down, or by others.
  case columnsUnknown
  case tooManyColumns(limit: Int)
  /// Only what stands inside the messages of a capture was landed.
  case insideMessages
  /// A way to records that does not lead through keys alone.
  case wayNotRebuilt(String)
  /// Rows are numbered in the order of an object's members, which `jsonb` does not keep.
  case orderNotKept(layout: String)
}
