import Glibc
import Match

/// Reads commands from standard input.
enum StandardInput {
  /// Answers every line with the console's line, as soon as it is there.
  static func answerLines(with console: RulesConsole) {
    var console = console
    var chunk = [UInt8](repeating: 0, count: 65_536)
    var output: [UInt8] = []
    while true {
      let count = read(STDIN_FILENO, &chunk, chunk.count)
      if count < 0 && errno == EINTR { continue }
      guard count > 0 else { break }
      console.consume(chunk.span.extracting(0..<count), answeringInto: &output)
      flush(&output)
    }
    console.finish(answeringInto: &output)
    flush(&output)
  }

  private static func flush(_ output: inout [UInt8]) {
    var rest = output[...]
    while !rest.isEmpty {
      let written = rest.withUnsafeBytes { write(STDOUT_FILENO, $0.baseAddress, $0.count) }
      if written < 0 && errno == EINTR { continue }
      guard written > 0 else { exit(2) }
      rest = rest.dropFirst(written)
    }
    output.removeAll(keepingCapacity: true)
  }
}
