/// How the text of a cell is made of what the file has, and by what step it is then read.
struct Derivation {
  /// The cell as it would be without the derivation: its step is none of `derived`.
  var cell: CellPlan
  /// What the text is put together from; empty where it is a field.
  var template: [Piece] = []
  var rule: Layout.TextRule
  var map: [(from: [UInt8], to: [UInt8])]
  var otherwise: [UInt8]?
  var trueWords: [[UInt8]]
  var falseWords: [[UInt8]]
  /// Nil where numbers are written the plain way.
  var numbers: Layout.NumberStyle?

  enum Piece {
    case text([UInt8])
    /// A field, and what stands for it where it is missing; nil where it must be there.
    case field(CellPlan, otherwise: [UInt8]?)
  }

  init(_ rule: Layout.ColumnRule, cell: CellPlan, template: [Piece] = []) {
    self.cell = cell
    self.template = template
    self.rule = rule.text
    map = rule.text.map.map { (Array($0.from.utf8), Array($0.to.utf8)) }
    otherwise = rule.text.otherwise.map { Array($0.utf8) }
    trueWords = rule.text.trueWords.map { Array($0.utf8) }
    falseWords = rule.text.falseWords.map { Array($0.utf8) }
    numbers = rule.numbers.isPlain ? nil : rule.numbers
  }

  /// What a word that the layout lists for this column means.
  func truth(_ text: UnsafeRawBufferPointer) -> Bool? {
    func spells(_ word: [UInt8]) -> Bool {
      word.count == text.count && zip(word, text).allSatisfy { $0 == ASCII.lower($1) }
    }
    return trueWords.contains(where: spells)
      ? true : falseWords.contains(where: spells) ? false : nil
  }

  /// What the list of texts makes of one; nil when it does not have it.
  func mapped(_ text: UnsafeRawBufferPointer) -> [UInt8]? {
    map.first { $0.from.elementsEqual(text) }?.to ?? otherwise
  }
}
