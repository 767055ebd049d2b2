/// The paths to records as a tree that is walked along.
struct RecordTree {
  struct Node {
    var path = RecordPath()
    var children: [Int] = []
    /// Whether records stand here.
    var isEnd = false

    var step: RecordPath.Step? { path.steps.last }
  }

  private(set) var nodes = [Node()]

  init(_ paths: [RecordPath]) {
    for path in paths {
      var node = 0
      for (place, step) in path.steps.enumerated() {
        if let next = nodes[node].children.first(where: { nodes[$0].step == step }) {
          node = next
        } else {
          nodes.append(Node(path: RecordPath(Array(path.steps[...place]))))
          nodes[node].children.append(nodes.count - 1)
          node = nodes.count - 1
        }
      }
      nodes[node].isEnd = true
    }
  }

  /// The nodes that a step leads to from any of some others.
  func nodes(from active: [Int], along step: RecordPath.Step) -> [Int] {
    active.flatMap { nodes[$0].children.filter { nodes[$0].step == step || isAny($0) } }
  }

  func children(of active: [Int]) -> [Int] { active.flatMap { nodes[$0].children } }

  /// Whether a `*` leads here: then whatever holds no records is passed over.
  func isAny(_ node: Int) -> Bool { nodes[node].step == .any }

  func isEnd(_ active: [Int]) -> Bool { active.contains { nodes[$0].isEnd } }

  /// How to call the value here.
  func name(_ active: [Int]) -> String {
    guard let node = active.first, node != 0 else { return "the file" }
    return "\(nodes[node].path)"
  }
}
