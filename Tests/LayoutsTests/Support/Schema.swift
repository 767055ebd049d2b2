import Foundation
import Yams

/// Enough of JSON Schema to hold a YAML document against `docs/layout.schema.json`.
struct Schema {
  /// A document or a schema, as JSON has it.
  indirect enum Value: Equatable {
    case null
    case bool(Bool)
    case number(Double)
    case text(String)
    case list([Value])
    case object([String: Value])
  }

  private let root: Value

  init(file: String) throws {
    let data = try Data(contentsOf: URL(fileURLWithPath: file))
    root = try JSONDecoder().decode(Value.self, from: data)
  }

  /// What is wrong with a YAML document, one sentence each.
  func faults(yaml: String) throws -> [String] {
    guard let node = try Yams.compose(yaml: yaml) else { return ["the document is empty"] }
    return faults(Value(node), root, "")
  }

  /// The keys that a mapping may have at a path of keys; `*` is any key, `#` any element.
  func keys(at path: String) -> Set<String> {
    var schemas = [root]
    for step in path.split(separator: ".") {
      schemas = schemas.flatMap { parts(of: $0) }.compactMap { schema in
        switch step {
        case "*": schema["additionalProperties"]
        case "#": schema["items"]
        default: schema["properties"]?[String(step)]
        }
      }
    }
    return schemas.flatMap { parts(of: $0) }.reduce(into: []) { keys, schema in
      if case .object(let properties)? = schema["properties"] { keys.formUnion(properties.keys) }
    }
  }

  /// A schema and all that it refers to or chooses from.
  private func parts(of schema: Value) -> [Value] {
    let schema = resolved(schema)
    guard case .list(let choices)? = schema["anyOf"] else { return [schema] }
    return [schema] + choices.flatMap { parts(of: $0) }
  }

  private func resolved(_ schema: Value) -> Value {
    guard case .text(let reference)? = schema["$ref"] else { return schema }
    let steps = reference.split(separator: "/").dropFirst()
    return steps.reduce(root) { $0[String($1)] ?? .null }
  }

  // MARK: - Validating

  private func faults(_ value: Value, _ written: Value, _ path: String) -> [String] {
    let schema = resolved(written)
    guard case .object(let rules) = schema else { return [] }
    return rules.flatMap { key, rule in fault(value, key, rule, schema, path) }.sorted()
  }

  private func fault(
    _ value: Value, _ key: String, _ rule: Value, _ schema: Value, _ path: String
  ) -> [String] {
    let name = path.isEmpty ? "the document" : path
    switch (key, rule, value) {
    case ("type", _, _):
      let types = rule.texts
      return types.contains(where: value.isOf) ? [] : ["\(name) is none of \(types)"]
    case ("enum", .list(let values), _):
      return values.contains(value) ? [] : ["\(name) is not one of the values"]
    case ("pattern", .text(let pattern), .text(let text)):
      return text.range(of: pattern, options: .regularExpression) != nil
        ? [] : ["\(name) does not match \(pattern)"]
    case ("minLength", .number(let least), .text(let text)):
      return Double(text.count) >= least ? [] : ["\(name) is too short"]
    case ("maxLength", .number(let most), .text(let text)):
      return Double(text.count) <= most ? [] : ["\(name) is too long"]
    case ("minimum", .number(let least), .number(let number)):
      return number >= least ? [] : ["\(name) is too small"]
    case ("maximum", .number(let most), .number(let number)):
      return number <= most ? [] : ["\(name) is too large"]
    case ("minItems", .number(let least), .list(let items)):
      return Double(items.count) >= least ? [] : ["\(name) has too few items"]
    case ("minProperties", .number(let least), .object(let members)):
      return Double(members.count) >= least ? [] : ["\(name) has too few keys"]
    case ("required", .list, .object(let members)):
      return rule.texts.filter { members[$0] == nil }.map { "\(name) lacks \($0)" }
    case ("items", _, .list(let items)):
      return items.enumerated().flatMap { faults($1, rule, "\(path)[\($0 + 1)]") }
    case ("properties", .object(let properties), .object(let members)):
      return members.flatMap { name, member in
        properties[name].map { faults(member, $0, "\(path).\(name)") } ?? []
      }
    case ("additionalProperties", _, .object(let members)):
      let others = members.filter { schema["properties"]?[$0.key] == nil }
      if rule == .bool(false) { return others.keys.map { "\(name) has the unknown key \($0)" } }
      return others.flatMap { faults($1, rule, "\(path).\($0)") }
    case ("anyOf", .list(let choices), _):
      let found = choices.map { faults(value, $0, path) }
      return found.contains(where: \.isEmpty) ? [] : ["\(name) fits no choice"] + found.joined()
    case ("oneOf", .list(let choices), _):
      let count = choices.count { faults(value, $0, path).isEmpty }
      return count == 1 ? [] : ["\(name) fits \(count) of what excludes each other"]
    case ("$schema", _, _), ("$defs", _, _), ("title", _, _), ("description", _, _),
      ("pattern", _, _), ("minLength", _, _), ("maxLength", _, _), ("minimum", _, _),
      ("maximum", _, _), ("minItems", _, _), ("minProperties", _, _), ("required", _, _),
      ("items", _, _), ("properties", _, _), ("additionalProperties", _, _), ("$ref", _, _):
      return []
    default:
      return ["the schema has a rule that is not known here: \(key)"]
    }
  }
}

extension Schema.Value {
  subscript(_ key: String) -> Schema.Value? {
    if case .object(let members) = self { members[key] } else { nil }
  }

  /// The texts of a list, or one alone.
  fileprivate var texts: [String] {
    switch self {
    case .text(let text): [text]
    case .list(let items): items.flatMap(\.texts)
    default: []
    }
  }

  fileprivate func isOf(type: String) -> Bool {
    switch (self, type) {
    case (.null, "null"), (.bool, "boolean"), (.number, "number"), (.text, "string"),
      (.list, "array"), (.object, "object"):
      true
    case (.number(let number), "integer"): number == number.rounded()
    default: false
    }
  }

  /// A node as an editor takes it: by the way it is written.
  fileprivate init(_ node: Node) {
    switch node {
    case .mapping(let mapping):
      self = .object(
        Dictionary(mapping.map { ($0.key.string ?? "", Self($0.value)) }) { first, _ in first })
    case .sequence(let items): self = .list(items.map { Self($0) })
    case .alias: self = .null
    case .scalar(let scalar):
      if scalar.style != .plain {
        self = .text(scalar.string)
      } else if let truth = node.bool {
        self = .bool(truth)
      } else if let number = node.float {
        self = .number(number)
      } else if node.null != nil {
        self = .null
      } else {
        self = .text(scalar.string)
      }
    }
  }
}

extension Schema.Value: Decodable {
  init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    if container.decodeNil() {
      self = .null
    } else if let truth = try? container.decode(Bool.self) {
      self = .bool(truth)
    } else if let number = try? container.decode(Double.self) {
      self = .number(number)
    } else if let text = try? container.decode(String.self) {
      self = .text(text)
    } else if let items = try? container.decode([Schema.Value].self) {
      self = .list(items)
    } else {
      self = .object(try container.decode([String: Schema.Value].self))
    }
  }
}
