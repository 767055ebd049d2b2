import FlatFiles
import Foundation
import Layouts

/// The inputs that fuzzing begins with: the beginnings of samples, each for the targets that read
/// files of its kind, and for every built-in layout one that it may read.
struct Seeds {
  private let folder: String
  private var texts: [(name: String, text: [UInt8])] = []

  /// Short ones are better: an input is run thousands of times.
  private static let storedBytes = 4 << 10
  private static let textBytes = 2 << 10

  init(in folder: String) { self.folder = folder }

  mutating func add(sample path: String) throws {
    let name = path.replacing("/", with: "_")
    let stored = Array(try Data(contentsOf: URL(filePath: path)))
    if stored.count <= Self.storedBytes { try write(stored, name, for: .bytes) }
    // What has no text is for that target alone.
    guard let all = try? FileBeginning(of: SourceFile(path: path)).text else { return }
    let cut = all.prefix(Self.textBytes)
    let end = cut.count < all.count ? cut.lastIndex(of: 0x0A).map { $0 + 1 } : nil
    let text = Array(cut[..<(end ?? cut.count)])
    if texts.count % 8 == 0 {
      let units = String(decoding: text, as: UTF8.self).utf16
      let swapped = units.flatMap { [UInt8($0 >> 8), UInt8($0 & 0xFF)] }
      try write([0xFE, 0xFF] + swapped, "\(name)-utf16", for: .bytes)
    }
    texts.append((name, text))
    for target in targets(of: path) { try write(text, name, for: target) }
    if targets(of: path).contains(.csv) {
      for (number, signs) in [",\"\u{2}\0", ";'\u{1}\u{10}", "a|\u{12}\\"].enumerated() {
        try write(Array(signs.utf8) + text, "\(name)-\(number)", for: .dialect)
      }
    }
    if path.hasSuffix(".sql") { try writeRows(of: all, name) }
  }

  private func targets(of path: String) -> [FuzzTarget] {
    let name = path.hasSuffix(".gz") ? String(path.dropLast(3)) : path
    return switch name.split(separator: ".").last {
    case "csv": [.csv, .convert, .inspect]
    case "json": [.json, .ndjson, .convert, .inspect]
    case "ndjson": [.capture, .ndjson, .convert, .inspect]
    case "txt": [.capture, .convert, .inspect]
    case "sql": [.dump, .convert, .inspect]
    default: []
    }
  }

  /// The rows between COPY and its end mark.
  private func writeRows(of dump: [UInt8], _ name: String) throws {
    let lines = String(decoding: dump, as: UTF8.self).split(separator: "\n")
    var rows: [Substring]?
    var blocks = 0
    for line in lines {
      if line.hasPrefix("COPY ") { rows = [] }
      if line == "\\.", let block = rows?.dropFirst() {
        let text = block.joined(separator: "\n") + "\n"
        try write(Array(text.utf8.prefix(Self.textBytes)), "\(name)-\(blocks)", for: .copy)
        blocks += 1
        rows = nil
      }
      rows?.append(line)
    }
  }

  /// Pairs each layout with the sample whose path has most words of its name.
  func writeLayouts() throws {
    for name in BuiltInLayouts.names {
      guard let yaml = BuiltInLayouts.yaml(named: name) else { continue }
      let words = name.split(separator: "-")
      let best = texts.max { one, other in
        words.count { one.name.contains($0) } < words.count { other.name.contains($0) }
      }
      try write(Array("\(yaml)\n---\n".utf8) + (best?.text ?? []), name, for: .layout)
    }
  }

  private func write(_ bytes: [UInt8], _ name: String, for target: FuzzTarget) throws {
    let folder = "\(folder)/\(target.rawValue)"
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    try Data(bytes).write(to: URL(filePath: "\(folder)/\(name)"))
  }
}
