internal import CSimdjson

/// The paths asked for of each record as the tree that the tokeniser walks along.
final class PathTree {
  /// For each path, in order, the slot that its value arrives in.
  private(set) var slots: [Int] = []
  private(set) var slotCount = 0
  /// Whether each path has the slot of its own number: no path is asked for twice.
  var isDirect: Bool { slots.count == slotCount }
  let steps: UnsafeMutableBufferPointer<rf_json_step>
  private var keys: [UnsafeMutableBufferPointer<UInt8>] = []

  init(_ paths: [FieldPath]) {
    var nodes = [Node()]
    for path in paths {
      // What stands around the record is nowhere in it.
      guard path.root == .record else {
        slots.append(slotCount)
        slotCount += 1
        continue
      }
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
      let slot = nodes[node].slot ?? slotCount
      slotCount = max(slotCount, slot + 1)
      nodes[node].slot = slot
      slots.append(slot)
    }
    // Without paths there is no tree, and records are only validated.
    steps = .allocate(capacity: slots.isEmpty ? 0 : nodes.count)
    if slots.isEmpty { return }
    var siblings: [Int: Int] = [:]
    for node in nodes {
      for (child, next) in zip(node.children, node.children.dropFirst()) { siblings[child] = next }
    }
    for (index, node) in nodes.enumerated() {
      steps.initializeElement(at: index, to: step(of: node, next: siblings[index]))
      let first = node.children.first ?? 0
      steps[index].element_count = UInt32(
        node.children.indices.prefix { place in
          node.children[place] == first + place && nodes[first + place].step == .index(place)
        }.count)
    }
  }

  deinit {
    steps.deallocate()
    for key in keys { key.deallocate() }
  }

  private struct Node {
    var step: FieldPath.Step?
    var children: [Int] = []
    var slot: Int?
  }

  private func step(of node: Node, next: Int?) -> rf_json_step {
    var step = rf_json_step()
    switch node.step {
    case .key(let name):
      let key = UnsafeMutableBufferPointer<UInt8>.allocate(capacity: max(name.utf8.count, 1))
      _ = key.initialize(from: name.utf8)
      keys.append(key)
      step.key = UnsafePointer(key.baseAddress)
      step.key_length = UInt32(name.utf8.count)
      withUnsafeMutableBytes(of: &step.key_head) { $0.copyBytes(from: name.utf8.prefix(8)) }
    case .index(let index): step.index = UInt32(clamping: index)
    case nil: break
    }
    step.first_child = Int32(node.children.first ?? -1)
    step.next_sibling = Int32(next ?? -1)
    step.slot = Int32(node.slot ?? -1)
    return step
  }
}
