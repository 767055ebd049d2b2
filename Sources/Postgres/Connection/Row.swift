/// One row of a result. Its values are read when they are asked for.
package struct Row {
  let result: QueryResult
  let index: Int

  /// The names of the columns, in order.
  package var columnNames: [String] { result.columnNames }

  /// The value of a column by its index, from 0. Throws `ColumnError` when there is no such column,
  /// when the value does not fit, or when it is NULL and the type is not an Optional.
  package func get<Value: SQLDecodable>(
    _ column: Int, as type: Value.Type = Value.self
  ) throws -> Value {
    guard column >= 0, column < result.columnCount else {
      throw ColumnError(column: "\(column)", problem: .missing(available: result.columnNames))
    }
    return try decode(column)
  }

  /// The value of a column by its name, exactly as the result spells it. Throws `ColumnError` as
  /// `get` by index does.
  package func get<Value: SQLDecodable>(
    _ column: String, as type: Value.Type = Value.self
  ) throws -> Value {
    guard let index = result.column(named: column) else {
      throw ColumnError(column: column, problem: .missing(available: result.columnNames))
    }
    return try decode(index)
  }

  private func decode<Value: SQLDecodable>(_ column: Int) throws -> Value {
    guard let text = result.text(row: index, column: column) else {
      if let null = Value.sqlNull { return null }
      throw ColumnError(
        column: result.columnNames[column], problem: .null(wanted: "\(Value.self)"))
    }
    guard let value = Value(sqlText: text) else {
      throw ColumnError(
        column: result.columnNames[column],
        problem: .mismatch(
          found: result.type(ofColumn: column).description, wanted: "\(Value.self)"))
    }
    return value
  }
}
