import Glibc
import Match

/// Reads commands from standard input.
enum StandardInput {
  /// Answers every line with the console's line, as soon as it is there.
  static func answerLines(with console: RulesConsole) throws(CommandFailure) {
    var console = console
    var chunk = [UInt8](repeating: 0, count: 65_536)
    var output: [UInt8] = []
    while true {
      let count = read(STDIN_FILENO, &chunk, chunk.count)
      if count < 0 && errno == EINTR { continue }
      guard count >= 0 else {
        throw CommandFailure("cannot read standard input: \(String(cString: strerror(errno)))")
      }
      guard count > 0 else { break }
      console.consume(chunk.span.extracting(0..<count), answeringInto: &output)
      try StandardOutput.write(output)
      output.removeAll(keepingCapacity: true)
    }
    console.finish(answeringInto: &output)
    try StandardOutput.write(output)
  }
}
