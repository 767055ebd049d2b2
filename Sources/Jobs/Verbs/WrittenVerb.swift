import Archiving
package import Layouts
import Loading
import Refining
package import Store

/// A verb as people write it: under its name in a step, or as a command. Both spell its options
/// alike, but for `_` and `-`, and both are read by `init`.
package protocol WrittenVerb: Verb {
  /// As it is typed.
  static var name: String { get }

  /// The keys of its options, as job files spell them, in the order in which help lists them.
  static var optionNames: [String] { get }

  /// Whether it works on a database.
  static var needsDatabase: Bool { get }

  /// Reads and checks the options, as far as that goes without a database.
  ///
  /// - Throws: `JobError` at the option that is wrong.
  init(_ options: Fields, in scope: VerbScope) throws
}

extension WrittenVerb {
  package static var needsDatabase: Bool { true }
}

/// What the options of a verb may refer to by name.
package struct VerbScope: Sendable {
  /// Layouts that the job declares; they stand before the built-in ones.
  package var layouts: [String: Layout]
  package var sources: [SourceDefinition]

  /// The run's clock, for options that name an age.
  package var clock: Clock

  package init(
    layouts: [String: Layout] = [:], sources: [SourceDefinition] = [], clock: Clock = .system()
  ) {
    self.layouts = layouts
    self.sources = sources
    self.clock = clock
  }
}

/// The verbs that a step may have.
package struct VerbCatalog: Sendable {
  private let verbs: [any WrittenVerb.Type]

  package init(_ verbs: [any WrittenVerb.Type]) { self.verbs = verbs }

  package subscript(name: String) -> (any WrittenVerb.Type)? { verbs.first { $0.name == name } }

  /// Every verb of this version.
  package static let all = VerbCatalog([
    Validate.self, Ingest.self, Backfill.self, Undo.self, Replay.self, Score.self, Aggregate.self,
    Archive.self, Restore.self, Retain.self,
  ])

  package var names: [String] { verbs.map { $0.name } }
}
