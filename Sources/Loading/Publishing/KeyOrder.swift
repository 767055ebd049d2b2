/// Whether the rows of every source come in strictly rising or strictly falling order of time, as
/// most history does: then no key can come twice, and nobody has to look for duplicates.
struct KeyOrder {
  private var last: [Int64?] = []
  private var direction: [Int8] = []
  private(set) var mayRepeatKeys = false

  @inline(__always)
  mutating func add(_ moment: Int64, of source: Int) {
    while last.count <= source {
      last.append(nil)
      direction.append(0)
    }
    if let previous = last[source] {
      let step: Int8 = moment > previous ? 1 : moment < previous ? -1 : 0
      if step == 0 || step == -direction[source] { mayRepeatKeys = true }
      direction[source] = step
    }
    last[source] = moment
  }
}
