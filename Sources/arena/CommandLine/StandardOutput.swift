@preconcurrency import Glibc
import Storage

/// The program's standard output, where an answer that cannot be written is an error.
enum StandardOutput {
  /// Writes what is still held back.
  ///
  /// - Throws: `CommandFailure` when anything printed so far was lost: on a full disk, for example.
  static func finish() throws(CommandFailure) {
    guard fflush(stdout) == 0 else { throw failure }
    // What failed earlier left no reason behind.
    guard ferror(stdout) == 0 else {
      throw CommandFailure("cannot write all of standard output")
    }
  }

  /// Writes bytes as they are, past what `print` holds back.
  static func write(_ bytes: some Sequence<UInt8>) throws(CommandFailure) {
    guard Array(bytes).withUnsafeBytes({ Descriptor.write($0, to: STDOUT_FILENO) }) else {
      throw failure
    }
  }

  private static var failure: CommandFailure {
    CommandFailure("cannot write standard output: \(String(cString: strerror(errno)))")
  }
}
