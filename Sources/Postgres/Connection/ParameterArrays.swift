/// Parameters laid out as libpq takes them: four arrays side by side.
struct ParameterArrays {
  private let parameters: [SQLParameter]
  private let bytes: [[CChar]?]

  /// Throws when a text holds a NUL character, where libpq would cut it.
  init(_ parameters: [SQLParameter], sql: String) throws {
    self.parameters = parameters
    bytes = try parameters.map { parameter in
      switch parameter.value {
      case .null: return nil
      // The closing NUL keeps an empty array from having no address, which would be NULL.
      case .bytes(let bytes): return bytes.map { CChar(bitPattern: $0) } + [0]
      case .text(let text):
        if text.utf8.contains(0) { throw PostgresError.nulCharacter(sql: sql) }
        return text.utf8.map { CChar(bitPattern: $0) } + [0]
      }
    }
  }

  /// Passed to libpq as arrays, which Swift turns into pointers for the length of the call.
  struct Pointers {
    let count: Int32
    let types: [UInt32]
    let values: [UnsafePointer<CChar>?]
    let lengths: [Int32]
    let formats: [Int32]
  }

  /// Calls `body` with the arrays; the pointers in `values` are gone when it returns.
  func withPointers<Result>(_ body: (Pointers) throws -> Result) rethrows -> Result {
    // One buffer for all values, with offsets, so that one pointer need be held valid.
    var all: [CChar] = []
    let offsets = bytes.map { value -> Int? in
      guard let value else { return nil }
      defer { all += value }
      return all.count
    }
    return try all.withUnsafeBufferPointer { all in
      try body(
        Pointers(
          count: Int32(parameters.count), types: parameters.map(\.type.oid),
          values: offsets.map { offset in
            offset.flatMap { offset in all.baseAddress.map { $0 + offset } }
          },
          lengths: bytes.map { Int32(($0?.count ?? 1) - 1) },
          formats: parameters.map(\.format)))
    }
  }
}
