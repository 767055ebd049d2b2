/// What APIs answer instead of data: saved as a file it is valid JSON, and there is nothing in it.
package final class ErrorAnswer {
  /// The members of a document that tell.
  private static let keys: Set<String> = [
    "Response", "Message", "error", "error_description", "errors", "code", "msg", "message",
    "status", "success", "retCode", "retMsg", "err-msg", "error_code", "error_message", "s",
    "errmsg",
  ]
  private static let paths = [
    "Response", "Message", "error", "error[0]", "error.message", "error.code", "error_description",
    "code", "msg", "message", "status", "status.error_code", "status.error_message", "success",
    "retCode", "retMsg", "err-msg", "error_code", "error_message", "s", "errmsg",
  ]
  /// A larger value is no message.
  private static let valueBytes = 16 << 10
  /// A larger document is no error.
  package static let documentBytes = 64 << 10
  private static let shownCharacters = 300

  private let tokeniser: JSONTokeniser
  private let asksForFields: Bool
  private let scratch = RecordBatch()
  /// The members that tell, as the beginning of an object.
  private let members = ByteBuffer(capacity: 1 << 10)

  package init(_ options: ReadOptions, path: String) throws {
    let asked = options.fieldPaths.filter { $0.root == .record }
    asksForFields = !asked.isEmpty
    var lenient = options
    lenient.duplicateKeys = .last
    tokeniser = try JSONTokeniser(
      Self.paths.compactMap { FieldPath($0) } + asked, lenient, path: path)
  }

  func beginDocument() { members.removeAll() }

  /// Looks at a member of the document that is no record.
  func look(at key: String, _ value: UnsafeRawBufferPointer) {
    guard Self.keys.contains(key), value.count <= Self.valueBytes,
      members.count < Self.documentBytes
    else { return }
    members.append(byte: members.count == 0 ? UInt8(ascii: "{") : UInt8(ascii: ","))
    var key = key
    key.withUTF8 { JSONString.append(UnsafeRawBufferPointer($0), to: members) }
    members.append(byte: UInt8(ascii: ":"))
    members.append(value)
  }

  /// The message of a document without records, of which all members have been looked at; nil where
  /// it is no error answer.
  func message() -> String? {
    guard members.count > 0 else { return nil }
    members.append(byte: UInt8(ascii: "}"))
    defer { members.truncate(to: members.count - 1) }
    return message(of: members.bytes, orFields: false)
  }

  /// The message of a whole document that would be a record; nil where it has any of the fields that
  /// are asked for, or is no error answer.
  func message(ofRecord document: UnsafeRawBufferPointer, orFields: Bool = true) -> String? {
    guard asksForFields, document.count <= Self.documentBytes else { return nil }
    return message(of: document, orFields: orFields)
  }

  /// The message of a document that nothing is asked of yet; nil where it is no error answer.
  package func message(ofUnknown document: UnsafeRawBufferPointer) -> String? {
    message(of: document, orFields: false)
  }

  private func message(of document: UnsafeRawBufferPointer, orFields: Bool) -> String? {
    scratch.removeAll(columnCount: tokeniser.columnCount)
    tokeniser.begin(scratch)
    tokeniser.add(document, line: 1, byte: 0, to: scratch)
    tokeniser.finish(scratch)
    guard scratch.records.count == 1 else { return nil }
    if orFields {
      let fields = (Self.paths.count..<tokeniser.columnCount).map { scratch.field(0, $0) }
      let areAbsent = fields.allSatisfy { if case .absent = $0.kind { true } else { false } }
      guard areAbsent else { return nil }
    }
    return verdict()
  }

  /// Judges the fields of `scratch`, by the ways in which the APIs of exchanges say so.
  private func verdict() -> String? {
    if text("Response") == "Success" || truth("success") == true { return nil }
    let message = text("message") ?? text("msg") ?? text("Message")
    if text("Response") == "Error" || text("status") == "error" || truth("success") == false {
      return quoted(message ?? text("err-msg") ?? text("error"), code: text("code"))
    }
    for place in ["", "status."] {
      guard let said = text("\(place)error_message") else { continue }
      return quoted(said, code: text("\(place)error_code"))
    }
    if text("s") == "error" { return quoted(text("errmsg")) }
    if let said = text("error.message") ?? text("error[0]") {
      return quoted(said, code: text("error.code"))
    }
    if let said = text("error") { return quoted(text("error_description") ?? message ?? said) }
    if let code = text("retCode"), code != "0" { return quoted(text("retMsg"), code: code) }
    if let code = text("code") {
      return ["0", "200", "200000"].contains(code)
        ? nil : message.flatMap { quoted($0, code: code) }
    }
    // A message alone says that something else is not there.
    return text("status") == nil && text("retCode") == nil
      ? text("message").flatMap { quoted($0) } : nil
  }

  private func quoted(_ message: String?, code: String? = nil) -> String {
    let code = code.map { " (code \($0))" } ?? ""
    guard let message else { return "it does not say why\(code)" }
    let shown = message.prefix(Self.shownCharacters)
    return "\"\(shown)\(shown.count < message.count ? "…" : "")\"\(code)"
  }

  /// What stands at a path as a string that is not empty or a number.
  private func text(_ path: String) -> String? {
    guard let field = field(path), field.length > 0 else { return nil }
    switch field.kind {
    case .quoted, .number: return String(decoding: scratch.content(field), as: UTF8.self)
    default: return nil
    }
  }

  private func truth(_ path: String) -> Bool? {
    guard let field = field(path), case .boolean = field.kind else { return nil }
    return field.length == 4
  }

  private func field(_ path: String) -> RecordBatch.Field? {
    Self.paths.firstIndex(of: path).map { scratch.field(0, $0) }
  }
}
