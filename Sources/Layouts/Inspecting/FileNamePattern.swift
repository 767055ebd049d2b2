/// A pattern for the names of files that are parts of one series: what stands before a date.
struct FileNamePattern {
  let text = "^(?<series>.*?[A-Za-z].*?)[-_. ]+[0-9]{4}[-_.]?[0-9]{2}"

  /// Nil where the name has no date, or nothing before it.
  init?(_ fileName: String) {
    let groups = FileNameGroups(fileName, pattern: text)
    guard let series = groups.fill("{series}"), SourceName.sanitised(series) != nil else {
      return nil
    }
  }
}
