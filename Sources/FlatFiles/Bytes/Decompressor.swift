/// Makes content of compressed bytes.
protocol Decompressor: AnyObject {
  /// Reads at most as much content as there is room for; 0 at the end.
  ///
  /// Throws `FileError` for data that is damaged or cut short, after all that could be read of it.
  func read(into room: UnsafeMutableRawBufferPointer) throws -> Int
}

extension Compression {
  /// What decompresses; nil for what is not compressed. Throws `FileError` for what is not read.
  func decompressor(_ raw: RawStream) throws -> (any Decompressor)? {
    switch self {
    case .none: nil
    case .gzip: try GzipReader(raw)
    case .zstd: try ZstdReader(raw)
    case .bzip2, .xz: throw FileError(path: raw.name, problem: .compressed(self))
    case .zip: throw FileError(path: raw.name, problem: .zip(.insideAnArchive))
    }
  }
}
