internal import CSimdjson

/// Goes through the documents of a JSON text to where their records stand, and adds these to a
/// batch.
///
/// How it works. The walk holds a frame for each object and array that it is inside of, up to the
/// records, and goes on by single steps, so that it can stop wherever a batch is full. What it
/// passes over is validated. Fields around the records are taken as it comes by them.
final class RecordWalk {
  enum Place {
    /// Before a document.
    case top
    /// Behind the opening bracket of a frame.
    case firstMember
    /// Behind a comma of a frame.
    case member
    case behindMember
    /// Behind the opening bracket of an array of records.
    case firstElement
    /// Behind a comma there.
    case element
    case behindElement
    /// In an object that is held whole.
    case held
  }

  let cursor: JSONCursor
  let tokeniser: JSONTokeniser
  let surroundings: Surroundings?
  let options: ReadOptions
  let tree: RecordTree
  let form: RecordSelection.Form
  /// Nil where documents without records are nothing to speak of.
  let answers: ErrorAnswer?
  var frames: [WalkFrame] = []
  var place = Place.top
  /// Whether the document has anything where its records should stand.
  var hasFoundRecords = false
  /// Whether any document had an array of records.
  var hasArrays = false
  var held: (any HeldRecords)?
  /// How many documents came before.
  var documents = 0
  /// Whether the fields around the records have been taken ahead of them.
  private(set) var isSurroundingKnown = false
  /// The number of the first record of the document.
  private(set) var firstRecord = 0

  /// A walk that takes documents without records for `lines` as they are: one message of many.
  init(
    _ cursor: JSONCursor, _ tokeniser: JSONTokeniser, _ surroundings: Surroundings?,
    _ options: ReadOptions, ofLines lines: Bool = false
  ) throws {
    self.cursor = cursor
    self.tokeniser = tokeniser
    self.surroundings = surroundings
    self.options = options
    tree = RecordTree(options.records.paths)
    form = options.records.form
    answers = lines ? nil : try ErrorAnswer(options, path: cursor.window.path)
  }

  /// Whether the next step begins a document.
  var isAtTop: Bool { place == .top }

  /// Goes on to the next place; at the top there has to be a document.
  func step(_ batch: RecordBatch) throws {
    switch place {
    case .top: try enterDocument(batch)
    case .firstMember:
      if try cursor.needNext() == frames[frames.count - 1].close {
        try leaveFrame(isEmpty: true)
      } else {
        place = .member
      }
    case .member: try passMember(batch)
    case .behindMember:
      if try cursor.separator(or: frames[frames.count - 1].close) {
        try leaveFrame()
      } else {
        place = .member
      }
    case .firstElement, .element: try addElements(to: batch)
    case .behindElement:
      if try cursor.separator(or: UInt8(ascii: "]")) { try goOut() } else { place = .element }
    case .held:
      if held?.addNext(tokeniser, to: batch) ?? false { return }
      held = nil
      try goOut()
    }
  }

  // MARK: - Documents and frames

  private func enterDocument(_ batch: RecordBatch) throws {
    firstRecord = tokeniser.nextRecord
    hasFoundRecords = false
    answers?.beginDocument()
    // Of a line in memory the surroundings are known already.
    if answers != nil { try lookAhead() }
    let around = answers == nil ? [] : surroundings?.fields.root ?? []
    try enter([0], around: around, to: batch)
  }

  /// Takes the fields that stand around the records of a document, wherever in it that is, if it is
  /// not a large one.
  private func lookAhead() throws {
    surroundings?.beginDocument()
    isSurroundingKnown = false
    guard let surroundings, !surroundings.fields.columns.isEmpty,
      let length = try cursor.measure(within: options.limits.documentBytes)
    else { return }
    let document = UnsafeRawBufferPointer(rebasing: cursor.window.bytes[..<length])
    if let twice = try surroundings.take(from: document) {
      throw cursor.error(.keyTwice("\(twice)"))
    }
    isSurroundingKnown = true
  }

  /// Goes on behind a value that was entered or taken.
  func goOut() throws {
    if !frames.isEmpty {
      place = .behindMember
      return
    }
    if tokeniser.nextRecord == firstRecord, let message = answers?.message() {
      throw cursor.error(.records(.errorAnswer(message)))
    }
    documents += 1
    place = .top
  }

  private func leaveFrame(isEmpty: Bool = false) throws {
    let frame = frames[frames.count - 1]
    if !frame.isMap, answers != nil,
      let missing = tree.children(of: frame.active).first(where: {
        !frame.found.contains($0) && !tree.isAny($0)
      })
    {
      throw noRecords(
        at: missing, frame.contents(tree.name(frame.active)),
        isEmpty ? .beforeEndOfFrame : .behindFrame)
    }
    if isEmpty { cursor.take() }
    frames.removeLast()
    try goOut()
  }

  private func passMember(_ batch: RecordBatch) throws {
    let top = frames.count - 1
    var key: String?
    if frames[top].isObject {
      key = try cursor.key()
    } else if try cursor.needNext() == frames[top].close {
      throw cursor.error(.invalidJSON("a value behind a comma is missing"))
    }
    frames[top].note(key)
    let frame = frames[top]
    let step = key.map { RecordPath.Step.key($0) } ?? .index(frame.count - 1)
    let way = key.map { FieldPath.Step.key($0) } ?? .index(frame.count - 1)
    let around = surroundings?.fields.nodes(from: frame.around, along: way) ?? []
    if frame.isMap { return try addSingle(around: around, to: batch) }
    let nodes = tree.nodes(from: frame.active, along: step)
    if nodes.isEmpty {
      try pass(around: around)
      place = .behindMember
      return
    }
    for node in nodes where !tree.isAny(node) {
      if let key, frame.found.contains(node) { throw cursor.error(.keyTwice(key)) }
      frames[top].found.insert(node)
    }
    try enter(nodes, around: around, to: batch)
  }

  /// Goes to the value at some nodes: to its records, into it, or past it.
  private func enter(_ nodes: [Int], around: [Int], to batch: RecordBatch) throws {
    let open = try cursor.needNext()
    if frames.isEmpty, answers != nil, open != UInt8(ascii: "["), open != UInt8(ascii: "{") {
      throw cursor.error(.invalidJSON("an array or an object should stand here"))
    }
    if tree.isEnd(nodes) { return try beginRecords(nodes, open, around: around, to: batch) }
    let steps = tree.children(of: nodes).map { tree.nodes[$0].step }
    let isObject = open == UInt8(ascii: "{")
    let leadsOn = steps.contains { step in
      switch step {
      case .key: isObject
      case .index: open == UInt8(ascii: "[")
      case .any: isObject || open == UInt8(ascii: "[")
      case nil: false
      }
    }
    guard leadsOn else { return try passOrRefuse(nodes, steps, around: around) }
    if let field = surroundings?.fields.field(at: around, orBelow: false) {
      throw cursor.error(.records(.fieldAround(field)))
    }
    goInto(WalkFrame(isObject: isObject, active: nodes, around: around))
  }

  func goInto(_ frame: WalkFrame) {
    cursor.take()
    frames.append(frame)
    place = .firstMember
  }

  // MARK: - What holds no records

  /// Passes over a value, and takes the fields that are asked for of it.
  func pass(around: [Int]) throws {
    let key = frames.count == 1 ? frames[0].key : nil
    if around.isEmpty || isSurroundingKnown {
      try cursor.skipValue { value in
        if let key { answers?.look(at: key, value) }
      }
      return
    }
    try refuseBehindRecords(around)
    _ = try cursor.needNext()
    try cursor.takeWhole { value in
      if let key { answers?.look(at: key, value) }
      try take(value, around)
    }
  }

  /// Refuses a field of the document that comes too late.
  func refuseBehindRecords(_ around: [Int]) throws {
    if tokeniser.nextRecord > firstRecord,
      let field = surroundings?.fields.field(at: around, orBelow: true)
    {
      throw cursor.error(.records(.fieldBehind(field, limit: options.limits.documentBytes)))
    }
  }

  func take(_ value: UnsafeRawBufferPointer, _ around: [Int]) throws {
    if isSurroundingKnown { return }
    if let twice = try surroundings?.take(value, at: around) {
      throw cursor.error(.keyTwice("\(twice)"))
    }
  }

  /// Passes over what a `*` leads to and is no way on; anything else is refused.
  func passOrRefuse(
    _ nodes: [Int], _ steps: [RecordPath.Step?], around: [Int]
  ) throws {
    if nodes.allSatisfy({ tree.isAny($0) }) || answers == nil {
      try pass(around: around)
      return try goOut()
    }
    let wanted =
      switch steps.first {
      case .key: "no object"
      case .index: "no array"
      default: "neither an array nor an object"
      }
    let child = tree.children(of: nodes).first ?? 0
    throw noRecords(at: child, "\(tree.name(nodes)) is \(wanted)")
  }
}
