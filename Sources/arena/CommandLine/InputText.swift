import Foundation
import Glibc

/// Text that a command reads whole: a file, a pipe or standard input.
enum InputText {
  /// More is no text for a command to hold: what never ends, like /dev/zero, ends here.
  private static let limit = 1 << 28

  /// - Parameter path: the file; `-` is standard input.
  static func read(_ path: String) throws(CommandFailure) -> String {
    let isStandard = path == "-"
    let name = isStandard ? "standard input" : path
    let descriptor = isStandard ? STDIN_FILENO : open(path, O_RDONLY | O_CLOEXEC)
    defer { if !isStandard && descriptor >= 0 { close(descriptor) } }
    guard descriptor >= 0 else { throw failure(name) }
    var bytes = Data()
    var chunk = [UInt8](repeating: 0, count: 1 << 16)
    while true {
      let count = Glibc.read(descriptor, &chunk, chunk.count)
      if count < 0 && errno == EINTR { continue }
      guard count >= 0 else { throw failure(name) }
      guard count > 0 else { break }
      bytes.append(chunk, count: count)
      guard bytes.count <= limit else {
        throw CommandFailure("\(name) is larger than \(limit >> 20) MiB")
      }
    }
    guard let text = String(data: bytes, encoding: .utf8) else {
      throw CommandFailure("\(name) is not UTF-8 text")
    }
    return text
  }

  /// The system's last error.
  private static func failure(_ name: String) -> CommandFailure {
    CommandFailure("cannot read \(name): \(String(cString: strerror(errno)))")
  }
}
