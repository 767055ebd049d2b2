package import Postgres
import Store

/// What an archive says of itself: `manifest.json` in its folder.
///
/// A key that is removed or redefined raises `currentFormatVersion`, so that an older tool refuses
/// what it would misread.
package struct Manifest: Sendable, Codable, Equatable {
  package static let fileName = "manifest.json"
  package static let formatName = "retrofill-archive"
  package static let currentFormatVersion = 1

  package var format = Manifest.formatName
  package var formatVersion = Manifest.currentFormatVersion
  package var toolVersion = ToolVersion.current
  package var table: String
  package var columns: [Column]
  package var key: [String]
  package var timeColumn: String
  package var from: Timestamp
  /// The first moment that the archive does not hold.
  package var to: Timestamp
  /// The one source whose rows are held; nil for all.
  package var source: String?
  /// What the ids in `source_id` mean.
  package var sources: [SourceEntry]
  package var rows: Int
  package var minTime: Timestamp
  package var maxTime: Timestamp
  /// The sum of the parts' checksums.
  package var contentChecksum: String
  package var parts: [Part]

  package struct Column: Sendable, Codable, Equatable {
    package var name: String
    /// As the server declares it: `numeric(20,8)`.
    package var type: String
  }

  /// A row of `sources`, as much of it as it takes to make it again.
  package struct SourceEntry: Sendable, Codable, Equatable {
    package var id: Int32
    package var name: String
    package var displayName: String
    package var category: String
    package var dataType: String
    package var updateFrequency: String
    package var marketType: String

    enum CodingKeys: String, CodingKey {
      case id, name, category
      case displayName = "display_name"
      case dataType = "data_type"
      case updateFrequency = "update_frequency"
      case marketType = "market_type"
    }
  }

  /// One file of rows.
  package struct Part: Sendable, Codable, Equatable {
    /// The file's name within the folder.
    package var file: String
    package var format = PartFormat.csvGzip
    package var from: Timestamp
    package var to: Timestamp
    package var rows: Int
    package var minTime: Timestamp
    package var maxTime: Timestamp
    /// As stored, compressed.
    package var bytes: Int
    package var sha256: String
    /// Decompressed.
    package var contentBytes: Int
    package var contentSHA256: String
    /// The server's checksum of the part's rows: `RowContent.checksum`.
    package var contentChecksum: String

    enum CodingKeys: String, CodingKey {
      case file, format, from, to, rows, bytes, sha256
      case minTime = "min_time"
      case maxTime = "max_time"
      case contentBytes = "content_bytes"
      case contentSHA256 = "content_sha256"
      case contentChecksum = "content_checksum"
    }
  }

  /// How a part is written.
  package enum PartFormat: String, Sendable, Codable, CaseIterable {
    /// What `COPY … (FORMAT csv, HEADER)` writes: NULL is bare, an empty text is quoted.
    case csvGzip = "csv.gz"
  }

  enum CodingKeys: String, CodingKey {
    case format, table, columns, key, from, to, source, sources, rows, parts
    case formatVersion = "format_version"
    case toolVersion = "tool_version"
    case timeColumn = "time_column"
    case minTime = "min_time"
    case maxTime = "max_time"
    case contentChecksum = "content_checksum"
  }
}

extension Manifest {
  package var range: TimeRange { TimeRange(from: from, to: to) }

  package var tableName: TableName { TableName(table) }

  /// What the archive holds, month by month or day by day, as the server summed it up.
  var slices: [Slice] {
    var contents: [TimeRange: RowContent] = [:]
    for part in parts {
      contents[part.range] = (contents[part.range] ?? RowContent()) + part.content
    }
    return contents.map { Slice(range: $0.key, content: $0.value) }
      .sorted { $0.range.from < $1.range.from }
  }

  /// Whether the archive is the sum of its parts.
  var addsUp: Bool {
    let sum = parts.map(\.content).reduce(RowContent(), +)
    return sum.rows == rows && String(sum.checksum) == contentChecksum && sum.minTime == minTime
      && sum.maxTime == maxTime
  }

  var compressedBytes: Int { parts.reduce(0) { $0 + $1.bytes } }
}

extension Manifest.Part {
  package var range: TimeRange { TimeRange(from: from, to: to) }

  /// Whether the numbers can be those of a part; a forged manifest may say anything.
  var isPlausible: Bool {
    let limit = 1 << 48
    return (1..<limit).contains(rows) && (0..<limit).contains(bytes) && from <= minTime
      && minTime <= maxTime && maxTime < to && Int128(contentChecksum) != nil
  }

  var content: RowContent {
    RowContent(
      rows: rows, checksum: Int128(contentChecksum) ?? 0, minTime: minTime, maxTime: maxTime)
  }
}
