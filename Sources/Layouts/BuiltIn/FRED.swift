extension BuiltInLayouts {
  static let fred = #"""
    name: fred
    description: >-
      A series from FRED, fredgraph.csv or DGS10.csv: a date and a value, the column of which is
      named by the series.
    format: csv
    dialect: {delimiter: ',', header: first}
    data_type: macro
    shapes:
      - fields: 2
        columns:
          timestamp: {from: [observation_date, DATE]}
          value: {at: 2}
    time: {unit: iso, from: 1700-01-01, until: 2100-01-01}
    missing: ['.']
    null_rows: skip
    source: {header_of: value}

    """#
}
