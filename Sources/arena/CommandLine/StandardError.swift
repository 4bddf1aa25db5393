import Glibc
import Storage

/// Where messages go that are no result.
///
/// One that cannot be written, to a full disk or to nobody, is lost: the work goes on, and the exit
/// status stays what it is.
enum StandardError {
  static func write(_ text: String) {
    _ = Array(text.utf8).withUnsafeBytes { Descriptor.write($0, to: STDERR_FILENO) }
  }
}
