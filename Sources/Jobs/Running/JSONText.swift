import Foundation

/// JSON as this tool prints and stores it: one line, keys in order, slashes left alone.
package enum JSONText {
  /// - Throws: `EncodingError` for a number that JSON does not have.
  package static func encode(_ value: some Encodable) throws -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    return String(decoding: try encoder.encode(value), as: UTF8.self)
  }
}
