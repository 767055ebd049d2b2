package import Loading
import Store

extension Undo: WrittenVerb {
  package static let name = "undo"
  package static let optionNames = ["load"]

  package init(_ options: Fields, in scope: VerbScope) throws {
    guard let load = try options.number("load", in: 1...Int.max) else {
      throw options.missing("load")
    }
    self.init(load: Int64(load))
  }
}
