/// A format that is no text, recognised so that it can be refused by name.
package enum OtherFormat: Sendable, Hashable, CaseIterable {
  case pdf, parquet, arrow, avro, hdf5, numpy, sqlite
  case excel, excel97, openDocument, officeDocument
  case tar, sevenZip, rar, lz4, unixCompress
  case png, jpeg, gif, program
  case html, xml, gitPointer

  /// Recognises a format by the first bytes of a file; nil for what may be text.
  init?(firstBytes bytes: UnsafeRawBufferPointer) {
    let signatures: [(OtherFormat, [UInt8])] = [
      (.pdf, Array("%PDF-".utf8)),
      (.avro, Array("Obj".utf8) + [1]),
      (.hdf5, [0x89] + Array("HDF\r\n".utf8) + [0x1A, 0x0A]),
      (.numpy, [0x93] + Array("NUMPY".utf8)),
      (.sqlite, Array("SQLite format 3".utf8) + [0]),
      (.excel97, [0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1]),
      (.sevenZip, Array("7z".utf8) + [0xBC, 0xAF, 0x27, 0x1C]),
      (.rar, Array("Rar!".utf8) + [0x1A, 0x07]),
      (.lz4, [0x04, 0x22, 0x4D, 0x18]),
      (.unixCompress, [0x1F, 0x9D]),
      (.png, [0x89] + Array("PNG\r\n".utf8)),
      (.jpeg, [0xFF, 0xD8, 0xFF]),
      (.program, [0x7F] + Array("ELF".utf8)),
    ]
    // A text may begin with these words, but has no NUL.
    let words: [(OtherFormat, [UInt8])] = [
      (.parquet, Array("PAR1".utf8)), (.arrow, Array("ARROW1".utf8)),
      (.gif, Array("GIF8".utf8)),
    ]
    let tar = bytes.dropFirst(257).prefix(5)
    if let found = signatures.first(where: { bytes.starts(with: $0.1) }) {
      self = found.0
    } else if bytes.contains(byte: 0), let found = words.first(where: { bytes.starts(with: $0.1) })
    {
      self = found.0
    } else if bytes.contains(byte: 0), tar.elementsEqual("ustar".utf8) {
      self = .tar
    } else if let found = OtherFormat(firstWords: bytes) {
      self = found
    } else {
      return nil
    }
  }

  /// Recognises the texts that servers and Git leave in the place of a file: read as a table, they
  /// would be one.
  private init?(firstWords bytes: UnsafeRawBufferPointer) {
    let mark = TextEncoding.hasByteOrderMark(bytes) ? TextEncoding.byteOrderMark.count : 0
    let text = bytes.dropFirst(mark).drop { $0 <= 0x20 }.prefix(64)
    let word = String(decoding: text, as: UTF8.self).lowercased()
    let tag = word.prefix { $0 == "<" || $0.isLetter || $0.isNumber }
    if word.hasPrefix("<!doctype html") || ["<html", "<head", "<body"].contains(tag) {
      self = .html
    } else if word.hasPrefix("<?xml") {
      self = .xml
    } else if word.hasPrefix("version https://git-lfs.github.com/") {
      self = .gitPointer
    } else {
      return nil
    }
  }

  /// Recognises the documents that are zip archives by what they hold.
  init?(membersOfArchive names: some Sequence<String>) {
    var isPackage = false
    var isWorkbook = false
    for name in names {
      if name == "mimetype" {
        self = .openDocument
        return
      }
      isPackage = isPackage || name == "[Content_Types].xml"
      isWorkbook = isWorkbook || name.hasPrefix("xl/")
    }
    guard isPackage else { return nil }
    self = isWorkbook ? .excel : .officeDocument
  }

  /// Why a file of this format is not read, and what to do instead.
  package var refusal: String {
    let (name, remedy) = nameAndRemedy
    return "this is \(name), which is not read" + (remedy.map { "; \($0)" } ?? "")
  }

  private var nameAndRemedy: (String, String?) {
    switch self {
    case .pdf: ("a PDF document", nil)
    case .parquet: ("a Parquet file", "write it as CSV first, for example with DuckDB")
    case .arrow: ("an Arrow file", "write it as CSV first, for example with DuckDB")
    case .avro: ("an Avro file", "write it as JSON first, for example with: avro cat")
    case .hdf5: ("an HDF5 file", "write its tables as CSV first")
    case .numpy: ("a NumPy array", "write it as CSV first, with numpy.savetxt")
    case .sqlite: ("an SQLite database", "write a table as CSV first, with: sqlite3 -csv")
    case .excel, .excel97: ("an Excel workbook", "save its sheet as CSV first")
    case .openDocument: ("an OpenDocument file", "save its sheet as CSV first")
    case .officeDocument: ("an Office document", "save what it holds as text first")
    case .tar: ("a tar archive", "unpack it first, with: tar xf")
    case .sevenZip: ("a 7z archive", "unpack it first, with: 7z x")
    case .rar: ("a RAR archive", "unpack it first, with: unrar x")
    case .lz4: ("lz4 data", "unpack it first, with: lz4 -d")
    case .unixCompress: ("data packed by compress", "unpack it first, with: uncompress")
    case .png, .jpeg, .gif: ("a picture", nil)
    case .program: ("a program", nil)
    case .html:
      ("an HTML page", "a server may have answered with it instead of the file: get that again")
    case .xml: ("an XML document", "a server may have answered with it: get the file again as CSV")
    case .gitPointer:
      ("the pointer of Git LFS to a file, and not the file", "get that with: git lfs pull")
    }
  }
}
