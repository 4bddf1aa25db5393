import Foundation
import Glibc
import Storage

/// A text file that grows line by line: metrics and logs.
final class LineFile {
  /// What is to be done with a line that is already there.
  enum Verdict {
    /// It belongs to what is gone on from.
    case wanted
    /// It was written after that.
    case later
    /// It is none of this file's lines.
    case damaged
  }

  /// Lines found damaged, which were moved to the file's name with `.damaged` added.
  private(set) var damagedCount = 0

  private let file: Int32
  private let path: String

  /// Opens `path` for appending.
  ///
  /// What follows the last wanted line is dropped, where it is whole or the torn end that a crash
  /// leaves. A line that is damaged, or later than a wanted one behind it, is never dropped but set
  /// aside.
  init(
    _ path: String, judge: (Data) -> Verdict = { _ in .wanted }
  ) throws(StorageError) {
    self.path = path
    if FileManager.default.fileExists(atPath: path) {
      let data = try StoredFile.read(path)
      let (kept, damaged) = Self.sort(data, judge)
      damagedCount = damaged.count
      if !damaged.isEmpty { try DamagedParts.setAside(damaged, of: path) }
      if kept.count != data.count { try DurableFile.write(kept, to: path) }
    }
    file = open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0o644)
    guard file >= 0 else { throw StorageError("cannot open", path) }
  }

  deinit { close(file) }

  private static func sort(
    _ data: Data, _ judge: (Data) -> Verdict
  ) -> (kept: Data, damaged: [Data]) {
    let newline = UInt8(ascii: "\n")
    // Bytes up to the last line's end: a line may be torn within a character.
    let whole = data[..<(data.lastIndex(of: newline).map { $0 + 1 } ?? data.startIndex)]
    let lines = whole.split(separator: newline).map { (bytes: $0, verdict: judge($0)) }
    let end = lines.lastIndex { $0.verdict == .wanted } ?? -1
    var kept = Data()
    var damaged: [Data] = []
    for (index, line) in lines.enumerated() {
      if line.verdict == .wanted {
        kept += line.bytes + [newline]
      } else if line.verdict == .damaged || index < end {
        damaged.append(line.bytes + [newline])
      }
    }
    return (kept, damaged)
  }

  func append(_ line: String) throws(StorageError) {
    guard Array((line + "\n").utf8).withUnsafeBytes({ Descriptor.write($0, to: file) }) else {
      throw StorageError("cannot write", path)
    }
  }
}
