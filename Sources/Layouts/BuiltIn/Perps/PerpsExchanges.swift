extension BuiltInLayouts {
  static let perpsExchanges = #"""
    name: perps-exchanges
    description: The table exchanges of perps-stats. A number that is another exchange here is refused.
    table: exchanges
    into: exchanges
    columns:
      id: {from: id, type: integer, required: true}
      name: {from: name, case: lower, required: true}
      created_at: {from: created_at, type: timestamp, optional: true}
    time: {unit: iso}
    file_name: '^exchanges(?:[^a-z]|$)'
    recognition: {name: required}

    """#
}
