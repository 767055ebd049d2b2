import Jobs
import Logging

/// Writes log lines to standard error: for people, or one JSON object a line.
struct LogLines: LogHandler {
  enum Format: String, CaseIterable, Sendable { case text, json }

  let format: Format
  var logLevel: Logger.Level
  var metadata: Logger.Metadata = [:]

  subscript(metadataKey key: String) -> Logger.Metadata.Value? {
    get { metadata[key] }
    set { metadata[key] = newValue }
  }

  func log(event: LogEvent) {
    let fields = metadata.merging(event.metadata ?? [:]) { _, new in new }
      .sorted { $0.key < $1.key }.map { ($0.key, "\($0.value)") }
    StandardStreams.writeError(
      Self.line(event.level, "\(event.message)", fields: fields, format: format) + "\n")
  }

  /// The line: `warning: 3 files were passed over  step=land`, or
  /// `{"file":…,"level":"warning","message":…}`.
  static func line(
    _ level: Logger.Level, _ message: String, fields: [(String, String)], format: Format
  ) -> String {
    switch format {
    case .text:
      // Information needs no label: it is what a person expects to read.
      let label = level == .info || level == .notice ? "" : "\(level.rawValue): "
      return ([label + message] + fields.map { "\($0)=\($1)" }).joined(separator: "  ")
    case .json:
      var object = Dictionary(fields) { first, _ in first }
      object["level"] = level.rawValue
      object["message"] = message
      // Texts always encode.
      return (try? JSONText.encode(object)) ?? message
    }
  }
}
