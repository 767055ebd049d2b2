/// Bounds that keep a damaged or hostile file from taking the machine with it.
package struct ReadLimits: Sendable, Hashable {
  /// How much is read at a time, in bytes.
  package var pieceBytes = 256 << 10
  /// A batch ends when its records reach this many bytes…
  package var batchBytes = 256 << 10
  /// …or this many…
  package var batchRecords = 16_384
  /// …or have so many fields: those that a record does not have take memory too.
  package var batchFields = 1 << 18
  /// How far a reader goes without a record, in bytes, before it hands out an empty batch: whoever
  /// reads looks at whether to stop between batches.
  package var silentBytes = 64 << 20
  /// The longest record that is read, in bytes.
  package var recordBytes = 16 << 20
  /// The most fields of a record of CSV, COPY or INSERT: one of nothing but delimiters would
  /// otherwise take many times its length.
  package var recordFields = 1 << 16
  /// The longest JSON document that is looked through for fields of its own before its records, in
  /// bytes.
  package var documentBytes = 4 << 20
  /// The longest value of a JSON file around its records that is validated in one go, in bytes: one
  /// that is longer is gone through member by member.
  package var valueBytes = 256 << 10
  /// How far a row of INSERT may run before its missing quote is taken for a mistake, and a record
  /// of CSV with quotes among lines that another one ran over in vain; any other has `recordBytes`.
  package var quotedBytes = 1 << 20
  /// How deep the arrays and objects of a JSON record may be nested.
  package var depth = 256
  /// How far compressed content may expand, that of one file and that of all in an archive together.
  /// There is no limit to the ratio: deflate has one of its own, and reading takes no more memory
  /// for one file than for another.
  package var expandedBytes = 1 << 40
  /// How many files an archive may hold.
  package var archiveMembers = 100_000

  package init() {}
}
