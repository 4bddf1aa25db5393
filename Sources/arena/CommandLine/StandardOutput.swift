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

  /// Whether a file is where standard output goes, such as /dev/stdout: what is printed beside its
  /// contents would damage them. A terminal and /dev/null keep nothing that could be damaged.
  static func isFile(_ path: String) -> Bool {
    var (file, own) = (stat(), stat())
    return stat(path, &file) == 0 && fstat(STDOUT_FILENO, &own) == 0
      && file.st_dev == own.st_dev && file.st_ino == own.st_ino
      && file.st_mode & S_IFMT != S_IFCHR
  }

  /// Prints a line about a file that was written: on standard error where the file is standard output.
  static func say(_ line: String, of path: String) {
    if isFile(path) { StandardError.write(line + "\n") } else { print(line) }
  }

  private static var failure: CommandFailure {
    CommandFailure("cannot write standard output: \(String(cString: strerror(errno)))")
  }
}
