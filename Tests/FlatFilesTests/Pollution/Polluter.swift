/// Pollutes clean tables in the ways that public CSV files are polluted; the same seed gives the same
/// files.
struct Polluter {
  let seed: UInt64

  /// Files of all kinds in turn, each kind going through its forms from one on that the seed says:
  /// from 800 on, every form of every kind is among them.
  func variants(count: Int = 800) -> [PollutedFile] {
    var seeds = SeededGenerator(state: seed)
    let first = Int.random(in: 0..<1000, using: &seeds)
    var forms: [PollutionKind: Int] = [:]
    return (0..<count).map { index in
      let kind = PollutionKind.turns[index % PollutionKind.turns.count]
      let form = forms[kind, default: first]
      forms[kind] = form + 1
      return variant(kind, form: form, seed: seeds.next())
    }
  }

  /// A file of one kind in the form of that number, and all else by the seed.
  func variant(_ kind: PollutionKind, form: Int, seed: UInt64) -> PollutedFile {
    var generator = SeededGenerator(state: seed)
    var steps = [kind]
    if kind == .combination {
      steps = [
        PollutionKind.dialects[form % PollutionKind.dialects.count],
        Self.any(PollutionKind.structures, using: &generator),
      ]
    }
    let subjects = steps[0].subjects
    let subject = Self.any(subjects, using: &generator)
    var draft = PollutedDraft(CleanTable(subject, seed: generator.next()))
    for step in steps {
      let inner = kind == .combination ? Int.random(in: 0..<1000, using: &generator) : form
      if PollutionKind.dialects.contains(step) {
        draft.changeDialect(step, form: inner, subject: subject, using: &generator)
      } else if PollutionKind.rows.contains(step) {
        draft.damageRow(step, form: inner, using: &generator)
      } else {
        draft.changeStructure(step, form: inner, using: &generator)
      }
    }
    return draft.file(kind, about: "\(subject.rawValue), form \(form), seed \(seed)")
  }

  /// One of the values, which must not be empty.
  static func any<Value>(_ values: [Value], using generator: inout SeededGenerator) -> Value {
    values[Int.random(in: values.indices, using: &generator)]
  }
}
