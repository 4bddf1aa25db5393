import ArenaCore
import Foundation
import Glibc
import Storage

/// A folder that one piece of long work is done in: it says what the work is, so that no other is
/// mixed with it, and is held by one process at a time.
final class WorkFolder {
  let path: String
  private let lock: Int32

  /// Makes or opens the folder.
  ///
  /// - Parameter lines: what makes the work what it is.
  /// - Throws: `UsageError` where the folder holds other work; `CommandFailure` where another process
  ///   works in it.
  init(_ path: String, _ lines: [String]) throws {
    self.path = path
    lock = try Self.lock(path)
    let file = Self.settingsPath(path)
    guard access(file, F_OK) == 0 else {
      for (name, work) in [("tournament.conf", "a tournament"), ("games.jsonl", "games")]
      where access("\(path)/\(name)", F_OK) == 0 {
        throw UsageError("\(path) holds \(work): choose another folder with --out")
      }
      try DurableFile.write(Data((lines.joined(separator: "\n") + "\n").utf8), to: file)
      return
    }
    let before = try InputText.read(file).split(separator: "\n").map(String.init)
    guard before != lines else { return }
    let different = zip(before, lines).first { $0 != $1 }
    throw UsageError(
      "\(path) holds other work: '\(different?.0 ?? before.joined(separator: ", "))', not "
        + "'\(different?.1 ?? lines.joined(separator: ", "))'; choose another folder with --out")
  }

  deinit { close(lock) }

  static func settingsPath(_ folder: String) -> String { folder + "/work.conf" }

  /// Makes a folder where there is none and takes it for this process, until it ends or closes what
  /// it gets.
  static func lock(_ path: String) throws -> Int32 {
    if access(path, F_OK) == 0, !StoredFile.isFolder(path) {
      throw CommandFailure("\(path) is a file, not a folder")
    }
    try StoredFile.createFolder(path)
    let file = open(path + "/lock", O_RDWR | O_CREAT | O_CLOEXEC, 0o644)
    guard file >= 0 else { throw StorageError("cannot open", path + "/lock") }
    guard flock(file, LOCK_EX | LOCK_NB) == 0 else {
      close(file)
      throw CommandFailure("another process is at work in \(path)")
    }
    return file
  }

  func write(_ text: String, as name: String) throws(StorageError) {
    try DurableFile.write(Data(text.utf8), to: "\(path)/\(name)")
  }
}
