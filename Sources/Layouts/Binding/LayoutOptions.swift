package import FlatFiles

/// What a command or a job step says beside the layout, and over it.
package struct LayoutOptions: Sendable, Hashable {
  /// The source that every row belongs to.
  package var source: String?
  /// The table of a dump that is read.
  package var table: String?
  package var target: String?
  package var encoding: TextEncoding?
  package var unit: TimeUnit?
  /// The zone of times that name none.
  package var zone: String?
  package var snap: Layout.Snap?
  /// How long a candle lasts, as `1h`.
  package var interval: String?
  package var nullRows: Layout.NullRowPolicy?
  /// Whether sources and other parents that are missing are made.
  package var createsParents: Bool?

  package init(
    source: String? = nil, table: String? = nil, target: String? = nil,
    encoding: TextEncoding? = nil, unit: TimeUnit? = nil, zone: String? = nil,
    snap: Layout.Snap? = nil, interval: String? = nil, nullRows: Layout.NullRowPolicy? = nil,
    createsParents: Bool? = nil
  ) {
    self.source = source
    self.table = table
    self.target = target
    self.encoding = encoding
    self.unit = unit
    self.zone = zone
    self.snap = snap
    self.interval = interval
    self.nullRows = nullRows
    self.createsParents = createsParents
  }
}
