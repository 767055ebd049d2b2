import CFuzzer
import Foundation

/// `fuzz TARGET [libFuzzer's own arguments]`: feeds one target until it fails or time is up.
let target = FuzzTarget(named: CommandLine.arguments.dropFirst().first ?? "")

/// libFuzzer must not see the target's name, which it would take for a folder of inputs.
var arguments = CommandLine.arguments.enumerated().filter { $0.offset != 1 }.map {
  strdup($0.element)
}
arguments.append(nil)
var count = Int32(arguments.count - 1)
arguments.withUnsafeMutableBufferPointer { words in
  var pointer: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>? = words.baseAddress
  exit(
    LLVMFuzzerRunDriver(&count, &pointer) { data, size in
      target.take(UnsafeRawBufferPointer(start: data, count: size))
      return 0
    })
}
