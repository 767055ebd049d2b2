import CFuzzer
import Foundation

/// `fuzz TARGET [libFuzzer's own arguments]`: feeds one target until it fails or time is up.
/// `fuzz seeds FOLDER SAMPLE…`: writes what that begins with, a folder for each target.
if CommandLine.arguments.dropFirst().first == "seeds" {
  var seeds = Seeds(in: CommandLine.arguments[2])
  for sample in CommandLine.arguments.dropFirst(3) { try seeds.add(sample: sample) }
  try seeds.writeLayouts()
  exit(0)
}
/// For a merge libFuzzer starts the program once more, by the arguments that it was given itself.
let inherited = ProcessInfo.processInfo.environment["FUZZ_TARGET"]
let target = FuzzTarget(named: inherited ?? CommandLine.arguments.dropFirst().first ?? "")
setenv("FUZZ_TARGET", target.rawValue, 1)
let file = InputFile()

/// libFuzzer must not see the target's name, which it would take for a folder of inputs.
var arguments = CommandLine.arguments.enumerated().filter { $0.offset != 1 || inherited != nil }
  .map { strdup($0.element) }
arguments.append(nil)
var count = Int32(arguments.count - 1)
arguments.withUnsafeMutableBufferPointer { words in
  var pointer: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>? = words.baseAddress
  exit(
    LLVMFuzzerRunDriver(&count, &pointer) { data, size in
      do {
        try target.check(UnsafeRawBufferPointer(start: data, count: size), in: file)
      } catch {
        // A trap, which libFuzzer keeps the input of.
        fatalError("\(error)")
      }
      return 0
    })
}

extension FuzzTarget {
  /// Ends the program where there is no such target.
  fileprivate init(named name: String) {
    guard let target = FuzzTarget(rawValue: name) else {
      let known = FuzzTarget.allCases.map(\.rawValue).joined(separator: ", ")
      print("usage: fuzz TARGET [libFuzzer's arguments], where TARGET is one of \(known)")
      exit(64)
    }
    self = target
  }
}
