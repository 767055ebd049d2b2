/// The names that `sources` takes: `^[a-z0-9_]+$`.
package enum SourceName {
  /// Whether a name can stand as it is.
  package static func isValid(_ name: String) -> Bool {
    !name.isEmpty
      && name.utf8.allSatisfy { byte in
        (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte)
          || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) || byte == UInt8(ascii: "_")
      }
  }

  /// Lower-cases a text and puts one `_` for each run of other characters: `XBT/USD` is `xbt_usd`.
  /// Nil when nothing is left.
  package static func sanitised(_ text: String) -> String? {
    var name: [UInt8] = []
    var isApart = false
    for byte in text.lowercased().utf8 {
      let isKept =
        (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte)
        || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
      guard isKept || byte == UInt8(ascii: "_") else {
        isApart = !name.isEmpty
        continue
      }
      if isApart { name.append(UInt8(ascii: "_")) }
      isApart = false
      name.append(byte)
    }
    return name.isEmpty ? nil : String(decoding: name, as: UTF8.self)
  }
}
