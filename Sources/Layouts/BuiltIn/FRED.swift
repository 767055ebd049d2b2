extension BuiltInLayouts {
  static let fred = #"""
    name: fred
    description: >-
      Series from FRED, fredgraph.csv or DGS10.csv: a date, and a value for each series that the header
      names.
    format: csv
    dialect: {delimiter: ',', header: first}
    data_type: macro
    columns:
      timestamp: [observation_date, DATE]
      value: {each: true}
    time: {unit: [iso, '%m/%d/%Y'], from: 1700-01-01, until: 2100-01-01}
    missing: ['.']
    null_rows: skip
    source: {header_of: value}

    """#
}
