/// The fields of the document that records ask for, `^.symbol`, as a tree that is walked along.
final class FieldTree {
  /// A field: which column of a record it is, and its path.
  struct Column {
    var index: Int
    var path: FieldPath
  }

  private struct Node {
    var step: FieldPath.Step?
    var children: [Int] = []
    /// Which of `columns` are asked for here.
    var columns: [Int] = []
  }

  private(set) var columns: [Column] = []
  let duplicates: DuplicateKeyPolicy
  private var nodes = [Node()]
  private var tokenisers: [Int: JSONTokeniser] = [:]
  private var keyTokeniser: JSONTokeniser?
  private let options: ReadOptions
  private let path: String
  private let scratch = RecordBatch()

  init(_ options: ReadOptions, path: String) {
    self.options = options
    self.path = path
    duplicates = options.duplicateKeys
    for (index, path) in options.fieldPaths.enumerated() where path.root == .document {
      columns.append(Column(index: index, path: path))
      var node = 0
      for step in path.steps {
        if let next = nodes[node].children.first(where: { nodes[$0].step == step }) {
          node = next
        } else {
          nodes.append(Node(step: step))
          nodes[node].children.append(nodes.count - 1)
          node = nodes.count - 1
        }
      }
      nodes[node].columns.append(columns.count - 1)
    }
  }

  /// The node of the document; none where nothing of it is asked for.
  var root: [Int] { columns.isEmpty ? [] : [0] }

  /// The nodes that a step leads to from any of some others.
  func nodes(from active: [Int], along step: FieldPath.Step) -> [Int] {
    active.flatMap { nodes[$0].children.filter { nodes[$0].step == step } }
  }

  /// A field that is asked for at one of these nodes, or below where that counts too.
  func field(at active: [Int], orBelow: Bool) -> FieldPath? {
    let found = active.flatMap { orBelow ? below($0) : nodes[$0].columns }
    return found.first.map { columns[$0].path }
  }

  /// What a value holds of all that is asked for at its node and below: which of `columns`, and what
  /// stands there. A value that is not valid holds nothing.
  func values(
    in value: UnsafeRawBufferPointer, at node: Int
  ) throws -> [(Int, RecordBatch.FieldKind, [UInt8])] {
    let wanted = below(node)
    let tokeniser = try tokenisers[node] ?? tokeniser(wanted, depth: depth(of: node))
    tokenisers[node] = tokeniser
    guard tokenise(value, tokeniser, columnCount: wanted.count) else { return [] }
    return wanted.enumerated().compactMap { place, column in
      let field = scratch.field(0, place)
      if case .absent = field.kind { return nil }
      return (column, field.kind, Array(scratch.content(field)))
    }
  }

  /// Looks through a document for all that is asked for, and tells of each field in turn. Whatever
  /// else the document holds may be damaged.
  func look(
    through document: UnsafeRawBufferPointer, at active: [Int],
    _ tell: (Int, RecordBatch.FieldKind, [UInt8]) throws -> Void
  ) throws {
    let isObject = document.first == UInt8(ascii: "{")
    guard isObject || document.first == UInt8(ascii: "[") else { return }
    var members = Elements(at: 1, isObject: isObject)
    var count = 0
    while var place = members.next(in: document) {
      var step = FieldPath.Step.index(count)
      if isObject {
        step = .key(try text(ofKey: UnsafeRawBufferPointer(rebasing: document[place])))
        guard let value = members.next(in: document) else { return }
        place = value
      }
      count += 1
      for node in nodes(from: active, along: step) {
        let value = UnsafeRawBufferPointer(rebasing: document[place])
        if nodes[node].columns.isEmpty {
          try look(through: value, at: [node], tell)
        } else {
          for (column, kind, content) in try values(in: value, at: node) {
            try tell(column, kind, content)
          }
        }
      }
    }
  }

  private func text(ofKey key: UnsafeRawBufferPointer) throws -> String {
    if !key.contains(byte: UInt8(ascii: "\\")) {
      return String(decoding: key.dropFirst().dropLast(), as: UTF8.self)
    }
    let tokeniser = try keyTokeniser ?? JSONTokeniser([FieldPath()], options, path: path)
    keyTokeniser = tokeniser
    return tokenise(key, tokeniser, columnCount: 1)
      ? String(decoding: scratch.content(scratch.field(0, 0)), as: UTF8.self) : ""
  }

  /// Puts the fields of a value into `scratch`; false where it is not valid.
  private func tokenise(
    _ value: UnsafeRawBufferPointer, _ tokeniser: JSONTokeniser, columnCount: Int
  ) -> Bool {
    scratch.removeAll(columnCount: columnCount)
    tokeniser.begin(scratch)
    tokeniser.add(value, line: 1, byte: 0, to: scratch)
    tokeniser.finish(scratch)
    return scratch.records.count == 1
  }

  private func tokeniser(_ wanted: [Int], depth: Int) throws -> JSONTokeniser {
    let rests = wanted.map { FieldPath(Array(columns[$0].path.steps.dropFirst(depth))) }
    return try JSONTokeniser(rests, options, path: path)
  }

  private func below(_ node: Int) -> [Int] {
    nodes[node].columns + nodes[node].children.flatMap { below($0) }
  }

  private func depth(of wanted: Int, from node: Int = 0, _ depth: Int = 0) -> Int {
    if node == wanted { return depth }
    return nodes[node].children.map { self.depth(of: wanted, from: $0, depth + 1) }.max() ?? -1
  }
}
