package import Layouts
import Yams

extension Fields {
  /// The layouts that a job declares, by name.
  ///
  /// - Throws: `LayoutError` at the first thing that is wrong in one of them.
  func layouts(_ key: String) throws -> [String: Layout] {
    guard let node = node(key) else { return [:] }
    let declared = try Fields(anyKeysIn: node, file: file, owner: key)
    var layouts: [String: Layout] = [:]
    for name in declared.keys {
      guard let node = declared.node(name) else { continue }
      layouts[name] = try Layout(node, file: file ?? "", defaultName: name)
    }
    return layouts
  }
}

extension VerbScope {
  /// The layout that an option names: one of the job, a built-in one, or a file that ends in
  /// `.yml` or `.yaml`. Nil when the option is not there.
  ///
  /// - Throws: `JobError` when there is none of the name, `LayoutError` when the file is wrong.
  package func layout(_ options: Fields, _ key: String) throws -> Layout? {
    guard let name = try options.text(key) else { return nil }
    if let layout = layouts[name] { return layout }
    if BuiltInLayouts.names.contains(name) { return try Layout.builtIn(named: name) }
    guard isLayoutFile(name) else {
      throw JobError(
        options.place(of: key),
        .unknownLayout(name, known: layouts.keys.sorted() + BuiltInLayouts.names))
    }
    guard FileKind(of: name) != .absent else {
      throw JobError(
        options.place(of: key), .noSuchFile(name, workingDirectory: workingDirectory()))
    }
    return try Layout(yaml: TextFile(path: name).text, file: name)
  }

  /// Whether a name, which is none of the job's or built in, is meant to be that of a file.
  func isLayoutFile(_ name: String) -> Bool {
    layouts[name] == nil && !BuiltInLayouts.names.contains(name)
      && (name.hasSuffix(".yml") || name.hasSuffix(".yaml"))
  }
}
