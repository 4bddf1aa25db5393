import Foundation
import Glibc
import Storage

/// A text file that grows line by line: metrics and logs.
final class LineFile {
  private let file: Int32
  private let path: String

  /// Opens `path` for appending. A torn last line, left by a crash, is cut off.
  ///
  /// - Parameter keep: which of the lines already there to keep, from the first one that fails on
  ///   all are dropped.
  init(_ path: String, keep: (Substring) -> Bool = { _ in true }) throws(StorageError) {
    self.path = path
    if let data = try? Data(contentsOf: URL(fileURLWithPath: path)), !data.isEmpty {
      // Bytes up to the last line's end: a line may be torn within a character.
      let whole = data[..<(data.lastIndex(of: UInt8(ascii: "\n")).map { $0 + 1 } ?? 0)]
      let lines = String(decoding: whole, as: UTF8.self).split(separator: "\n").prefix(while: keep)
      let kept = lines.map { $0 + "\n" }.joined()
      if kept.utf8.count != data.count {
        try DurableFile.write(Data(kept.utf8), to: path)
      }
    }
    file = open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0o644)
    guard file >= 0 else { throw StorageError("cannot open", path) }
  }

  deinit { close(file) }

  func append(_ line: String) throws(StorageError) {
    var bytes = Array((line + "\n").utf8)[...]
    while !bytes.isEmpty {
      let written = bytes.withUnsafeBytes { write(file, $0.baseAddress, $0.count) }
      if written < 0 && errno == EINTR { continue }
      guard written > 0 else { throw StorageError("cannot write", path) }
      bytes = bytes.dropFirst(written)
    }
  }
}
