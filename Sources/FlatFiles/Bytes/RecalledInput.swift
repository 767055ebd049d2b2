/// Standard input whose beginning can be had once more, after it has shown what it is.
///
/// What is read is kept until one of two is called: `forget` lets it go, and `rewind` gives it again
/// before the rest.
final class RecalledInput: ByteOrigin {
  let file: StoredFile
  private var kept: [UInt8] = []
  private var isKeeping = true
  /// How much of what was kept has been read again; nil before `rewind`.
  private var again: Int?

  init(_ file: StoredFile) { self.file = file }

  var name: String { file.name }
  var totalBytes: Int? { file.totalBytes }

  func forget() { (isKeeping, kept) = (false, []) }

  func rewind() { (isKeeping, again) = (false, 0) }

  func read(into room: UnsafeMutableRawBufferPointer) throws -> Int {
    if let start = again {
      let count = min(room.count, kept.count - start)
      if count > 0 {
        kept.withUnsafeBytes {
          room.copyMemory(from: UnsafeRawBufferPointer(rebasing: $0[start..<start + count]))
        }
        again = start + count
        return count
      }
      (again, kept) = (nil, [])
    }
    let count = try file.read(into: room)
    if isKeeping { kept.append(contentsOf: room[..<count]) }
    return count
  }

  func checkUnchanged(afterReading received: Int) throws {
    try file.checkUnchanged(afterReading: received)
  }
}
