extension BuiltInLayouts {
  static let fredObservations = #"""
    name: fred-observations
    description: >-
      A series as FRED's API answers: dates and values in quotes under observations, a point where a
      value is missing.
    format: json
    records: observations
    data_type: macro
    columns: {timestamp: date, value: value}
    time: {unit: iso, from: 1700-01-01, until: 2100-01-01}
    missing: ['.']
    source: '{stem}'

    """#
}
