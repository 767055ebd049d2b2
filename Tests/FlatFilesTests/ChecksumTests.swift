import FlatFiles
import Foundation
import Testing

struct ChecksumTests {
  private let text = "a,b\n1,x\n"
  private let digest = "eccc6303d8ede5e5ec22d288b8350193f9eb907c93f49c78d5b1ff0af7ecd450"
  private let other = String(repeating: "0", count: 64)

  /// Puts a file beside another one.
  private func put(_ text: String, beside file: TemporaryFile, _ ending: String) throws {
    try Data(text.utf8).write(to: URL(filePath: file.path + ending))
  }

  @Test(arguments: [".CHECKSUM", ".sha256"])
  func aFileIsComparedWithItsChecksum(_ ending: String) throws {
    for line in [
      "\(digest)  input\n", "\(digest) *input\r\n", digest, digest.uppercased() + "\n\n",
      "\(digest)  renamed.csv", "\(other)  else\n\(digest)  folder/input\n",
    ] {
      let file = try TemporaryFile(text)
      try put(line, beside: file, ending)
      #expect(read(file, csv()).fields == [["1", "x"]], "\(line)")
    }
    let file = try TemporaryFile(text)
    try put(other, beside: file, ending)
    let error = FileError(
      path: file.path,
      problem: .checksumDiffers(file: file.path + ending, expected: other, found: digest))
    #expect(read(file, csv()).error == error)
    #expect(throws: error) { try file.source.fingerprint() }
    #expect(
      error.description
        == "\(file.path): its SHA-256 is \(digest), but \(file.path)\(ending) says \(other);"
        + " get both again")
  }

  /// What `shasum --tag`, `openssl dgst` and PowerShell's `Get-FileHash` write.
  @Test func checksumsAreReadInTheFormsOfOtherTools() throws {
    let upper = digest.uppercased()
    for text in [
      "SHA256 (input) = \(digest)\n", "SHA2-256(input)= \(digest)\n",
      "SHA256(folder/input)= \(digest)\n",
      "MD5 (input) = d41d8cd98f00b204e9800998ecf8427e\nSHA256 (input) = \(digest)\n",
      "SHA256 (a (1)) = \(other)\nSHA256 (input) = \(digest)\n",
      "\r\nAlgorithm       Hash       Path\r\n---------       ----       ----\r\n"
        + "SHA256          \(upper)       C:\\data\\input\r\n\r\n",
      "\r\nAlgorithm : SHA256\r\nHash      : \(upper)\r\nPath      : C:\\data\\input\r\n\r\n"
        + "Algorithm : SHA256\r\nHash      : \(other)\r\nPath      : C:\\data\\else\r\n",
    ] {
      var utf16: [UInt8] = [0xFF, 0xFE]
      for unit in text.utf16 { utf16 += [UInt8(unit & 0xFF), UInt8(unit >> 8)] }
      for bytes in [Array(text.utf8), utf16] {
        let file = try TemporaryFile(self.text)
        try Data(bytes).write(to: URL(filePath: file.path + ".sha256"))
        #expect(read(file, csv()).fields == [["1", "x"]], "\(text)")
      }
    }
  }

  @Test func bothFilesCount() throws {
    let file = try TemporaryFile(text)
    try put(digest, beside: file, ".CHECKSUM")
    try put(other, beside: file, ".sha256")
    guard case .checksumDiffers(file.path + ".sha256", _, _) = read(file, csv()).error?.problem
    else {
      Issue.record("the second one is not looked at")
      return
    }
  }

  @Test(arguments: ["", "hello", "\n", "DIGESTf", "d41d8cd98f00b204e9800998ecf8427e  input", "two"])
  func aChecksumThatCannotBeUnderstoodIsSaid(_ line: String) throws {
    let file = try TemporaryFile(text)
    let line =
      line == "two"
      ? "\(digest)  a\n\(digest)  b\n" : line.replacing("DIGEST", with: digest)
    try put(line, beside: file, ".CHECKSUM")
    let error = FileError(
      path: file.path + ".CHECKSUM", problem: .checksumNotUnderstood(of: "input"))
    #expect(read(file, csv()).error == error, "\(line)")
    #expect(
      error.description
        == "\(file.path).CHECKSUM: this should hold the SHA-256 of input, but its 64 hexadecimal"
        + " digits are not found; get it again, or remove it")
  }

  @Test func aLongFileInItsPlaceIsNotReadToItsEnd() throws {
    let file = try TemporaryFile(text)
    try put(String(repeating: "\n", count: 2 << 20) + digest, beside: file, ".sha256")
    #expect(read(file, csv()).error?.problem == .checksumNotUnderstood(of: "input"))
  }

  @Test func ofCompressedFilesTheStoredBytesCount() throws {
    let packed = try gzip(text)
    let archive = try zip(Packed("x.csv", text), Packed("y.csv", text))
    for bytes in [packed, archive] {
      let file = try TemporaryFile(bytes)
      let stored = ContentDigest()
      bytes.withUnsafeBytes { stored.update($0) }
      try put(stored.finish(), beside: file, ".CHECKSUM")
      for source in try SourceFiles(named: file.path).files {
        #expect(read(source, csv()).fields == [["1", "x"]])
      }
      try put(digest, beside: file, ".CHECKSUM")
      #expect(throws: FileError.self) { try FileReader.open(SourceFile(named: file.path)) }
    }
  }

  @Test func anArchiveIsRefusedBeforeItsMembersAreListed() throws {
    let archive = try TemporaryFile(try zip(Packed("x.csv", text)), name: "x.zip")
    try put("\(other)  x.zip", beside: archive, ".CHECKSUM")
    for path in [archive.path, archive.path + "/x.csv"] {
      let error = #expect(throws: FileError.self) {
        for file in try SourceFiles(named: path).files { _ = try FileReader.open(file) }
      }
      guard case .checksumDiffers(_, other, _) = error?.problem else {
        Issue.record("\(String(describing: error))")
        continue
      }
    }
  }

  /// What agreed once counts no longer when the file or its checksum is another one.
  @Test func aFileThatChangesIsComparedAgain() throws {
    let file = try TemporaryFile(text)
    try put(digest, beside: file, ".sha256")
    #expect(read(file, csv()).error == nil)
    try Data("a,b\n1,y\n".utf8).write(to: URL(filePath: file.path))
    guard case .checksumDiffers(_, digest, _) = read(file, csv()).error?.problem else {
      Issue.record("the new file is taken for the old one")
      return
    }
  }
}
